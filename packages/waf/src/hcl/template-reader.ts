import { endOfLine } from './characters.ts';
import { type Cursor, expect, nest, tooDeep, unexpected } from './cursor.ts';
import { readEscape } from './escapes.ts';
import { HclSyntaxError } from './syntax-error.ts';
import type { MarkupToken, TemplateToken } from './template-tokens.ts';

/** How the text around the markup is written. */
interface Surroundings {
  /** Ends at this offset, or at a double quote when it is null. */
  readonly end: number | null;
  /** Whether backslashes escape and line breaks are forbidden. */
  readonly quoted: boolean;
}

/**
 * Reads template text from `start` on.
 * @returns the tokens, and the offset of the closing quote or of the given end
 */
export function readTemplateTokens(
  cursor: Cursor,
  start: number,
  { end, quoted }: Surroundings,
): { readonly tokens: readonly TemplateToken[]; readonly end: number } {
  const { lexer } = cursor;
  const { text } = lexer.source;
  const limit = end ?? text.length;
  const tokens: TemplateToken[] = [];
  let at = start;
  let from = start;
  let copied = start;
  let value = '';
  let startsLine = true;
  let directives = 0;

  const flush = (): void => {
    value += text.slice(copied, at);
    if (at > from) tokens.push({ kind: 'text', value, startsLine, span: lexer.span(from, at) });
    value = '';
    startsLine = false;
  };

  for (;;) {
    if (at >= limit) {
      if (end === null) throw new HclSyntaxError('This text is never closed: its `"` is missing.', start - 1, limit);
      flush();
      return { tokens, end };
    }
    const code = text.charCodeAt(at);
    if ((code === 0x24 || code === 0x25) && text.charCodeAt(at + 1) === 0x7b) {
      flush();
      const token = readMarkup(cursor, at);
      tokens.push(token);
      if (token.kind === 'if' || token.kind === 'for') directives += 1;
      else if (token.kind === 'endif' || token.kind === 'endfor') directives -= 1;
      if (directives > lexer.limits.maxDepth) throw tooDeep(lexer);
      at = token.span.to;
      if (at > limit) throw new HclSyntaxError('This markup reaches beyond its text.', token.span.from, limit);
      from = at;
      copied = at;
    } else if (
      (code === 0x24 || code === 0x25) &&
      text.charCodeAt(at + 1) === code &&
      text.charCodeAt(at + 2) === 0x7b
    ) {
      // `$${` stands for `${`, `%%{` for `%{`.
      value += text.slice(copied, at + 1);
      at += 3;
      copied = at - 1;
    } else if (quoted && code === 0x22 && end === null) {
      flush();
      return { tokens, end: at };
    } else if (quoted && code === 0x5c) {
      const escape = readEscape(text, at);
      value += text.slice(copied, at) + escape.value;
      at = escape.end;
      copied = at;
    } else if (code === 0x0a) {
      if (quoted) {
        throw new HclSyntaxError(
          'A text in quotes ends on its line: its `"` is missing. Write \\n for a line break, or use a heredoc.',
          start - 1,
          endOfLine(text, start),
        );
      }
      at += 1;
      flush();
      from = at;
      copied = at;
      startsLine = true;
    } else {
      at += 1;
    }
  }
}

/** Reads `${ … }` or `%{ … }`; the lexer is left at its closing brace. */
function readMarkup(cursor: Cursor, start: number): MarkupToken {
  const { lexer } = cursor;
  const { text } = lexer.source;
  const isDirective = text.charCodeAt(start) === 0x25;
  const trimBefore = text.charCodeAt(start + 2) === 0x7e;
  const newlines = lexer.newlines;
  const { open } = lexer;
  lexer.newlines = false;
  lexer.moveTo(start + (trimBefore ? 3 : 2));
  lexer.advance();
  const content = nest(lexer, () =>
    isDirective ? readDirective(cursor) : { kind: 'interpolation' as const, expression: cursor.readExpression() },
  );
  const trimAfter = lexer.is('~');
  if (trimAfter) lexer.advance();
  if (!lexer.is('}')) throw unexpected(lexer, '`}`, which closes what is put into the text');
  lexer.newlines = newlines;
  lexer.open = open;
  return { ...content, trimBefore, trimAfter, span: lexer.span(start, lexer.to) };
}

type Content =
  | { readonly kind: 'if'; readonly condition: ReturnType<Cursor['readExpression']> }
  | {
      readonly kind: 'for';
      readonly keyName: string | null;
      readonly valueName: string;
      readonly collection: ReturnType<Cursor['readExpression']>;
    }
  | { readonly kind: 'else' | 'endif' | 'endfor' };

function readDirective(cursor: Cursor): Content {
  const { lexer } = cursor;
  const keyword = lexer.is('identifier') ? lexer.text : '';
  switch (keyword) {
    case 'if':
      lexer.advance();
      return { kind: 'if', condition: cursor.readExpression() };
    case 'for': {
      lexer.advance();
      const names = readForNames(cursor);
      return { kind: 'for', ...names, collection: cursor.readExpression() };
    }
    case 'else':
    case 'endif':
    case 'endfor':
      lexer.advance();
      return { kind: keyword };
    default:
      throw unexpected(lexer, 'one of if, else, endif, for, endfor');
  }
}

/** Reads `name in` or `key, name in`. */
export function readForNames({ lexer }: Cursor): { readonly keyName: string | null; readonly valueName: string } {
  const readName = (): string => {
    const name = lexer.text;
    expect(lexer, 'identifier', 'a name');
    return name;
  };
  const first = readName();
  let second: string | null = null;
  if (lexer.is(',')) {
    lexer.advance();
    second = readName();
  }
  if (!lexer.is('identifier') || lexer.text !== 'in') throw unexpected(lexer, '`in`');
  lexer.advance();
  return second === null ? { keyName: null, valueName: first } : { keyName: first, valueName: second };
}
