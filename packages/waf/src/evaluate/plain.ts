import { compareCodePoints } from '@securescan/model';
import { bool, list, map, nullValue, number, string, type Value } from './values.ts';

/** A known value as JSON has it; what is unknown is left out of maps and null in lists. Maps are in code point order. */
export function toPlain(value: Value): unknown {
  switch (value.kind) {
    case 'null':
      return null;
    case 'unknown':
      return undefined;
    case 'bool':
    case 'number':
    case 'string':
      return value.value;
    case 'list':
    case 'set':
      return value.items.map(toPlain);
    case 'map':
    case 'object':
      return Object.fromEntries(
        [...value.entries].toSorted(([a], [b]) => compareCodePoints(a, b)).map(([name, item]) => [name, toPlain(item)]),
      );
    default:
      return value satisfies never;
  }
}

const MAX_DEPTH = 300;
const MAX_VALUES = 200_000;

/**
 * A value of JSON or YAML as one of the language.
 * @throws RangeError when it is too large; an alias of YAML counts each time it is used
 */
export function fromPlain(plain: unknown): Value {
  let count = 0;
  const convert = (part: unknown, depth: number): Value => {
    count += 1;
    if (depth > MAX_DEPTH || count > MAX_VALUES)
      throw new RangeError(`more than ${MAX_DEPTH} levels or ${MAX_VALUES} values`);
    if (typeof part === 'boolean') return bool(part);
    if (typeof part === 'number') return number(part);
    if (typeof part === 'string') return string(part);
    if (Array.isArray(part)) return list(part.map((item) => convert(item, depth + 1)));
    if (typeof part !== 'object' || part === null) return nullValue();
    return map(new Map(Object.entries(part).map(([name, item]) => [name, convert(item, depth + 1)])));
  };
  return convert(plain, 0);
}
