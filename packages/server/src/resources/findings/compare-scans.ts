import { Readable } from 'node:stream';
import type { FindingIdentity, ScanRecord, Store } from '@securescan/store';
import type { Handler } from '../../http/handler.ts';
import { findVisibleScan } from '../find-visible-scan.ts';
import { presentScan } from '../scans/present.ts';
import { toFindingText } from './finding-text.ts';

/** Findings fetched at once. */
const BATCH = 500;
/** Up to this many findings a list is kept as text, to be written a second time under its other name. */
const MAX_KEPT = 50_000;

/** One of the three lists: findings of one of the scans, by their places in it. */
interface Bucket {
  readonly scanId: string;
  readonly ordinals: readonly number[];
}

/**
 * What is new, fixed and unchanged, by fingerprint; unchanged findings are those of the newer scan. The documented names and the
 * recorded ones hold the same lists. Counts are complete, whatever the limit.
 */
export function createCompareScans(store: Store): Handler<'compareScans'> {
  return async ({ query }, { principal }) => {
    const older = await findVisibleScan(store, query.scan_a, principal, 'Scan A not found');
    const newer = await findVisibleScan(store, query.scan_b, principal, 'Scan B not found');
    const [before, after] = [
      await store.findings.listIdentities(older.id),
      await store.findings.listIdentities(newer.id),
    ];
    const known = new Set(before.map(({ fingerprint }) => fingerprint));
    const found = new Set(after.map(({ fingerprint }) => fingerprint));
    const pick = (scan: ScanRecord, identities: readonly FindingIdentity[]): Bucket => ({
      scanId: scan.id,
      ordinals: identities.map(({ ordinal }) => ordinal),
    });
    const buckets = {
      new: pick(
        newer,
        after.filter(({ fingerprint }) => !known.has(fingerprint)),
      ),
      fixed: pick(
        older,
        before.filter(({ fingerprint }) => !found.has(fingerprint)),
      ),
      unchanged: pick(
        newer,
        after.filter(({ fingerprint }) => known.has(fingerprint)),
      ),
    };
    const delta = Number(((newer.riskScore ?? 0) - (older.riskScore ?? 0)).toFixed(2));
    const summary = {
      new_count: buckets.new.ordinals.length,
      fixed_count: buckets.fixed.ordinals.length,
      unchanged_count: buckets.unchanged.ordinals.length,
      // `-0` would be written as 0 but not compare equal to it.
      risk_delta: delta === 0 ? 0 : delta,
    };
    const head =
      `{"scan_a":${JSON.stringify(await present(store, older))},"scan_b":${JSON.stringify(await present(store, newer))},` +
      `"summary":${JSON.stringify(summary)}`;
    return { jsonText: Readable.from(writeComparison(store, head, buckets, query.limit ?? Infinity)) };
  };
}

async function present(store: Store, scan: ScanRecord) {
  return presentScan(scan, await store.scans.listScanners([scan.id]), null);
}

async function* writeComparison(
  store: Store,
  head: string,
  buckets: Readonly<Record<'new' | 'fixed' | 'unchanged', Bucket>>,
  limit: number,
): AsyncGenerator<string> {
  yield head;
  for (const name of ['new', 'fixed', 'unchanged'] as const) {
    const { scanId, ordinals } = buckets[name];
    const cut = { scanId, ordinals: ordinals.slice(0, limit) };
    const kept: string[] = [];
    const keeps = cut.ordinals.length <= MAX_KEPT;
    yield `,"${name}_findings":[`;
    for await (const text of writeBucket(store, cut)) {
      if (keeps) kept.push(text);
      yield text;
    }
    yield `],"${name}":[`;
    if (keeps) yield* kept;
    else yield* writeBucket(store, cut);
    yield ']';
  }
  yield '}';
}

async function* writeBucket(store: Store, { scanId, ordinals }: Bucket): AsyncGenerator<string> {
  for (let start = 0; start < ordinals.length; start += BATCH) {
    const records = await store.findings.listByOrdinals(scanId, ordinals.slice(start, start + BATCH));
    if (records.length > 0) yield (start === 0 ? '' : ',') + records.map(toFindingText).join(',');
  }
}
