const LETTER = /[\p{ID_Start}_]/u;
const LETTER_OR_MORE = /[\p{ID_Continue}-]/u;

/** The end of the identifier that starts at `at`, or `at` when none does. */
export function endOfIdentifier(text: string, at: number): number {
  let end = at;
  for (;;) {
    const code = text.charCodeAt(end);
    if (isLetter(code) || (end > at && (isDigit(code) || code === 0x2d))) {
      end += 1;
    } else if (code > 0x7f) {
      const next = endOfCharacter(text, end);
      if (!(end === at ? LETTER : LETTER_OR_MORE).test(text.slice(end, next))) return end;
      end = next;
    } else {
      return end;
    }
  }
}

/** The end of the code point at `at`; half a surrogate pair counts as one. Not beyond the end of the text. */
export function endOfCharacter(text: string, at: number): number {
  const isPair = (text.charCodeAt(at) & 0xfc00) === 0xd800 && (text.charCodeAt(at + 1) & 0xfc00) === 0xdc00;
  return Math.min(at + (isPair ? 2 : 1), text.length);
}

export function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

/** ASCII letters and the underscore. */
function isLetter(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || code === 0x5f;
}

/** The end of the line that `at` is in, without its line break. */
export function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  if (end === -1) return text.length;
  return end > at && text.charCodeAt(end - 1) === 0x0d ? end - 1 : end;
}
