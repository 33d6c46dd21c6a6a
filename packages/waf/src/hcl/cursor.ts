import type { Lexer, TokenKind } from './lexer.ts';
import { HclLimitError, HclSyntaxError } from './syntax-error.ts';
import type { Expression } from './tree.ts';

/** What the readers of expressions and of templates share; the two call each other through it. */
export interface Cursor {
  readonly lexer: Lexer;
  readonly readExpression: () => Expression;
  /** Heredocs found to have no end; each costs a look through the rest of the file. */
  unclosedHeredocs: number;
}

/** Runs a reader one level deeper. */
export function nest<T>(lexer: Lexer, read: () => T): T {
  lexer.depth += 1;
  if (lexer.depth > lexer.limits.maxDepth) throw tooDeep(lexer);
  const result = read();
  lexer.depth -= 1;
  return result;
}

export function tooDeep(lexer: Lexer): HclLimitError {
  return new HclLimitError(
    `More than ${lexer.limits.maxDepth} levels within one another; this item is not read.`,
    lexer.from,
    lexer.to,
  );
}

/** Runs a reader with line breaks counting or not, up to and with the closing token, behind which they count as before. */
export function within<T>(lexer: Lexer, newlines: boolean, close: TokenKind, read: () => T): T {
  const before = lexer.newlines;
  lexer.newlines = newlines;
  lexer.advance();
  const result = read();
  if (!lexer.is(close)) throw unexpected(lexer, `\`${close}\``);
  lexer.newlines = before;
  lexer.advance();
  return result;
}

export function expect(lexer: Lexer, kind: TokenKind, what = `\`${kind}\``): void {
  if (!lexer.is(kind)) throw unexpected(lexer, what);
  lexer.advance();
}

export function unexpected(lexer: Lexer, wanted: string): HclSyntaxError {
  return new HclSyntaxError(`Expected ${wanted}, found ${describe(lexer)}.`, lexer.from, lexer.to);
}

const NAMES: Readonly<Partial<Record<TokenKind, string>>> = {
  end: 'the end of the file',
  newline: 'the end of the line',
  quote: 'a text in quotes',
  heredoc: 'a heredoc',
};

function describe(lexer: Lexer): string {
  return NAMES[lexer.kind] ?? `\`${lexer.text.slice(0, 40)}\``;
}
