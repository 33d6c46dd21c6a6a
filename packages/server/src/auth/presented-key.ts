import type { Caller } from '../http/parts.ts';

/**
 * The key that a request carries: `X-API-Key`, else `Authorization: Bearer`. Blank counts as missing; when both are sent only
 * the first counts, even when it is wrong.
 */
export function readPresentedKey({ headers }: Pick<Caller, 'headers'>): string | null {
  const header = trimBlanks(headers['x-api-key'] ?? '');
  if (header !== '') return header;
  const [, bearer] = /^bearer[ \t]+(.*)$/is.exec(headers['authorization'] ?? '') ?? [];
  const token = trimBlanks(bearer ?? '');
  return token === '' ? null : token;
}

/** Bytes of a presented key: Node decodes headers a byte per character. */
export function toKeyBytes(presented: string): Uint8Array {
  return Buffer.from(presented, 'latin1');
}

/** Blanks only: U+00A0 may be the second byte of a character. Without a pattern, since the text is a stranger's. */
function trimBlanks(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(text, start)) start += 1;
  while (end > start && isBlank(text, end - 1)) end -= 1;
  return text.slice(start, end);
}

function isBlank(text: string, at: number): boolean {
  return text[at] === ' ' || text[at] === '\t';
}
