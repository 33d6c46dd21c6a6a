import type { ScanEvent } from '@securescan/model';
import { countNoun } from '../run/gates.ts';

/** `4.31s`, `12.70s`, `0.06s`: two decimals, so that lines are easy to compare. */
function formatSeconds(durationMs: number): string {
  return `${(durationMs / 1000).toFixed(2)}s`;
}

/** `4.3s`: one decimal, for figures that are running. */
export function formatRunningSeconds(durationMs: number): string {
  return `${(Math.floor(durationMs / 100) / 10).toFixed(1)}s`;
}

/**
 * The lasting line about how a scanner ended, or null for events that leave none.
 * @param reasons - false leaves out why a scanner did not look or not at everything, where a report on the same screen says it
 */
export function describeEvent(event: ScanEvent, reasons: boolean): string | null {
  switch (event.type) {
    case 'scanner.skipped':
      if (!reasons) return null;
      return `${event.scanner}: skipped: ${event.reason}${event.installHint === null ? '' : `; get it: ${event.installHint}`}`;
    case 'scanner.complete': {
      const incomplete = event.incomplete === null ? '' : `; incomplete${reasons ? `: ${event.incomplete}` : ''}`;
      return `${event.scanner}: ${countNoun(event.findingsCount, 'finding')} (${formatSeconds(event.durationMs)})${incomplete}`;
    }
    case 'scanner.failed':
      return `${event.scanner}: failed${reasons ? `: ${event.message}` : ` (${formatSeconds(event.durationMs)})`}`;
    case 'scanner.cancelled':
      return `${event.scanner}: cancelled (${formatSeconds(event.durationMs)})`;
    case 'scan.start':
    case 'scanner.start':
    case 'scan.complete':
    case 'scan.failed':
    case 'scan.cancelled':
      return null;
    default:
      return event satisfies never;
  }
}
