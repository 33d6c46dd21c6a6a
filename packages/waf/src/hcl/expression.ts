import { type Cursor, expect, nest, tooDeep, unexpected, within } from './cursor.ts';
import { readObject, readTuple } from './collections.ts';
import type { TokenKind } from './lexer.ts';
import { readHeredoc, readQuoted } from './template.ts';
import { readTraversal } from './traversal.ts';
import type { BinaryOperator, Expression } from './tree.ts';

const PRECEDENCE: Readonly<Partial<Record<TokenKind, number>>> = {
  '||': 1,
  '&&': 2,
  '==': 3,
  '!=': 3,
  '<': 4,
  '<=': 4,
  '>': 4,
  '>=': 4,
  '+': 5,
  '-': 5,
  '*': 6,
  '/': 6,
  '%': 6,
};

/** Reads one expression from the lexer's present token on; the lexer is left behind it. */
export function readExpression(cursor: Cursor): Expression {
  return nest(cursor.lexer, () => {
    const condition = readBinary(cursor, 1);
    const { lexer } = cursor;
    if (!lexer.is('?')) return condition;
    lexer.advance();
    const whenTrue = readExpression(cursor);
    expect(lexer, ':', '`:` and what the value is otherwise');
    const whenFalse = readExpression(cursor);
    return {
      kind: 'conditional',
      condition,
      whenTrue,
      whenFalse,
      span: lexer.span(condition.span.from, lexer.lastEnd),
    };
  });
}

function readBinary(cursor: Cursor, lowest: number): Expression {
  const { lexer } = cursor;
  let left = readUnary(cursor);
  for (let steps = 0; ; steps += 1) {
    const precedence = PRECEDENCE[lexer.kind] ?? 0;
    if (precedence < lowest) return left;
    // A long chain is a deep tree.
    if (lexer.depth + steps > lexer.limits.maxDepth) throw tooDeep(lexer);
    // Only binary operators have a precedence.
    const operator = lexer.kind as BinaryOperator;
    lexer.advance();
    const right = readBinary(cursor, precedence + 1);
    left = { kind: 'binary', operator, left, right, span: lexer.span(left.span.from, lexer.lastEnd) };
  }
}

function readUnary(cursor: Cursor): Expression {
  const { lexer } = cursor;
  const operator = lexer.kind;
  if (operator !== '!' && operator !== '-') return readTraversal(cursor, readTerm(cursor));
  const { from } = lexer;
  lexer.advance();
  const operand = nest(lexer, () => readUnary(cursor));
  return { kind: 'unary', operator, operand, span: lexer.span(from, lexer.lastEnd) };
}

function readTerm(cursor: Cursor): Expression {
  const { lexer } = cursor;
  const { from } = lexer;
  if (lexer.is('identifier')) return readName(cursor);
  if (lexer.is('quote')) return readQuoted(cursor);
  if (lexer.is('number')) {
    const value = Number(lexer.text);
    lexer.advance();
    return { kind: 'literal', value, span: lexer.span(from, lexer.lastEnd) };
  }
  if (lexer.is('(')) {
    const inner = within(lexer, false, ')', () => readExpression(cursor));
    return { kind: 'parentheses', inner, span: lexer.span(from, lexer.lastEnd) };
  }
  if (lexer.is('[')) return readTuple(cursor);
  if (lexer.is('{')) return readObject(cursor);
  if (lexer.is('heredoc')) return readHeredoc(cursor);
  throw unexpected(lexer, 'a value');
}

const KEYWORDS = new Map<string, boolean | null>([
  ['true', true],
  ['false', false],
  ['null', null],
]);

/** Reads a name, a keyword or a call. */
function readName(cursor: Cursor): Expression {
  const { lexer } = cursor;
  const { from } = lexer;
  let name = lexer.text;
  lexer.advance();
  while (lexer.is('::')) {
    lexer.advance();
    name += `::${lexer.text}`;
    expect(lexer, 'identifier', 'the name of a function');
  }
  const nameSpan = lexer.span(from, lexer.lastEnd);
  if (lexer.is('(')) {
    const args: Expression[] = [];
    let expands = false;
    within(lexer, false, ')', () => {
      while (!lexer.is(')') && !expands) {
        args.push(readExpression(cursor));
        expands = lexer.is('...');
        if (expands) lexer.advance();
        if (!lexer.is(',')) break;
        lexer.advance();
      }
    });
    return { kind: 'call', name, nameSpan, args, expands, span: lexer.span(from, lexer.lastEnd) };
  }
  if (name.includes('::')) throw unexpected(lexer, '`(`: a name with `::` is a function');
  const keyword = KEYWORDS.get(name);
  if (keyword !== undefined) return { kind: 'literal', value: keyword, span: nameSpan };
  return { kind: 'variable', name, span: nameSpan };
}
