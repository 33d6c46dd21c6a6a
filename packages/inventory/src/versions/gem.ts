import { compareCodePoints } from '@securescan/model';
import { type Comparator, meetsAll } from './comparators.ts';
import { compareDigits, compareLists } from './numbers.ts';

/** Segments of digits and letters; a hyphen opens a pre-release; trailing zeros of each half say nothing. */
function toSegments(version: string): readonly string[] {
  const segments: string[] =
    version
      .trim()
      .replaceAll('-', '.pre.')
      .match(/\d+|[a-z]+/gi) ?? [];
  const firstLetter = segments.findIndex((segment) => !/^\d/.test(segment));
  const split = firstLetter === -1 ? segments.length : firstLetter;
  return [...trimZeros(segments.slice(0, split)), ...trimZeros(segments.slice(split))];
}

function trimZeros(segments: readonly string[]): readonly string[] {
  let end = segments.length;
  while (end > 0 && /^0+$/.test(segments[end - 1] ?? '')) end -= 1;
  return segments.slice(0, end);
}

/**
 * Order of RubyGems versions: a segment of letters makes a pre-release.
 * @see https://docs.ruby-lang.org/en/master/Gem/Version.html
 */
export function compareGemVersions(a: string, b: string): number {
  return compareLists(
    toSegments(a),
    toSegments(b),
    (x, y) => {
      const xIsNumber = /^\d/.test(x);
      const yIsNumber = /^\d/.test(y);
      if (xIsNumber && yIsNumber) return compareDigits(x, y);
      if (xIsNumber !== yIsNumber) return xIsNumber ? 1 : -1;
      return compareCodePoints(x, y);
    },
    '0',
  );
}

/** Upper bound of `~> 1.2.3`: the version without its last segment, with the then last one raised. */
function toUpperBound(version: string): string {
  const release = (version.match(/^\d+(?:\.\d+)*/)?.[0] ?? '0').split('.');
  const kept = release.length > 1 ? release.slice(0, -1) : release;
  return [...kept.slice(0, -1), String(BigInt(kept.at(-1) ?? '0') + 1n)].join('.');
}

/** Whether a version meets comma-separated requirements (`~> 1.2, != 1.2.5`). */
export function satisfiesGemRange(version: string, range: string): boolean {
  return range.split(',').every((clause) => {
    const [, operator = '=', bound] = /^\s*(~>|>=|<=|!=|=|>|<)?\s*([0-9A-Za-z][\w.-]*)\s*$/.exec(clause) ?? [];
    if (bound === undefined) return false;
    const comparators: readonly Comparator[] =
      operator === '~>'
        ? [
            { operator: '>=', version: bound },
            // Pre-releases of the bound are below it and must stay out.
            { operator: '<', version: `${toUpperBound(bound)}.a` },
          ]
        : [{ operator: operator as Comparator['operator'], version: bound }];
    return meetsAll(version, comparators, compareGemVersions);
  });
}
