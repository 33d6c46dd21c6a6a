import type { Expression } from '../hcl/tree.ts';
import { makeSet, toBool, toList, toMap, toNumber, toSet, toText } from './convert.ts';
import { EvaluationError } from './evaluation-error.ts';
import { list, map, nullValue, type Value } from './values.ts';

type EvaluateDefault = (expression: Expression) => Value;

/** Converts a value to a type such as `list(string)` or `object({ a = optional(number, 1) })`. */
export function constrain(value: Value, type: Expression, evaluateDefault: EvaluateDefault): Value {
  if (value.kind === 'unknown' || value.kind === 'null') return value;
  if (type.kind === 'literal') return constrainTo(value, String(type.value));
  if (type.kind === 'variable') return constrainTo(value, type.name);
  if (type.kind === 'parentheses') return constrain(value, type.inner, evaluateDefault);
  if (type.kind !== 'call') return value;
  const [inner] = type.args;
  const convert = (item: Value): Value => (inner === undefined ? item : constrain(item, inner, evaluateDefault));
  if (type.name === 'list' || type.name === 'set') {
    const items = type.name === 'list' ? toList(value) : toSet(value);
    if (items.kind !== 'list' && items.kind !== 'set') return items;
    const converted = items.items.map(convert);
    return type.name === 'list' ? list(converted, value.span) : makeSet(converted, value.span);
  }
  if (type.name === 'map') {
    const entries = toMap(value);
    if (entries.kind !== 'map') return entries;
    return map(
      new Map([...entries.entries].map(([name, item]) => [name, convert(item)])),
      value.span,
      'map',
      entries.rest,
    );
  }
  return type.name === 'object' && inner?.kind === 'object' ? constrainObject(value, inner, evaluateDefault) : value;
}

function constrainTo(value: Value, type: string): Value {
  if (type === 'string') return toText(value);
  if (type === 'number') return toNumber(value);
  return type === 'bool' ? toBool(value) : value;
}

/** Attributes that the type does not name are dropped, optional ones that are missing get their default. */
function constrainObject(
  value: Value,
  type: Expression & { readonly kind: 'object' },
  evaluateDefault: EvaluateDefault,
): Value {
  if (value.kind !== 'object' && value.kind !== 'map') throw new EvaluationError('An object is needed.', value.span);
  const entries = new Map<string, Value>();
  for (const { key, value: wanted } of type.entries) {
    const name = key.kind === 'literal' ? String(key.value) : key.span.text;
    const optional = wanted.kind === 'call' && wanted.name === 'optional';
    const inner = optional ? (wanted.args[0] ?? wanted) : wanted;
    const given = value.entries.get(name) ?? value.rest;
    if (given !== null && given !== undefined && (given.kind !== 'null' || !optional)) {
      entries.set(name, constrain(given, inner, evaluateDefault));
    } else if (optional) {
      const fallback = wanted.args[1];
      entries.set(
        name,
        fallback === undefined ? nullValue() : constrain(evaluateDefault(fallback), inner, evaluateDefault),
      );
    } else {
      throw new EvaluationError(`The attribute ${name} is missing.`, value.span);
    }
  }
  return map(entries, value.span);
}
