import { bool, list, map, nullValue, number, string, type Value } from '../../evaluate/values.ts';
import type { DataNode } from './data-node.ts';

/** What a node stands for where it is not simply itself, undefined where it is. */
export type Special = (node: DataNode) => Value | undefined;

/**
 * A node as a value of the evaluator, with the node's span.
 * @param special - asked first for every node: expressions of the document's own language are resolved there
 */
export function toValue(node: DataNode, special?: Special): Value {
  const known = special?.(node);
  if (known !== undefined) return known;
  const { span } = node;
  switch (node.kind) {
    case 'list':
      return list(
        node.items.map((item) => toValue(item, special)),
        span,
      );
    case 'map':
      return map(new Map([...node.entries].map(([name, item]) => [name, toValue(item, special)])), span);
    case 'scalar':
      if (typeof node.value === 'string') return string(node.value, span);
      if (typeof node.value === 'number') return number(node.value, span);
      return node.value === null ? nullValue(span) : bool(node.value, span);
    default:
      return node satisfies never;
  }
}
