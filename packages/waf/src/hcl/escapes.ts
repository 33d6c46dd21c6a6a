import { HclSyntaxError } from './syntax-error.ts';

const SIMPLE: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };
const HEX = { u: /[0-9a-fA-F]{4}/y, U: /[0-9a-fA-F]{8}/y } as const;

/** Decodes the escape whose backslash is at `at`. */
export function readEscape(text: string, at: number): { readonly value: string; readonly end: number } {
  const letter = text.charAt(at + 1);
  const simple = Object.hasOwn(SIMPLE, letter) ? SIMPLE[letter] : undefined;
  if (simple !== undefined) return { value: simple, end: at + 2 };
  if (letter === 'u' || letter === 'U') {
    const pattern = HEX[letter];
    pattern.lastIndex = at + 2;
    const digits = pattern.exec(text)?.[0];
    const code = digits === undefined ? Number.NaN : Number.parseInt(digits, 16);
    if (code <= 0x10ffff) return { value: String.fromCodePoint(code), end: at + 2 + (digits?.length ?? 0) };
    const count = letter === 'u' ? 'four' : 'eight';
    throw new HclSyntaxError(
      `\`\\${letter}\` is followed by ${count} hexadecimal digits of a character.`,
      at,
      Math.min(at + 2, text.length),
    );
  }
  throw new HclSyntaxError(
    `\`\\${letter.trim()}\` is no escape; known are \\n \\r \\t \\" \\\\ \\uNNNN \\UNNNNNNNN, a backslash itself is \`\\\\\`.`,
    at,
    Math.min(at + 2, text.length),
  );
}
