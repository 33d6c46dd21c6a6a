/** Where a text stops being JSON, and what was expected there, in the words that clients know. */
export interface JsonError {
  readonly offset: number;
  readonly error: string;
}

const BLANK = /[ \t\n\r]*/y;
const NUMBER_OR_WORD = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
const HEX = /[0-9a-fA-F]{4}/y;

/**
 * Finds the first error of a text that `JSON.parse` refused; engines do not agree on how they tell it.
 * @remarks Linear, and without recursion, so that depth does not matter.
 */
export function findJsonError(text: string): JsonError {
  const open: ('{' | '[')[] = [];
  let at = skip(text, BLANK, 0);
  // One turn per value; the state between values is what is open.
  for (;;) {
    const value = readValue(text, at);
    if (typeof value !== 'number') return value;
    at = value;
    const opener = text[at - 1];
    if (opener === '{' || opener === '[') {
      const close = opener === '{' ? '}' : ']';
      at = skip(text, BLANK, at);
      if (text[at] !== close) {
        open.push(opener);
        const next = opener === '{' ? readName(text, at) : at;
        if (typeof next !== 'number') return next;
        at = next;
        continue;
      }
      at += 1;
    }
    const next = readAfterValue(text, at, open);
    if (typeof next !== 'number') return next;
    at = next;
  }
}

/** Closes what closes, and goes to the start of the next value. */
function readAfterValue(text: string, start: number, open: ('{' | '[')[]): number | JsonError {
  let at = skip(text, BLANK, start);
  for (;;) {
    const container = open.at(-1);
    if (container === undefined) return { offset: at, error: at < text.length ? 'Extra data' : 'Expecting value' };
    const character = text[at];
    if (character === (container === '{' ? '}' : ']')) {
      open.pop();
      at = skip(text, BLANK, at + 1);
      continue;
    }
    if (character !== ',') return { offset: at, error: "Expecting ',' delimiter" };
    at = skip(text, BLANK, at + 1);
    return container === '{' ? readName(text, at) : at;
  }
}

/** The end of a scalar, or the place behind an opening bracket. */
function readValue(text: string, at: number): number | JsonError {
  const character = text[at];
  if (character === '{' || character === '[') return at + 1;
  if (character === '"') return readString(text, at);
  const end = skip(text, NUMBER_OR_WORD, at);
  return end > at ? end : { offset: at, error: 'Expecting value' };
}

/** The start of the value behind `"name":`. */
function readName(text: string, at: number): number | JsonError {
  if (text[at] !== '"') return { offset: at, error: 'Expecting property name enclosed in double quotes' };
  const end = readString(text, at);
  if (typeof end !== 'number') return end;
  const colon = skip(text, BLANK, end);
  if (text[colon] !== ':') return { offset: colon, error: "Expecting ':' delimiter" };
  return skip(text, BLANK, colon + 1);
}

function readString(text: string, start: number): number | JsonError {
  for (let at = start + 1; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (character === '"') return at + 1;
    if (character < ' ') return { offset: at, error: 'Invalid control character at' };
    if (character !== '\\') continue;
    const escaped = text[at + 1] ?? '';
    if (escaped === 'u') {
      if (skip(text, HEX, at + 2) === at + 2) return { offset: at + 1, error: String.raw`Invalid \uXXXX escape` };
    } else if (escaped === '' || !'"\\/bfnrt'.includes(escaped)) {
      return escaped === ''
        ? { offset: start, error: 'Unterminated string starting at' }
        : { offset: at, error: String.raw`Invalid \escape` };
    }
    at += 1;
  }
  return { offset: start, error: 'Unterminated string starting at' };
}

function skip(text: string, pattern: RegExp, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}
