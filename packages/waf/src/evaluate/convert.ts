import { compareCodePoints } from '@securescan/model';
import { EvaluationError } from './evaluation-error.ts';
import { bool, list, map, mark, number, string, type Value } from './values.ts';

const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;

/** A word for the value's type, as messages have it. */
export function typeName(value: Value): string {
  return value.kind === 'unknown' ? 'dynamic' : value.kind;
}

/** Writes a number as Terraform does: without exponent. */
export function formatNumber(value: number): string {
  const text = String(value);
  if (!text.includes('e')) return text;
  return Number.isInteger(value) ? BigInt(value).toString() : value.toFixed(20).replace(/0+$/, '');
}

/** Unknown and null pass through every conversion. */
export function toText(value: Value): Value {
  if (value.kind === 'string' || value.kind === 'null' || value.kind === 'unknown') return value;
  if (value.kind === 'number') return mark(string(formatNumber(value.value), value.span), value.sensitive);
  if (value.kind === 'bool') return mark(string(String(value.value), value.span), value.sensitive);
  throw new EvaluationError(`A ${typeName(value)} is no text.`, value.span);
}

export function toNumber(value: Value): Value {
  if (value.kind === 'number' || value.kind === 'null' || value.kind === 'unknown') return value;
  if (value.kind === 'string' && NUMBER.test(value.value)) {
    return mark(number(Number(value.value), value.span), value.sensitive);
  }
  throw new EvaluationError(
    `A ${typeName(value)} ${value.kind === 'string' ? 'that is no numeral ' : ''}is no number.`,
    value.span,
  );
}

export function toBool(value: Value): Value {
  if (value.kind === 'bool' || value.kind === 'null' || value.kind === 'unknown') return value;
  if (value.kind === 'string' && (value.value === 'true' || value.value === 'false')) {
    return mark(bool(value.value === 'true', value.span), value.sensitive);
  }
  throw new EvaluationError(`A ${typeName(value)} is neither true nor false.`, value.span);
}

export function toList(value: Value): Value {
  if (value.kind === 'list' || value.kind === 'null' || value.kind === 'unknown') return value;
  if (value.kind === 'set') return list(value.items, value.span);
  throw new EvaluationError(`A ${typeName(value)} is no list.`, value.span);
}

/** Sets of texts and numbers are ordered; equal elements are one. */
export function toSet(value: Value): Value {
  if (value.kind === 'set' || value.kind === 'null' || value.kind === 'unknown') return value;
  if (value.kind === 'list') return makeSet(value.items, value.span);
  throw new EvaluationError(`A ${typeName(value)} is no set.`, value.span);
}

export function makeSet(items: readonly Value[], span: Value['span'] = null): Value {
  const byKey = new Map<string, Value>();
  for (const item of items) {
    const key = keyOf(item);
    if (!byKey.has(key)) byKey.set(key, item);
  }
  const ordered = [...byKey].toSorted(([a, x], [b, y]) =>
    x.kind === 'number' && y.kind === 'number' ? x.value - y.value : compareCodePoints(a, b),
  );
  return list(
    ordered.map(([, item]) => item),
    span,
    'set',
  );
}

export function toMap(value: Value): Value {
  if (value.kind === 'map' || value.kind === 'null' || value.kind === 'unknown') return value;
  if (value.kind === 'object') return map(value.entries, value.span, 'map', value.rest);
  throw new EvaluationError(`A ${typeName(value)} is no map.`, value.span);
}

/** A text that is the same for equal values only; lists and sets, maps and objects are told apart by content alone. */
export function keyOf(value: Value): string {
  switch (value.kind) {
    case 'null':
      return 'null';
    case 'unknown':
      return `?${value.reason}`;
    case 'string':
      return JSON.stringify(value.value);
    case 'number':
    case 'bool':
      return String(value.value);
    case 'list':
    case 'set':
      return `[${value.items.map(keyOf).join(',')}]`;
    case 'map':
    case 'object':
      return `{${[...value.entries]
        .toSorted(([a], [b]) => compareCodePoints(a, b))
        .map(([name, item]) => `${JSON.stringify(name)}:${keyOf(item)}`)
        .join(',')}}`;
    default:
      return value satisfies never;
  }
}

/** Whether two known values are equal; a number equals no text. */
export function equals(a: Value, b: Value): boolean {
  return keyOf(a) === keyOf(b);
}
