import type { EvaluatedBlock, EvaluatedBody } from '../../evaluate/evaluated.ts';
import { list, map, type MapValue, unknown, type Value } from '../../evaluate/values.ts';
import type { PlaceValue } from './place-value.ts';

/** A body as one map: a list for each kind of nested block, and what is within labels keyed by them. */
export function bodyAttributes(body: EvaluatedBody, place: PlaceValue): MapValue {
  const entries = new Map<string, Value>();
  for (const { name, value, expression } of body.attributes.values()) entries.set(name, place(value, expression));
  if (body.blocks.length === 0) return map(entries, body.span);
  for (const [type, blocks] of Map.groupBy(body.blocks, (block) => block.type)) {
    const [first] = blocks;
    const items = blocks.map((block) =>
      block.uncertain === null
        ? labelled(block, place)
        : unknown(block.uncertain, block.dynamic?.get('for_each')?.expression.span ?? block.span),
    );
    const [only] = items;
    entries.set(type, items.length === 1 && only?.kind === 'unknown' ? only : list(items, first?.span ?? null));
  }
  const open = body.blocks.filter(({ dynamic }) => dynamic !== undefined);
  if (open.length > 0)
    entries.set(
      'dynamic',
      list(
        open.map((block) => dynamicBlock(block, place)),
        open[0]?.span ?? null,
      ),
    );
  return map(entries, body.span);
}

function labelled(block: EvaluatedBlock, place: PlaceValue): MapValue {
  return block.labels.reduceRight<MapValue>(
    (inner, label) => map(new Map([[label, inner]]), block.span),
    bodyAttributes(block, place),
  );
}

/** A `dynamic` block of which it is not known how many blocks it makes, as it is written. */
function dynamicBlock(block: EvaluatedBlock, place: PlaceValue): MapValue {
  const entries = new Map<string, Value>();
  for (const { name, value, expression } of block.dynamic?.values() ?? []) entries.set(name, place(value, expression));
  entries.set('content', list([bodyAttributes(block, place)], block.span));
  return map(new Map([[block.type, map(entries, block.span)]]), block.span);
}
