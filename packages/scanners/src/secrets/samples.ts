const ALPHABETS = {
  hex: '0123456789abcdef',
  digits: '0123456789',
  lower: 'abcdefghijklmnopqrstuvwxyz0123456789',
  upper: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789',
  alnum: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789',
  base32: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567',
  base64: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/',
} as const;

/** Text that looks random and is the same every time; it never belongs to anybody. */
export function noise(alphabet: keyof typeof ALPHABETS, length: number): string {
  const letters = ALPHABETS[alphabet];
  let state = 0x2545f491 ^ length;
  let text = '';
  for (let i = 0; i < length; i += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    text += letters[(state >>> 16) % letters.length] ?? '';
  }
  return text;
}

/** A UUID-shaped sample. */
export function noiseUuid(): string {
  const hex = noise('hex', 32);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** Joins the parts of a sample. */
export function sample(...parts: readonly string[]): string {
  return parts.join('');
}
