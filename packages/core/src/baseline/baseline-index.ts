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

function toIndex(entries: readonly BaselineEntry[], contextFree: boolean): BaselineIndex {
  const counts = new Map<string, number>();
  for (const { fingerprint, count } of entries) counts.set(fingerprint, (counts.get(fingerprint) ?? 0) + count);
  return {
    has: (fingerprint) => counts.has(fingerprint),
    countOf: (fingerprint) => counts.get(fingerprint) ?? 0,
    contextFree,
    atDay(today) {
      const hasEnded = ({ expires }: BaselineEntry) => expires !== null && expires < today;
      const ended = entries.filter((entry) => hasEnded(entry));
      const lasting = entries.filter((entry) => !hasEnded(entry));
      return { index: ended.length === 0 ? this : toIndex(lasting, contextFree), notices: describeEnded(ended) };
    },
  };
}

/** What the pipeline asks of a baseline. Entries that expire are left out by `atDay`, which the pipeline calls with the day of the scan. */
export function toBaselineIndex(baseline: Baseline): BaselineIndex {
  // The original named no version, and no source text entered its fingerprints.
  return toIndex(baseline.entries, baseline.fingerprintVersion === null);
}
