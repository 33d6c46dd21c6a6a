import { setImmediate } from 'node:timers/promises';
import { clean, toJson } from '../json-text.ts';
import type { StoreDatabase } from '../schema.ts';
import { createBulkInsert } from './bulk.ts';
import { createCheckBook, saveChecks } from './checks.ts';
import type { WafFinding } from './contract.ts';
import { toFindingId } from './finding-id.ts';

/** Findings between two pauses, in which the event loop does other work. */
const PAUSE_AFTER = 2000;

const insert = createBulkInsert('waf_run_findings', [
  ['id', 'bigint'],
  ['run_seq', 'integer'],
  ['check_seq', 'integer'],
  ['status', 'text'],
  ['resource', 'text'],
  ['message', 'text'],
  ['file', 'text'],
  ['line', 'integer'],
  ['end_line', 'integer'],
  ['fingerprint', 'text'],
  ['extra', 'text'],
]);

type Value = string | number | null;

/** Writes the findings of a run, texts that repeat only once. */
export async function insertFindings(
  db: StoreDatabase,
  runSeq: number,
  findings: readonly WafFinding[],
): Promise<void> {
  const book = createCheckBook();
  const places: number[] = [];
  for (const [index, finding] of findings.entries()) {
    if (index > 0 && index % PAUSE_AFTER === 0) await setImmediate();
    places.push(book.place(finding));
  }
  const checks = await saveChecks(db, book.rows);
  for (let start = 0; start < findings.length; start += PAUSE_AFTER) {
    if (start > 0) await setImmediate();
    const rows = findings.slice(start, start + PAUSE_AFTER).map((finding, index): readonly Value[] => {
      const ordinal = start + index;
      const check = checks[places[ordinal] ?? -1];
      if (check === undefined) throw new Error(`finding ${ordinal} has no check`);
      return toRow(runSeq, ordinal, check, finding);
    });
    await insert(db, rows);
  }
}

function toRow(runSeq: number, ordinal: number, check: number, finding: WafFinding): readonly Value[] {
  const status = finding.status.toUpperCase();
  const extra = {
    ...(status === finding.status ? {} : { status: finding.status }),
    ...(finding.waived === null ? {} : { waived: finding.waived }),
  };
  return [
    toFindingId(runSeq, ordinal),
    runSeq,
    check,
    clean(status),
    clean(finding.resource),
    clean(finding.message),
    clean(finding.file),
    finding.line,
    finding.end_line,
    clean(finding.fingerprint),
    status === finding.status && finding.waived === null ? null : toJson(extra),
  ];
}
