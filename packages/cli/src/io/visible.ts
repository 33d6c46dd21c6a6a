/**
 * Makes control characters (terminal escapes, line breaks in file names) and characters that reorder text visible, so that
 * nothing scanned or typed can act on the terminal.
 */
export function toVisible(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    if (character === '\n') return String.raw`\n`;
    if (character === '\r') return String.raw`\r`;
    if (character === '\t') return ' ';
    return code < 0x1_00 ? String.raw`\x${code.toString(16).padStart(2, '0')}` : String.raw`\u${code.toString(16)}`;
  });
}
