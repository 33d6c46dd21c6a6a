import type { ChangeReport, SeverityCounts } from '@securescan/model';
import { SEVERITIES } from '@securescan/model';

/** `1 finding`, `2 findings`. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** `1 critical, 0 high, 5 medium, 2 low, 1 info`: all five, zeros included. */
export function describeCounts(counts: SeverityCounts): string {
  return SEVERITIES.map((severity) => `${counts[severity]} ${severity}`).join(', ');
}

/** A risk score with one decimal. */
export function formatScore(score: number): string {
  return score.toFixed(1);
}

/** The words for the buckets of a change, by mode. */
export const CHANGE_WORDS = {
  diff: {
    headline: { added: 'new', removed: 'fixed', unchanged: 'unchanged' },
    added: 'New findings',
    removed: 'Fixed findings',
    nothing: 'No new or fixed findings.',
  },
  compare: {
    headline: { added: 'new since baseline', removed: 'disappeared', unchanged: 'still present' },
    added: 'New since baseline',
    removed: 'Disappeared from baseline (drift?)',
    nothing: 'No drift since baseline.',
  },
} as const satisfies Record<ChangeReport['mode'], object>;
