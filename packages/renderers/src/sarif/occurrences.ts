import type { Finding } from '@securescan/model';
import { lineOf } from '../finding/place.ts';
import type { Occurrences } from './result.ts';

/** Shared, since fingerprints hardly ever repeat. */
const NO_OTHERS: readonly Finding[] = [];

/**
 * Groups findings of equal fingerprint at the place of the first of them. The one with the lowest line stands for the
 * group (a line beats none); empty fingerprints are never grouped.
 */
export function groupOccurrences(findings: readonly Finding[]): Occurrences[] {
  const groups: Occurrences[] = [];
  const places = new Map<string, number>();
  const repeated = new Map<number, Finding[]>();
  for (const finding of findings) {
    const place = places.get(finding.fingerprint);
    if (place === undefined) {
      if (finding.fingerprint !== '') places.set(finding.fingerprint, groups.length);
      groups.push({ finding, others: NO_OTHERS });
    } else {
      const group = repeated.get(place);
      if (group === undefined) repeated.set(place, [finding]);
      else group.push(finding);
    }
  }
  for (const [place, others] of repeated) {
    const group = groups[place];
    if (group !== undefined) groups[place] = toOccurrences([group.finding, ...others]);
  }
  return groups;
}

function toOccurrences(group: readonly Finding[]): Occurrences {
  const line = (finding: Finding) => lineOf(finding) ?? Number.MAX_SAFE_INTEGER;
  const [first, ...rest] = group.toSorted((a, b) => line(a) - line(b));
  if (first === undefined) throw new RangeError('a group of findings is never empty');
  return { finding: first, others: rest };
}
