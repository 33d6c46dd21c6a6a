import { list, type ListValue, map, type MapValue, mark, type Value } from '../../evaluate/values.ts';
import type { Span } from '../../hcl/span.ts';
import type { Expression, ObjectExpression } from '../../hcl/tree.ts';

/** Gives a value the places at which a block writes it: parts that are written out have their own, others that of the expression. */
export type PlaceValue = (value: Value, expression: Expression) => Value;

/**
 * @param maxCopies - parts of values from elsewhere that get a place; after them only whole values do, so that a large
 *   value that many blocks refer to is not copied for each
 */
export function createPlacer(maxCopies = 500_000): PlaceValue {
  let copies = 0;

  function place(value: Value, expression: Expression | undefined, around: Span): Value {
    const span = expression?.span ?? around;
    if (expression?.kind === 'tuple' && value.kind === 'list' && value.items.length === expression.items.length) {
      return withItems(value, span, (item, index) => place(item, expression.items[index], span));
    }
    if (expression?.kind === 'object' && (value.kind === 'map' || value.kind === 'object')) {
      const written = expressionsOf(expression);
      return withEntries(value, span, (item, name) => place(item, written.get(name), span));
    }
    return move(value, span);
  }

  function move(value: Value, span: Span): Value {
    if (!('weight' in value)) return value.span === span ? value : { ...value, span };
    copies += value.weight;
    if (copies > maxCopies) return { ...value, span };
    return 'items' in value
      ? withItems(value, span, (item) => move(item, span))
      : withEntries(value, span, (item) => move(item, span));
  }

  return (value, expression) => place(value, expression, expression.span);
}

function withItems(value: ListValue, span: Span, change: (item: Value, index: number) => Value): Value {
  const items = value.items.map(change);
  if (value.span === span && items.every((item, index) => item === value.items[index])) return value;
  return mark(list(items, span, value.kind), value.sensitive);
}

function withEntries(value: MapValue, span: Span, change: (item: Value, name: string) => Value): Value {
  const entries = new Map<string, Value>();
  let isSame = value.span === span;
  for (const [name, item] of value.entries) {
    const changed = change(item, name);
    isSame &&= changed === item;
    entries.set(name, changed);
  }
  if (isSame) return value;
  return mark(map(entries, span, value.kind, value.rest === null ? null : { ...value.rest, span }), value.sensitive);
}

/** Keys that are worked out are not among them, except unknown ones, which stand in the value as they are written. */
function expressionsOf({ entries }: ObjectExpression): ReadonlyMap<string, Expression> {
  return new Map(
    entries.map(({ key, value }) => [key.kind === 'literal' ? String(key.value) : `\${${key.span.text}}`, value]),
  );
}
