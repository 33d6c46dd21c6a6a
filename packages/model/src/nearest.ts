/** Number of single-character insertions, deletions, replacements and swaps of neighbours that turn `a` into `b`. */
export function editDistance(a: string, b: string): number {
  const from = Array.from(a);
  const to = Array.from(b);
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, j) => j);
  for (let i = 1; i <= from.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= to.length; j += 1) {
      const same = from[i - 1] === to[j - 1];
      let best = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      const swapped = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      if (swapped) best = Math.min(best, (beforeLast[j - 2] ?? 0) + 1);
      row.push(best);
    }
    beforeLast = last;
    last = row;
  }
  return last[to.length] ?? 0;
}

/** Words longer than this are not compared: nobody mistypes them, and the comparison is quadratic. */
const MAX_WORD_LENGTH = 64;

/**
 * The candidate a mistyped word most likely means; undefined when none is close (about one slip per three characters).
 * Case, `-` and `_` do not count as slips; equal distances go to the earlier candidate.
 */
export function findNearest(word: string, candidates: readonly string[]): string | undefined {
  if (word.length > MAX_WORD_LENGTH) return undefined;
  const plain = (text: string) => text.toLowerCase().replaceAll(/[-_ ]/g, '_');
  const wanted = plain(word);
  let nearest: string | undefined;
  let limit = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of candidates) {
    const distance = editDistance(wanted, plain(candidate));
    // A word of which nothing is left is not the one that was meant.
    if (distance < limit && distance < candidate.length) {
      limit = distance;
      nearest = candidate;
    }
  }
  return nearest;
}
