/** One comparison of a range, such as `>= 1.2`. */
export interface Comparator {
  readonly operator: '<' | '<=' | '>' | '>=' | '=' | '!=';
  readonly version: string;
}

/** Whether a version meets all comparisons. */
export function meetsAll(
  version: string,
  comparators: readonly Comparator[],
  compare: (a: string, b: string) => number,
): boolean {
  return comparators.every(({ operator, version: bound }) => {
    const order = compare(version, bound);
    switch (operator) {
      case '<':
        return order < 0;
      case '<=':
        return order <= 0;
      case '>':
        return order > 0;
      case '>=':
        return order >= 0;
      case '=':
        return order === 0;
      case '!=':
        return order !== 0;
      default:
        return operator satisfies never;
    }
  });
}

/**
 * Reads an interval as Maven and NuGet write it: `[1,2)`, `(,1.0]`, `[1.0]`; null when it is none.
 * @see https://maven.apache.org/pom.html#dependency-version-requirement-specification
 */
export function parseInterval(text: string): readonly Comparator[] | null {
  const [, open, low = '', comma, high = '', close] =
    /^([[(])\s*([^,[\]()]*?)\s*(?:(,)\s*([^,[\]()]*?)\s*)?([\])])$/.exec(text.trim()) ?? [];
  if (open === undefined || close === undefined) return null;
  if (comma === undefined) return low === '' ? null : [{ operator: '=', version: low }];
  const comparators: Comparator[] = [];
  if (low !== '') comparators.push({ operator: open === '[' ? '>=' : '>', version: low });
  if (high !== '') comparators.push({ operator: close === ']' ? '<=' : '<', version: high });
  return comparators;
}

/** Splits a union of intervals (`(,1.0],[1.2,)`) at the commas between them. */
export function splitIntervals(text: string): readonly string[] {
  return text.match(/[[(][^[\]()]*[\])]/g) ?? [];
}
