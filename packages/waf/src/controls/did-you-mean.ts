import { findNearest } from '@securescan/model';

/** ` Did you mean X?`, or nothing. */
export function didYouMean(word: string, words: readonly string[]): string {
  const nearest = findNearest(word, words);
  return nearest === undefined ? '' : ` Did you mean ${nearest}?`;
}
