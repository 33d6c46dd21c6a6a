import type { Finding } from '@securescan/model';
import { lineOf } from '../finding/place.ts';
import type { Occurrences } from './result.ts';

/**
 * Groups findings of equal fingerprint at the place of the first of them. The one with the lowest line stands for the
 * group (a line beats none); empty fingerprints are never grouped.
 */
export function groupOccurrences(findings: readonly Finding[]): Occurrences[] {
  const groups = new Map<string, Finding[]>();
  findings.forEach((finding, index) => {
    const key = finding.fingerprint === '' ? `#${index}` : finding.fingerprint;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [finding]);
    else group.push(finding);
  });
  return [...groups.values()].map(toOccurrences);
}

function toOccurrences(group: readonly Finding[]): Occurrences {
  const line = (finding: Finding) => lineOf(finding) ?? Number.MAX_SAFE_INTEGER;
  const [first, ...rest] = group.length === 1 ? group : group.toSorted((a, b) => line(a) - line(b));
  if (first === undefined) throw new RangeError('a group of findings is never empty');
  return { finding: first, others: rest };
}
