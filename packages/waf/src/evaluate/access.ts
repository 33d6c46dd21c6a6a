import { formatNumber, toNumber, typeName } from './convert.ts';
import { EvaluationError } from './evaluation-error.ts';
import { derived, mark, type Value } from './values.ts';

/** `value.name` */
export function getMember(value: Value, name: string): Value {
  if (value.kind === 'unknown') return derived(value);
  if (value.kind === 'map' || value.kind === 'object') {
    const item = value.entries.get(name) ?? value.rest;
    if (item !== null && item !== undefined) return item;
    throw new EvaluationError(`There is no ${name} in this ${typeName(value)}.`, value.span);
  }
  throw new EvaluationError(`A ${typeName(value)} has no attributes, so no ${name}.`, value.span);
}

/** `value[key]` */
export function getIndex(value: Value, key: Value): Value {
  if (value.kind === 'unknown') return derived(value);
  if (key.kind === 'unknown') return derived(key);
  const sensitive = key.sensitive;
  if (value.kind === 'list') {
    const index = toNumber(key);
    if (index.kind === 'number') {
      const item = value.items[index.value];
      if (item !== undefined) return mark(item, sensitive);
      throw new EvaluationError(
        `There is no element ${formatNumber(index.value)}: the list has ${value.items.length}.`,
        value.span,
      );
    }
  } else if (value.kind === 'map' || value.kind === 'object') {
    if (key.kind === 'string' || key.kind === 'number' || key.kind === 'bool')
      return mark(getMember(value, String(key.value)), sensitive);
  }
  throw new EvaluationError(`A ${typeName(value)} has no element for a ${typeName(key)}.`, value.span);
}

/** The elements a splat goes through: those of a list, or the value itself, or nothing for null. */
export function splatItems(value: Value): readonly Value[] | null {
  if (value.kind === 'unknown') return null;
  if (value.kind === 'list' || value.kind === 'set') return value.items;
  return value.kind === 'null' ? [] : [value];
}
