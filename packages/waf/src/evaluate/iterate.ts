import { typeName } from './convert.ts';
import { EvaluationError } from './evaluation-error.ts';
import { number, sortedEntries, string, type Value } from './values.ts';

/** Key and value of each element, in Terraform's order; null when the elements are unknown. */
export function forElements(collection: Value): readonly (readonly [Value, Value])[] | null {
  switch (collection.kind) {
    case 'unknown':
      return null;
    case 'list':
      return collection.items.map((item, index) => [number(index), item]);
    case 'set':
      return collection.items.map((item) => [item, item]);
    case 'map':
    case 'object':
      if (collection.rest !== null) return null;
      return sortedEntries(collection).map(([name, item]) => [string(name), item]);
    case 'null':
    case 'bool':
    case 'number':
    case 'string':
      throw new EvaluationError(`A ${typeName(collection)} has no elements to go through.`, collection.span);
    default:
      return collection satisfies never;
  }
}
