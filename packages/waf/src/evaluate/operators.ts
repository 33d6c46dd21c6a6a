import type { BinaryOperator, UnaryOperator } from '../hcl/tree.ts';
import { equals, toBool, toNumber } from './convert.ts';
import { EvaluationError } from './evaluation-error.ts';
import { bool, findUnknown, mark, number, unknown, type Value } from './values.ts';

export function applyUnary(operator: UnaryOperator, operand: Value): Value {
  if (operator === '!') {
    const value = toBool(operand);
    if (value.kind === 'bool') return mark(bool(!value.value), operand.sensitive);
    return unknownOrFail(value, operator);
  }
  const value = toNumber(operand);
  if (value.kind === 'number') return mark(number(-value.value), operand.sensitive);
  return unknownOrFail(value, operator);
}

function unknownOrFail(value: Value, operator: string): Value {
  if (value.kind === 'unknown') return value;
  throw new EvaluationError(`The operand of \`${operator}\` is null.`, value.span);
}

export function applyBinary(operator: BinaryOperator, left: Value, right: Value): Value {
  return mark(compute(operator, left, right), left.sensitive || right.sensitive);
}

function compute(operator: BinaryOperator, left: Value, right: Value): Value {
  if (operator === '==' || operator === '!=') {
    const reason = findUnknown(left) ?? findUnknown(right);
    // A list, a map or an object is never null, whatever is unknown in it.
    const aboutNull = left.kind === 'null' || right.kind === 'null';
    if (reason !== null && !(aboutNull && left.kind !== 'unknown' && right.kind !== 'unknown'))
      return unknown(reason.reason, reason.span);
    const same = aboutNull ? left.kind === right.kind : equals(left, right);
    return bool(same === (operator === '=='));
  }
  if (operator === '&&' || operator === '||') return connect(operator, toBool(left), toBool(right));

  const a = toNumber(left);
  const b = toNumber(right);
  if (a.kind === 'unknown') return a;
  if (b.kind === 'unknown') return b;
  if (a.kind !== 'number' || b.kind !== 'number')
    throw new EvaluationError(`An operand of \`${operator}\` is null.`, left.span);
  return calculate(operator, a.value, b.value);
}

function calculate(operator: Exclude<BinaryOperator, '==' | '!=' | '&&' | '||'>, a: number, b: number): Value {
  switch (operator) {
    case '<':
      return bool(a < b);
    case '<=':
      return bool(a <= b);
    case '>':
      return bool(a > b);
    case '>=':
      return bool(a >= b);
    case '+':
      return number(a + b);
    case '-':
      return number(a - b);
    case '*':
      return number(a * b);
    case '/':
      if (b === 0) throw new EvaluationError('A division by zero.');
      return number(a / b);
    case '%':
      if (b === 0) throw new EvaluationError('A division by zero.');
      return number(a % b);
    default:
      return operator satisfies never;
  }
}

/** One operand can settle the result although the other is unknown. */
function connect(operator: '&&' | '||', left: Value, right: Value): Value {
  const settling = operator === '||';
  for (const side of [left, right]) if (side.kind === 'bool' && side.value === settling) return bool(settling);
  for (const side of [left, right]) if (side.kind === 'unknown') return side;
  if (left.kind === 'null' || right.kind === 'null')
    throw new EvaluationError(`An operand of \`${operator}\` is null.`, left.span);
  return bool(!settling);
}
