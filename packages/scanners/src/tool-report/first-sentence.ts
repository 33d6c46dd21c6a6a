import { countCodePoints, firstCodePoints } from '@securescan/model';

const ABBREVIATION = /(?:\b(?:e\.g|i\.e|etc|vs|cf|approx|no)|\b[A-Z])$/i;

/**
 * The first sentence of a tool's message as a title: white space evened out, no full stop at the end, cut at a word with
 * an ellipsis when it is longer than `limit` code points.
 */
export function toTitle(text: string, limit = 120): string {
  const flat = text.replaceAll(/\s+/g, ' ').trim();
  return cutAtWord(firstSentence(flat).replace(/[.:]$/, ''), limit);
}

function firstSentence(text: string): string {
  for (const match of text.matchAll(/[.!?](?= )/g)) {
    if (!ABBREVIATION.test(text.slice(0, match.index))) return text.slice(0, match.index + 1);
  }
  return text;
}

function cutAtWord(text: string, limit: number): string {
  if (countCodePoints(text) <= limit) return text;
  const cut = firstCodePoints(text, limit - 1);
  const space = cut.lastIndexOf(' ');
  return `${space > limit / 2 ? cut.slice(0, space) : cut}…`;
}
