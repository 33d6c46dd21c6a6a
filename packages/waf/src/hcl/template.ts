import { endOfIdentifier, endOfLine } from './characters.ts';
import type { Cursor } from './cursor.ts';
import { HclLimitError, HclSyntaxError } from './syntax-error.ts';
import { readTemplateTokens } from './template-reader.ts';
import { removeIndent, type TemplateToken, trimTokens } from './template-tokens.ts';
import { buildTemplate } from './template-tree.ts';
import type { Expression } from './tree.ts';

const MAX_UNCLOSED_HEREDOCS = 20;
const PLAIN_TEXT = /[^"\\$%\r\n]*"/y;

/** Reads the text in quotes that the lexer stands at. */
export function readQuoted(cursor: Cursor): Expression {
  const { lexer } = cursor;
  const { from, to: start } = lexer;
  PLAIN_TEXT.lastIndex = start;
  if (PLAIN_TEXT.test(lexer.source.text)) {
    const end = PLAIN_TEXT.lastIndex;
    lexer.moveTo(end);
    lexer.advance();
    return { kind: 'literal', value: lexer.source.text.slice(start, end - 1), span: lexer.span(from, end) };
  }
  return resumeBehind(
    cursor,
    () => endOfLine(lexer.source.text, lexer.from),
    () => {
      const { tokens, end } = readTemplateTokens(cursor, start, { end: null, quoted: true });
      return finish(cursor, tokens, { form: 'quoted', from, to: end + 1 });
    },
  );
}

/** Reads the heredoc that the lexer stands at, up to the end of its closing marker. */
export function readHeredoc(cursor: Cursor): Expression {
  const { lexer } = cursor;
  const { from } = lexer;
  const { text } = lexer.source;
  const flush = text.charAt(from + 2) === '-';
  const markerFrom = from + (flush ? 3 : 2);
  const markerTo = endOfIdentifier(text, markerFrom);
  const marker = text.slice(markerFrom, markerTo);
  const lineEnd = endOfLine(text, markerTo);
  if (markerTo !== lineEnd) {
    throw new HclSyntaxError('The text of a heredoc starts on the line after its marker.', markerTo, lineEnd);
  }
  const bodyFrom = Math.min(text.indexOf('\n', lineEnd) + 1 || text.length, text.length);
  const close = findMarker(text, bodyFrom, marker);
  if (close === null) {
    cursor.unclosedHeredocs += 1;
    const resumeAt = cursor.unclosedHeredocs > MAX_UNCLOSED_HEREDOCS ? text.length : lineEnd;
    throw new HclSyntaxError(
      `This heredoc is never closed: a line with nothing but ${marker} is missing.`,
      from,
      markerTo,
      resumeAt,
    );
  }
  return resumeBehind(
    cursor,
    () => close.to,
    () => {
      const { tokens } = readTemplateTokens(cursor, bodyFrom, { end: close.from, quoted: false });
      if (flush) removeIndent(tokens);
      return finish(cursor, tokens, { form: 'heredoc', from, to: close.to });
    },
  );
}

/** Reads a template that is a whole text of its own, such as a string of the JSON syntax or a template file. */
export function readWholeTemplate(cursor: Cursor): Expression {
  const { lexer } = cursor;
  const { length } = lexer.source.text;
  const { tokens } = readTemplateTokens(cursor, 0, { end: length, quoted: false });
  return finish(cursor, tokens, { form: 'quoted', from: 0, to: length });
}

function finish(
  { lexer }: Cursor,
  tokens: readonly TemplateToken[],
  { form, from, to }: { readonly form: 'quoted' | 'heredoc'; readonly from: number; readonly to: number },
): Expression {
  trimTokens(tokens);
  const parts = buildTemplate(tokens);
  lexer.moveTo(to);
  lexer.advance();
  const span = lexer.span(from, to);
  if (parts.every((part) => part.kind === 'text')) {
    return { kind: 'literal', value: parts.map(({ value }) => value).join(''), span };
  }
  return { kind: 'template', form, parts, span };
}

/** The line that holds nothing but the marker. */
function findMarker(
  text: string,
  start: number,
  marker: string,
): { readonly from: number; readonly to: number } | null {
  for (let from = start; from < text.length;) {
    const newline = text.indexOf('\n', from);
    const end = newline === -1 ? text.length : newline;
    // Cheap test first: most lines are longer or do not hold the marker.
    if (text.slice(from, end).trim() === marker) {
      return { from, to: text.indexOf(marker, from) + marker.length };
    }
    from = end + 1;
  }
  return null;
}

/** After an error inside a template, reading goes on behind the whole template, not within its text. */
function resumeBehind<T>({ lexer }: Cursor, resumeAt: () => number, read: () => T): T {
  const { open } = lexer;
  try {
    return read();
  } catch (error) {
    if (!(error instanceof HclSyntaxError) || error instanceof HclLimitError || error.resumeAt !== null) throw error;
    lexer.open = open;
    throw new HclSyntaxError(error.message, error.from, error.to, resumeAt());
  }
}
