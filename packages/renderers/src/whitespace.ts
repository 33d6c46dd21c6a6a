/** White space as the engine specification defines it (§0.2); differs from `\s` at U+001C–U+001F, U+0085 and U+FEFF. */
const WHITE_SPACE =
  '\\u0009-\\u000d\\u001c-\\u0020\\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';

const RUN = new RegExp(`[${WHITE_SPACE}]+`, 'gu');
const END = new RegExp(`[${WHITE_SPACE}]+$`, 'u');
const SENTENCE_END = new RegExp(`[.!?](?=[${WHITE_SPACE}])`, 'u');

/** One line of text: every run of white space becomes one blank, none at the ends. */
export function collapseWhitespace(text: string): string {
  return text.replace(RUN, ' ').trim();
}

/** The text without white space at its end. */
export function trimWhitespaceEnd(text: string): string {
  return text.replace(END, '');
}

/** Index just behind the first `.`, `!` or `?` that white space follows; -1 when there is none. */
export function findSentenceEnd(text: string): number {
  const match = SENTENCE_END.exec(text);
  return match === null ? -1 : match.index + 1;
}
