import { endOfCharacter, endOfIdentifier, endOfLine, isDigit } from './characters.ts';
import type { HclLimits } from './limits.ts';
import type { SourceText } from './source-text.ts';
import { Span } from './span.ts';
import { HclLimitError, HclSyntaxError } from './syntax-error.ts';

const PUNCTUATION = [
  '...',
  '::',
  '==',
  '!=',
  '<=',
  '>=',
  '=>',
  '&&',
  '||',
  '{',
  '}',
  '(',
  ')',
  '[',
  ']',
  ',',
  '.',
  '=',
  '<',
  '>',
  '+',
  '-',
  '*',
  '/',
  '%',
  '!',
  '?',
  ':',
  '~',
] as const;

export type Punctuation = (typeof PUNCTUATION)[number];
/** `quote` and `heredoc` only say that a template begins there; its reader goes on from the raw text. */
export type TokenKind = Punctuation | 'identifier' | 'number' | 'quote' | 'heredoc' | 'newline' | 'end';

/** Candidates by first character, longer ones first. */
const byFirst = new Map<number, readonly Punctuation[]>();
for (const sign of PUNCTUATION) {
  const code = sign.charCodeAt(0);
  byFirst.set(code, [...(byFirst.get(code) ?? []), sign]);
}

const NUMBER = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const DIGITS = /\d+/y;
const HEREDOC = /<<-?[\p{ID_Start}_]/uy;

/**
 * Reads one token at a time, as the parser asks for it: whether a line break counts and where a template ends
 * depends on what is being read.
 */
export class Lexer {
  readonly source: SourceText;
  readonly limits: HclLimits;
  readonly #text: string;
  #tokens = 0;
  kind: TokenKind = 'newline';
  from = 0;
  to = 0;
  /** Where the token before the present one ended. */
  lastEnd = 0;
  /** Brackets opened and not yet closed. */
  open = 0;
  /** Constructs within one another. */
  depth = 0;
  /** Whether a line break is a token. */
  newlines = true;

  constructor(source: SourceText, limits: HclLimits, at = 0) {
    this.source = source;
    this.limits = limits;
    this.#text = source.text;
    this.to = at;
  }

  get text(): string {
    return this.#text.slice(this.from, this.to);
  }

  /** As a method, since the compiler would take the kind not to change between two comparisons. */
  is(kind: TokenKind): boolean {
    return this.kind === kind;
  }

  span(from = this.from, to = this.to): Span {
    return new Span(this.source, from, to);
  }

  /** Ends the present token at `at`, so that `advance` goes on from there. */
  moveTo(at: number): void {
    this.to = at;
  }

  /** Leaves the rest of the text unread. */
  finish(): void {
    this.from = this.#text.length;
    this.#accept('end', this.#text.length);
  }

  advance(): void {
    const afterDot = this.kind === '.';
    this.lastEnd = this.to;
    this.#tokens += 1;
    if (this.#tokens > this.limits.maxTokens) {
      const message = `The file has more than ${this.limits.maxTokens} tokens; the rest is not read.`;
      throw new HclLimitError(message, this.to, this.to, this.#text.length);
    }
    const at = this.#skipBlank(this.to);
    this.from = at;
    const text = this.#text;
    if (at >= text.length) {
      this.#accept('end', at);
      return;
    }
    const code = text.charCodeAt(at);
    if (code === 0x0a) {
      this.#accept('newline', at + 1);
    } else if (code === 0x0d && text.charCodeAt(at + 1) === 0x0a) {
      this.#accept('newline', at + 2);
    } else if (code === 0x22) {
      this.#accept('quote', at + 1);
    } else if (isDigit(code)) {
      // In `list.0.1` the numbers are two indexes.
      const pattern = afterDot ? DIGITS : NUMBER;
      pattern.lastIndex = at;
      pattern.exec(text);
      this.#accept('number', pattern.lastIndex);
    } else {
      this.#acceptWordOrSign(at, code);
    }
  }

  #acceptWordOrSign(at: number, code: number): void {
    const end = endOfIdentifier(this.#text, at);
    if (end > at) {
      this.#accept('identifier', end);
      return;
    }
    if (code === 0x3c && this.#text.charCodeAt(at + 1) === 0x3c) {
      HEREDOC.lastIndex = at;
      if (HEREDOC.test(this.#text)) {
        this.#accept('heredoc', at + 2);
        return;
      }
    }
    for (const sign of byFirst.get(code) ?? []) {
      if (!this.#text.startsWith(sign, at)) continue;
      if (sign === '{' || sign === '(' || sign === '[') this.open += 1;
      else if (sign === '}' || sign === ')' || sign === ']') this.open -= 1;
      this.#accept(sign, at + sign.length);
      return;
    }
    this.#accept('~', endOfCharacter(this.#text, at));
    throw new HclSyntaxError(describeStray(this.text), at, this.to);
  }

  #accept(kind: TokenKind, end: number): void {
    this.kind = kind;
    this.to = end;
  }

  #skipBlank(start: number): number {
    const text = this.#text;
    let at = start;
    for (;;) {
      const code = text.charCodeAt(at);
      if (code === 0x20 || code === 0x09 || (code === 0xfeff && at === 0)) {
        at += 1;
      } else if (!this.newlines && (code === 0x0a || (code === 0x0d && text.charCodeAt(at + 1) === 0x0a))) {
        at += 1;
      } else if (code === 0x23 || (code === 0x2f && text.charCodeAt(at + 1) === 0x2f)) {
        at = endOfLine(text, at);
      } else if (code === 0x2f && text.charCodeAt(at + 1) === 0x2a) {
        const end = text.indexOf('*/', at + 2);
        if (end === -1) {
          throw new HclSyntaxError('This comment is never closed: its `*/` is missing.', at, at + 2, text.length);
        }
        at = end + 2;
      } else {
        return at;
      }
    }
  }
}

function describeStray(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const name = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  if (character === "'") return 'A text is written in double quotes, not in single quotes.';
  if (character === '“' || character === '”') return 'A text is written in straight double quotes.';
  if (character === '`') return 'A text is written in double quotes, not in backquotes.';
  if (character === ';') return 'Semicolons separate nothing here: each argument stands on its own line.';
  if (character === '&' || character === '|') return `The operator is written twice: \`${character}${character}\`.`;
  return code < 0x20 || code > 0x7e
    ? `The character ${name} has no meaning here.`
    : `The character \`${character}\` has no meaning here.`;
}
