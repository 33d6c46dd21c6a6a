import type { ScannerRun } from '@securescan/model';

/** Something a scanner did not look at, or did not report. */
export interface ScannerGap {
  readonly scanner: string;
  readonly kind: 'failed' | 'cancelled' | 'skipped' | 'incomplete' | 'note';
  /** One sentence part without the scanner's name; may hold text of a tool. */
  readonly text: string;
}

function gapsOf(run: ScannerRun): ScannerGap[] {
  const { scanner, outcome } = run;
  switch (outcome.status) {
    case 'failed':
      return [{ scanner, kind: 'failed', text: outcome.message }];
    case 'cancelled':
      return [{ scanner, kind: 'cancelled', text: 'ended before it was done' }];
    case 'skipped': {
      const hint = outcome.installHint === null ? '' : `; get it: ${outcome.installHint}`;
      return [{ scanner, kind: 'skipped', text: `${outcome.reason}${hint}` }];
    }
    case 'completed':
      return [
        ...(outcome.incomplete === null ? [] : [{ scanner, kind: 'incomplete' as const, text: outcome.incomplete }]),
        ...outcome.notes.map((text) => ({ scanner, kind: 'note' as const, text })),
      ];
    default:
      return outcome satisfies never;
  }
}

/** All that the scanners of a scan left out, in registry order. Empty means that every scanner looked at everything. */
export function findGaps(scanners: readonly ScannerRun[]): ScannerGap[] {
  return scanners.flatMap(gapsOf);
}

/** `bandit: skipped: binary not on PATH ; get it: pip install bandit`. */
export function describeGap(gap: ScannerGap): string {
  return `${gap.scanner}: ${gap.kind}: ${gap.text}`;
}

/** False when scanners are known and none of them looked at the target: no findings then means nothing. */
export function hasLooked(scanners: readonly ScannerRun[]): boolean {
  return scanners.length === 0 || scanners.some((run) => run.outcome.status === 'completed');
}
