/**
 * Whitespace of the identity and directive rules, as the inside of a character class. It is Python's, not JavaScript's
 * `\s`: it has U+001C–U+001F and U+0085 and lacks U+FEFF. Fingerprints depend on it.
 */
export const WHITESPACE = String.raw`\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000`;

const RUNS = new RegExp(`[${WHITESPACE}]+`, 'g');

/** Every run of whitespace as one space, none at the ends. */
export function collapseWhitespace(text: string): string {
  const collapsed = text.replace(RUNS, ' ');
  const start = collapsed.startsWith(' ') ? 1 : 0;
  const end = collapsed.length > start && collapsed.endsWith(' ') ? collapsed.length - 1 : collapsed.length;
  return collapsed.slice(start, end);
}
