import { findNearest } from '@securescan/model';

/** ` (did you mean 'x'?)`, or nothing when no candidate is close. Ready to be put after a statement. */
export function suggest(word: string, candidates: readonly string[]): string {
  const nearest = findNearest(word, candidates);
  return nearest === undefined ? '' : ` (did you mean '${nearest}'?)`;
}
