import type { ScanEvent } from '@securescan/model';
import { countNoun } from '../run/gates.ts';

/** `4.31s`, `12.70s`, `0.06s`: two decimals, so that lines are easy to compare. */
export function formatSeconds(durationMs: number): string {
  return `${(durationMs / 1000).toFixed(2)}s`;
}

/** The lasting line about how a scanner ended, or null for events that leave none. */
export function describeEvent(event: ScanEvent): string | null {
  switch (event.type) {
    case 'scanner.skipped':
      return `${event.scanner}: skipped: ${event.reason}${event.installHint === null ? '' : `; get it: ${event.installHint}`}`;
    case 'scanner.complete': {
      const incomplete = event.incomplete === null ? '' : `; incomplete: ${event.incomplete}`;
      return `${event.scanner}: ${countNoun(event.findingsCount, 'finding')} (${formatSeconds(event.durationMs)})${incomplete}`;
    }
    case 'scanner.failed':
      return `${event.scanner}: failed: ${event.message}`;
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
