import { type Cursor, expect, unexpected, within } from './cursor.ts';
import { readForNames } from './template-reader.ts';
import type { Expression, ForExpression, ObjectEntry } from './tree.ts';

/** Reads `[ … ]`. */
export function readTuple(cursor: Cursor): Expression {
  const { lexer } = cursor;
  const { from } = lexer;
  const items: Expression[] = [];
  const loop = within(lexer, false, ']', () => {
    if (startsFor(cursor)) return readFor(cursor, 'tuple');
    while (!lexer.is(']')) {
      items.push(cursor.readExpression());
      if (!lexer.is(',')) break;
      lexer.advance();
    }
    if (!lexer.is(']')) throw unexpected(lexer, '`,` or `]`');
    return null;
  });
  const span = lexer.span(from, lexer.lastEnd);
  return loop === null ? { kind: 'tuple', items, span } : { ...loop, span };
}

/** Reads `{ … }` as a value. */
export function readObject(cursor: Cursor): Expression {
  const { lexer } = cursor;
  const { from } = lexer;
  const entries: ObjectEntry[] = [];
  const loop = within(lexer, false, '}', () => {
    // Line breaks do not count in a `for`, and they separate the entries of an object.
    if (startsFor(cursor)) return readFor(cursor, 'object');
    lexer.newlines = true;
    for (;;) {
      while (lexer.is('newline')) lexer.advance();
      if (lexer.is('}')) return null;
      entries.push(readEntry(cursor));
      const { kind } = lexer;
      if (kind === ',' || kind === 'newline') lexer.advance();
      else if (kind !== '}') throw unexpected(lexer, '`,`, a new line or `}`');
    }
  });
  const span = lexer.span(from, lexer.lastEnd);
  return loop === null ? { kind: 'object', entries, span } : { ...loop, span };
}

function readEntry(cursor: Cursor): ObjectEntry {
  const { lexer } = cursor;
  const key = cursor.readExpression();
  if (!lexer.is('=') && !lexer.is(':')) throw unexpected(lexer, '`=` and a value');
  lexer.advance();
  const value = cursor.readExpression();
  const span = lexer.span(key.span.from, lexer.lastEnd);
  return { key: key.kind === 'variable' ? { kind: 'literal', value: key.name, span: key.span } : key, value, span };
}

function startsFor({ lexer }: Cursor): boolean {
  return lexer.is('identifier') && lexer.text === 'for';
}

/** The span is that of the brackets, which the caller knows. */
function readFor(cursor: Cursor, result: 'tuple' | 'object'): Omit<ForExpression, 'span'> {
  const { lexer } = cursor;
  lexer.advance();
  const names = readForNames(cursor);
  const collection = cursor.readExpression();
  expect(lexer, ':', '`:` and the value for each element');
  const first = cursor.readExpression();
  let key: Expression | null = null;
  let value = first;
  let groups = false;
  if (result === 'object') {
    expect(lexer, '=>', '`=>` and a value: this `for` makes an object');
    key = first;
    value = cursor.readExpression();
    if (lexer.is('...')) {
      groups = true;
      lexer.advance();
    }
  }
  let condition: Expression | null = null;
  if (lexer.is('identifier') && lexer.text === 'if') {
    lexer.advance();
    condition = cursor.readExpression();
  }
  return { kind: 'for', result, ...names, collection, key, value, groups, condition };
}
