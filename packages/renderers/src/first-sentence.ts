import { countCodePoints, firstCodePoints } from '@securescan/model';
import { collapseWhitespace, findSentenceEnd, trimWhitespaceEnd } from './whitespace.ts';

/**
 * Short form of a description, on one line: the first sentence when it fits, else the whole text when it fits, else its
 * beginning and `…`.
 * @param limit - in code points, the `…` included
 */
export function firstSentence(text: string, limit: number): string {
  const line = collapseWhitespace(text);
  const end = findSentenceEnd(line);
  if (end > 0) {
    const sentence = line.slice(0, end);
    if (countCodePoints(sentence) <= limit) return sentence;
  }
  return shorten(line, limit);
}

/** The text, cut to `limit` code points with `…` as the last of them when it is longer. */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit || countCodePoints(text) <= limit) return text;
  return `${trimWhitespaceEnd(firstCodePoints(text, limit - 1))}…`;
}
