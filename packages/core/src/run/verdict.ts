import type { ErrorCode, ScannerRun, ScanResult } from '@securescan/model';

/** How a scan ended, from how its scanners ended. */
export interface Verdict {
  readonly status: ScanResult['status'];
  /** Present exactly when the status is `failed`. */
  readonly failure?: { readonly code: ErrorCode; readonly message: string };
}

/** A scanner that says there is nothing for it has looked too. */
export function hasLooked({ outcome }: ScannerRun): boolean {
  return outcome.status === 'completed' || (outcome.status === 'skipped' && outcome.code === 'nothing-to-scan');
}

function describeRun({ scanner, outcome }: ScannerRun): string {
  if (outcome.status === 'failed') return `${scanner}: ${outcome.message}`;
  if (outcome.status !== 'skipped') return scanner;
  return `${scanner}: ${outcome.reason}${outcome.installHint === null ? '' : ` (${outcome.installHint})`}`;
}

/**
 * Judges a scan by its scanners: cancelled when one was; failed when not one has looked at anything; else completed,
 * whatever single scanners did.
 * @param isCancelled - whether the signal of the scan has aborted
 */
export function judge(runs: readonly ScannerRun[], isCancelled: boolean): Verdict {
  const isCut = runs.some(({ outcome }) => outcome.status === 'cancelled');
  const hasFinished = runs.some(({ outcome }) => outcome.status === 'completed');
  // Cancelled when all had finished is too late to change anything.
  if (isCut || (isCancelled && !hasFinished)) return { status: 'cancelled' };
  if (runs.some((run) => hasLooked(run))) return { status: 'completed' };
  if (runs.length === 0)
    return {
      status: 'failed',
      failure: { code: 'E_NO_SCANNER', message: 'no scanner belongs to the chosen families' },
    };
  const failed = runs.find(({ outcome }) => outcome.status === 'failed');
  const code = failed?.outcome.status === 'failed' ? failed.outcome.code : 'E_NO_SCANNER';
  const message = `no scanner could look at the target; ${runs.map((run) => describeRun(run)).join('; ')}`;
  return { status: 'failed', failure: { code, message } };
}
