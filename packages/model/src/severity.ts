import { z } from 'zod';

/** The five severities, most severe first. The order is part of the contract (lists, counters, exports). */
export const SEVERITIES = ['critical', 'high', 'medium', 'low', 'info'] as const;

/** How bad a finding is; lower case on the wire. */
export const Severity = z.enum(SEVERITIES);
export type Severity = z.infer<typeof Severity>;

/** What a gate may be set to: a severity, or `none` for no gate. */
export type SeverityThreshold = Severity | 'none';

const RANK: Record<Severity, number> = { critical: 4, high: 3, medium: 2, low: 1, info: 0 };

/** Rank for comparisons: critical 4 … info 0. */
export function severityRank(severity: Severity): number {
  return RANK[severity];
}

/** Number of findings per severity; always all five keys. */
export type SeverityCounts = Record<Severity, number>;

/** Counts the severities of the given items. */
export function countSeverities(items: Iterable<{ readonly severity: Severity }>): SeverityCounts {
  const counts: SeverityCounts = { critical: 0, high: 0, medium: 0, low: 0, info: 0 };
  for (const { severity } of items) counts[severity] += 1;
  return counts;
}
