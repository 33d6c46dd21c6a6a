import type { ScannerRun } from '@securescan/model';

/** Scanners of both sides; null for a side of which nothing is known (a snapshot). */
export interface Completeness {
  readonly older: readonly ScannerRun[] | null;
  readonly newer: readonly ScannerRun[] | null;
}

/** Whether all that the scanner could say about its side is there. Nothing to scan is an answer too. */
function isComplete({ outcome }: ScannerRun): boolean {
  if (outcome.status === 'completed') return outcome.incomplete === null;
  return outcome.status === 'skipped' && (outcome.code === 'nothing-to-scan' || outcome.code === 'not-applicable');
}

/**
 * Tells of which scanners the two sides can be compared: those that looked at the whole of both. A side of which nothing
 * is known is taken as whole.
 */
export function toComparability({ older, newer }: Completeness): (scanner: string) => boolean {
  const sides = [older, newer]
    .filter((runs) => runs !== null)
    .map((runs) => new Set(runs.filter((run) => isComplete(run)).map(({ scanner }) => scanner)));
  return (scanner) => sides.every((complete) => complete.has(scanner));
}
