import { type Cursor, nest, tooDeep, unexpected, within } from './cursor.ts';
import type { Expression } from './tree.ts';

/** Reads what follows a term: `.name`, `.0`, `[key]`, `.*` and `[*]`. */
export function readTraversal(cursor: Cursor, term: Expression): Expression {
  const { lexer } = cursor;
  let source = term;
  for (let steps = lexer.depth; ; steps += 1) {
    // A long chain is a deep tree.
    if (steps > lexer.limits.maxDepth) throw tooDeep(lexer);
    if (lexer.is('.')) source = readDot(cursor, source);
    else if (lexer.is('[')) source = readBracket(cursor, source);
    else return source;
  }
}

function readDot(cursor: Cursor, source: Expression): Expression {
  const { lexer } = cursor;
  lexer.advance();
  if (lexer.is('*')) {
    lexer.advance();
    let each: Expression = { kind: 'splatItem', span: lexer.span(lexer.lastEnd, lexer.lastEnd) };
    // Only names and old-style indexes belong to the elements; `[0]` takes one of the results.
    for (let steps = lexer.depth; lexer.is('.'); steps += 1) {
      if (steps > lexer.limits.maxDepth) throw tooDeep(lexer);
      lexer.advance();
      each = readNameOrNumber(cursor, each);
    }
    return { kind: 'splat', form: 'attribute', source, each, span: lexer.span(source.span.from, lexer.lastEnd) };
  }
  return readNameOrNumber(cursor, source);
}

function readNameOrNumber({ lexer }: Cursor, source: Expression): Expression {
  const { from, kind, text } = lexer;
  if (kind === 'identifier') {
    lexer.advance();
    return { kind: 'member', source, name: text, span: lexer.span(source.span.from, lexer.lastEnd) };
  }
  if (kind === 'number') {
    lexer.advance();
    const key: Expression = { kind: 'literal', value: Number(text), span: lexer.span(from, lexer.lastEnd) };
    return { kind: 'index', source, key, span: lexer.span(source.span.from, lexer.lastEnd) };
  }
  throw unexpected(lexer, 'the name of an attribute after `.`');
}

function readBracket(cursor: Cursor, source: Expression): Expression {
  const { lexer } = cursor;
  const key = within(lexer, false, ']', () => {
    if (!lexer.is('*')) return cursor.readExpression();
    lexer.advance();
    return null;
  });
  if (key !== null) return { kind: 'index', source, key, span: lexer.span(source.span.from, lexer.lastEnd) };
  const item: Expression = { kind: 'splatItem', span: lexer.span(lexer.lastEnd, lexer.lastEnd) };
  const each = nest(lexer, () => readTraversal(cursor, item));
  return { kind: 'splat', form: 'full', source, each, span: lexer.span(source.span.from, lexer.lastEnd) };
}
