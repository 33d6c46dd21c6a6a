import type { PlacedWafFinding, Store, WafFinding, WafFindingFilter, WafRunSummary } from '@securescan/store';
import { applyWaiver, type EffectiveWaivers, NO_WAIVERS, readEffectiveWaivers } from './effective-waivers.ts';

/** Findings that are read at once; between two parts other requests have their turn. */
const PART = 1000;

/** How a run is to be read. */
export interface Reading {
  readonly raw: boolean;
  /** The day whose waivers count; undefined and empty: today. */
  readonly at?: string | undefined;
}

/** @returns the waivers that count, none where the raw statuses are asked for */
export async function readWaiversFor(
  store: Store,
  { project }: WafRunSummary,
  { raw, at }: Reading,
  today: string,
): Promise<EffectiveWaivers> {
  return raw ? NO_WAIVERS : readEffectiveWaivers(store, project, toDay(at, today));
}

export function toDay(at: string | undefined, today: string): string {
  return at === undefined || at === '' ? today : at;
}

/**
 * Findings of a run in parts, in their order, with the waivers applied.
 * @param filter - its status is that after the waivers
 */
export async function* readFindings(
  store: Store,
  runId: string,
  {
    filter,
    waivers,
    raw,
    start,
  }: {
    readonly filter: WafFindingFilter;
    readonly waivers: EffectiveWaivers;
    readonly raw: boolean;
    readonly start?: number | undefined;
  },
): AsyncGenerator<readonly PlacedWafFinding[]> {
  const { status, ...others } = filter;
  const wanted = status?.toUpperCase();
  // A waiver makes WAIVED out of FAIL, so that one of them cannot be looked for by the status that is stored.
  const stored = raw || wanted !== 'WAIVED' ? filter : others;
  let after = start;
  for (;;) {
    const part = await store.waf.runs.findings(runId, stored, {
      limit: PART,
      ...(after === undefined ? {} : { after }),
    });
    const last = part.at(-1);
    if (last === undefined) return;
    if (raw) yield part;
    else {
      const shown = part.map((placed) => ({ ...placed, finding: applyWaiver(placed.finding, waivers) }));
      yield wanted === undefined ? shown : shown.filter(({ finding }) => finding.status.toUpperCase() === wanted);
    }
    if (part.length < PART) return;
    after = last.ordinal;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** All of them. */
export async function readAllFindings(
  store: Store,
  runId: string,
  options: Parameters<typeof readFindings>[2],
): Promise<WafFinding[]> {
  const findings: WafFinding[] = [];
  for await (const part of readFindings(store, runId, options)) {
    for (const { finding } of part) findings.push(finding);
  }
  return findings;
}
