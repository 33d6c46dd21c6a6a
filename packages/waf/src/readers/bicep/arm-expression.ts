import { mark, string, unknown, type Value, weightOf } from '../../evaluate/values.ts';
import { type DataNode, entryAt, entryOf, isMap, textOf } from '../data/data-node.ts';
import { toValue } from '../data/to-value.ts';

const LATER = 'it is settled when the template is deployed';
/** A lone call of `parameters` or `variables`, and what is taken from its result. */
const LOOK_UP = /^\[(parameters|variables)\('([^']*)'\)((?:\.\w+)*)\]$/;
const MAX_STEPS = 20;
const MAX_WEIGHT = 200;

/**
 * Settles expressions of Resource Manager as far as they are literal in the end: parameters with defaults, variables,
 * and their members. All others are unknown.
 */
export function createArmResolver(
  template: DataNode,
  given: Readonly<Record<string, Value>> = {},
): (node: DataNode) => Value {
  const resolve = (node: DataNode, steps: number): Value => toValue(node, (part) => special(part, steps));

  function special(node: DataNode, steps: number): Value | undefined {
    const text = textOf(node);
    if (text === undefined || !text.startsWith('[') || !text.endsWith(']')) return undefined;
    if (text.startsWith('[[')) return string(text.slice(1), node.span);
    const open = unknown(LATER, node.span);
    const [, kind, name = '', members = ''] = LOOK_UP.exec(text) ?? [];
    if (kind === undefined || steps > MAX_STEPS) return open;
    const path = members.split('.').slice(1);
    if (kind === 'parameters') {
      const own = Object.hasOwn(given, name) ? given[name] : undefined;
      if (own !== undefined) return path.length === 0 && isSmall(own) ? { ...own, span: node.span } : open;
      const declared = entryAt(template, 'parameters', name);
      const secret = /^secure/i.test(textOf(entryOf(declared, 'type')) ?? '');
      return mark(follow(entryOf(declared, 'defaultValue'), path, node, steps) ?? open, secret);
    }
    return follow(entryAt(template, 'variables', name), path, node, steps) ?? open;
  }

  function follow(
    start: DataNode | undefined,
    path: readonly string[],
    place: DataNode,
    steps: number,
  ): Value | undefined {
    const target = entryAt(start, ...path);
    // Only single values are put in: large ones could name one another and grow without bound.
    if (target === undefined || (target.kind !== 'scalar' && isLarge(target))) return undefined;
    return { ...resolve(target, steps + 1), span: place.span };
  }

  return (node) => resolve(node, 0);
}

/** Few enough values to be put in wherever they are named. */
function isSmall(value: Value): boolean {
  return value.kind === 'string' || weightOf(value) <= MAX_WEIGHT;
}

/** More than can be put in wherever it is named. */
function isLarge(node: DataNode): boolean {
  let budget = MAX_WEIGHT;
  const count = (part: DataNode): void => {
    budget -= 1;
    if (budget < 0) return;
    if (part.kind === 'list') part.items.forEach(count);
    if (isMap(part)) part.entries.forEach(count);
    // An expression within it leads on.
    if (textOf(part)?.startsWith('[') === true) budget = -1;
  };
  count(node);
  return budget < 0;
}
