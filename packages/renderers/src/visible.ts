/**
 * Characters that a reader cannot see but a terminal, an editor or a parser obeys: controls, text direction, invisible
 * marks and tags, line separators, halves of surrogate pairs, non-characters. Zero-width (non-)joiners stay, since scripts
 * and emoji need them.
 */
const HIDDEN = /[[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]--[\u{200c}\u{200d}]]/gv;

/** The same, without the memory of a position that a global expression has. */
const ANY_HIDDEN = new RegExp(HIDDEN.source, 'v');

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function escapeOne(character: string): string {
  const short = SHORT[character];
  if (short !== undefined) return short;
  const code = character.codePointAt(0) ?? 0;
  if (code <= 0xff) return `\\x${code.toString(16).padStart(2, '0')}`;
  return code <= 0xffff ? `\\u${code.toString(16).padStart(4, '0')}` : `\\u{${code.toString(16)}}`;
}

/** Text for one line of a terminal or table: hidden characters, line ends and tabs included, are written as escapes. */
export function toVisibleLine(text: string): string {
  return text.replace(HIDDEN, escapeOne);
}

/** Text of several lines: line ends become LF, tabs stay, other hidden characters are written as escapes. */
export function toVisibleText(text: string): string {
  if (!ANY_HIDDEN.test(text)) return text;
  return text.replaceAll('\r\n', '\n').replace(HIDDEN, (character) => {
    if (character === '\n' || character === '\t') return character;
    return character === '\r' ? '\n' : escapeOne(character);
  });
}
