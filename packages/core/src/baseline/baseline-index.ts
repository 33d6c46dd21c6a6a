import type { BaselineIndex } from '../run/request.ts';
import type { Baseline, BaselineEntry } from './baseline.ts';

function describeEnded(ended: readonly BaselineEntry[]): readonly string[] {
  const first = ended[0];
  if (first === undefined) return [];
  const what =
    first.finding === null
      ? first.fingerprint
      : `${first.finding.ruleId ?? first.finding.title} in ${first.finding.filePath ?? 'the target'}`;
  const more = ended.length === 1 ? '' : ` and ${ended.length - 1} more`;
  return [`baseline entries have expired, their findings are shown again: ${what} (${first.expires})${more}`];
}

function toIndex(entries: readonly BaselineEntry[]): BaselineIndex {
  const counts = new Map<string, number>();
  for (const { fingerprint, count } of entries) counts.set(fingerprint, (counts.get(fingerprint) ?? 0) + count);
  return {
    has: (fingerprint) => counts.has(fingerprint),
    countOf: (fingerprint) => counts.get(fingerprint) ?? 0,
    atDay(today) {
      const ended = entries.filter(({ expires }) => expires !== null && expires < today);
      const lasting = entries.filter((entry) => !ended.includes(entry));
      return { index: ended.length === 0 ? this : toIndex(lasting), notices: describeEnded(ended) };
    },
  };
}

/** What the pipeline asks of a baseline. Entries that expire are left out by `atDay`, which `runScan` calls. */
export function toBaselineIndex(baseline: Baseline): BaselineIndex {
  return toIndex(baseline.entries);
}
