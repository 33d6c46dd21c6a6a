import type { HclLimits } from './limits.ts';
import { createSource, type SourceText } from './source-text.ts';
import { Span } from './span.ts';
import { HclSyntaxError } from './syntax-error.ts';

export interface JsonString {
  readonly kind: 'string';
  /** The decoded text, which knows where each character stands in the file. */
  readonly content: SourceText;
  readonly span: Span;
}

export interface JsonMember {
  readonly key: JsonString;
  readonly value: JsonNode;
}

export type JsonNode =
  | JsonString
  | { readonly kind: 'literal'; readonly value: number | boolean | null; readonly span: Span }
  | { readonly kind: 'array'; readonly items: readonly JsonNode[]; readonly span: Span }
  | { readonly kind: 'object'; readonly members: readonly JsonMember[]; readonly span: Span };

const BLANK = /[ \t\r\n]*/y;
const PLAIN = /[^"\\\u0000-\u001f]*/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;

/**
 * Reads JSON with the place of every value.
 * @throws HclSyntaxError where the text is not JSON
 */
export function readJson(source: SourceText, limits: HclLimits): JsonNode {
  const { text } = source;
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  let depth = 0;

  const take = (pattern: RegExp): string | null => {
    pattern.lastIndex = at;
    const match = pattern.exec(text)?.[0] ?? null;
    if (match !== null) at += match.length;
    return match;
  };
  const fail = (wanted: string): HclSyntaxError => {
    const found = at >= text.length ? 'the end of the file' : `\`${String.fromCodePoint(text.codePointAt(at) ?? 0)}\``;
    return new HclSyntaxError(`Expected ${wanted}, found ${found}.`, at, Math.min(at + 1, text.length));
  };
  const takeSign = (sign: string): boolean => {
    take(BLANK);
    if (!text.startsWith(sign, at)) return false;
    at += 1;
    return true;
  };

  function readString(): JsonString {
    const from = at;
    if (!takeSign('"')) throw fail('a text in double quotes');
    let decoded = take(PLAIN) ?? '';
    let offsets: number[] | null = null;
    while (text.charAt(at) === '\\') {
      offsets ??= Array.from({ length: decoded.length }, (_, index) => from + 1 + index);
      const escapeFrom = at;
      const escape = take(ESCAPE);
      if (escape === null) throw fail('an escape that JSON knows');
      decoded += JSON.parse(`"${escape}"`) as string;
      offsets.push(escapeFrom);
      const plainFrom = at;
      const plain = take(PLAIN) ?? '';
      decoded += plain;
      for (let index = 0; index < plain.length; index += 1) offsets.push(plainFrom + index);
    }
    const end = at;
    if (text.charAt(at) !== '"') throw fail('the closing `"` of this text');
    at += 1;
    offsets?.push(end);
    const known = offsets;
    return {
      kind: 'string',
      content: createSource(source.file, decoded, {
        outer: source,
        offsetOf: (offset) => (known === null ? Math.min(from + 1 + offset, end) : (known[offset] ?? end)),
      }),
      span: new Span(source, from, at),
    };
  }

  function readList<T>(close: string, readOne: () => T): readonly T[] {
    const list: T[] = [];
    depth += 1;
    if (depth > limits.maxDepth)
      throw new HclSyntaxError(`More than ${limits.maxDepth} levels within one another.`, at, at);
    if (!takeSign(close)) {
      do list.push(readOne());
      while (takeSign(','));
      if (!takeSign(close)) throw fail(`\`,\` or \`${close}\``);
    }
    depth -= 1;
    return list;
  }

  function readMember(): JsonMember {
    take(BLANK);
    const key = readString();
    if (!takeSign(':')) throw fail('`:`');
    return { key, value: readValue() };
  }

  function readValue(): JsonNode {
    take(BLANK);
    const from = at;
    if (text.charAt(at) === '"') return readString();
    if (takeSign('{')) {
      const members = readList('}', readMember);
      return { kind: 'object', members, span: new Span(source, from, at) };
    }
    if (takeSign('[')) {
      const items = readList(']', readValue);
      return { kind: 'array', items, span: new Span(source, from, at) };
    }
    const literal = take(WORD) ?? take(NUMBER);
    if (literal === null) throw fail('a value');
    return { kind: 'literal', value: JSON.parse(literal) as number | boolean | null, span: new Span(source, from, at) };
  }

  const root = readValue();
  take(BLANK);
  if (at < text.length) throw fail('the end of the file');
  return root;
}
