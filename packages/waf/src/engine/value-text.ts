import { formatNumber } from '../evaluate/convert.ts';
import { toPlain } from '../evaluate/plain.ts';
import type { Value } from '../evaluate/values.ts';

/** A known value as the text that patterns look at: texts as they are, everything else as JSON. */
export function textOf(value: Value): string {
  if (value.kind === 'string') return value.value;
  if (value.kind === 'number') return formatNumber(value.value);
  return jsonOf(value);
}

/** A value as JSON without blanks, names in order; what is unknown is left out. */
export function jsonOf(value: Value): string {
  return JSON.stringify(toPlain(value)) ?? 'null';
}

/** The texts to test one by one: those of a list's elements, else the one of the value. Unknown elements are left out. */
export function textsOf(value: Value): readonly string[] {
  if (value.kind !== 'list' && value.kind !== 'set') return [textOf(value)];
  return value.items.filter(({ kind }) => kind !== 'unknown').map(textOf);
}
