import { sortFindings, summarise } from '@securescan/core';
import type { ScanResult } from '@securescan/model';
import { scannerList } from '@securescan/scanners';

/** One result of the results of a scan's parts: cancelled when one is; failed when all are; else completed. */
export function mergeResults(results: readonly ScanResult[]): ScanResult {
  const [first, ...more] = results;
  if (first === undefined) throw new Error('a scan has at least one part');
  if (more.length === 0) return first;
  const findings = sortFindings(results.flatMap((result) => result.findings));
  const isCancelled = results.some(({ status }) => status === 'cancelled');
  const isFailed = results.every(({ status }) => status === 'failed');
  const { failure: _, ...rest } = first;
  return {
    ...rest,
    ...(isFailed && first.failure !== undefined
      ? {
          failure: {
            code: first.failure.code,
            message: results.flatMap(({ failure }) => failure?.message ?? []).join('; '),
          },
        }
      : {}),
    scanTypes: [...new Set(results.flatMap(({ scanTypes }) => scanTypes))],
    status: isCancelled ? 'cancelled' : isFailed ? 'failed' : 'completed',
    completedAt: results.at(-1)?.completedAt ?? first.completedAt,
    findings,
    summary: summarise(findings),
    scanners: results
      .flatMap(({ scanners }) => scanners)
      .toSorted((a, b) => toPosition(a.scanner) - toPosition(b.scanner)),
    notices: results.flatMap(({ notices }) => notices),
    overridesApplied: results.reduce((sum, { overridesApplied }) => sum + overridesApplied, 0),
  };
}

/** Place in registry order. */
export function toPosition(scanner: string): number {
  return scannerList.findIndex(({ id }) => id === scanner);
}
