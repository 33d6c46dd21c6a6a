import { list, mark, string, unknown, type Value, weightOf } from '../../evaluate/values.ts';
import { type DataNode, entryAt, entryOf, isMap, itemsOf, textOf } from '../data/data-node.ts';
import type { Problems } from '../data/problems.ts';
import { toValue } from '../data/to-value.ts';
import { type Parameters, SETTLED_LATER } from './parameters.ts';

/** Works out the values of one template. */
export interface Resolver {
  readonly value: (node: DataNode) => Value;
  /** What a named condition of the template comes to, undefined when that is not known. */
  readonly condition: (name: string) => boolean | undefined;
}

/** An entry with this value is as if it were not written. */
const NO_VALUE = 'AWS::NoValue';
/** Conditions that ask for one another. */
const MAX_CONDITION_DEPTH = 50;
/** UTF-16 units and values of all that functions of one template put together. */
const MAX_TEXT = 16_000_000;

/** The function of a node `{name: argument}`, undefined for any other node. */
export function intrinsicOf(node: DataNode): { readonly name: string; readonly argument: DataNode } | undefined {
  if (!isMap(node) || node.entries.size !== 1) return undefined;
  const [entry] = node.entries;
  if (entry === undefined) return undefined;
  const [name, argument] = entry;
  return name === 'Ref' || name.startsWith('Fn::') ? { name, argument } : undefined;
}

export function createResolver(template: DataNode, parameters: Parameters, problems: Problems): Resolver {
  const mappings = entryOf(template, 'Mappings');
  const conditions = entryOf(template, 'Conditions');
  const known = new Map<string, boolean | undefined>();
  let depth = 0;
  let spent = 0;
  let told = false;

  /** Whether so much may still be put together. */
  function afford(size: number, node: DataNode): boolean {
    spent += size;
    if (spent <= MAX_TEXT) return true;
    if (!told)
      problems.error('Functions of this template make too much; from here on their values are not known.', node.span);
    told = true;
    return false;
  }

  const value = (node: DataNode): Value => toValue(node, special);

  function special(node: DataNode): Value | undefined {
    const intrinsic = intrinsicOf(node);
    if (intrinsic !== undefined) return call(intrinsic.name, intrinsic.argument, node);
    if (!isMap(node) || ![...node.entries.values()].some(isDropped)) return undefined;
    const kept = new Map([...node.entries].filter(([, item]) => !isDropped(item)));
    return toValue({ ...node, entries: kept }, special);
  }

  /** Whether a node comes to `AWS::NoValue`, be it through an `Fn::If` that is settled. */
  function isDropped(node: DataNode): boolean {
    const intrinsic = intrinsicOf(node);
    if (intrinsic?.name === 'Ref') return textOf(intrinsic.argument) === NO_VALUE;
    if (intrinsic?.name !== 'Fn::If') return false;
    const chosen = branchOf(intrinsic.argument);
    return chosen !== undefined && isDropped(chosen);
  }

  function branchOf(argument: DataNode): DataNode | undefined {
    const [name, whenTrue, whenFalse] = itemsOf(argument);
    const holds = condition(textOf(name) ?? '');
    return holds === undefined ? undefined : holds ? whenTrue : whenFalse;
  }

  function call(name: string, argument: DataNode, node: DataNode): Value {
    const open = unknown(SETTLED_LATER, node.span);
    switch (name) {
      case 'Ref':
        return placed(parameters.get(textOf(argument) ?? ''), node) ?? open;
      case 'Fn::If': {
        const chosen = branchOf(argument);
        return chosen === undefined ? open : value(chosen);
      }
      case 'Fn::FindInMap':
        return findInMap(argument) ?? open;
      case 'Fn::Join':
        return join(argument, node) ?? open;
      case 'Fn::Sub':
        return substitute(argument, node) ?? open;
      case 'Fn::Select': {
        const [index, items] = itemsOf(argument).map(value);
        const at = index?.kind === 'number' || index?.kind === 'string' ? Number(index.value) : Number.NaN;
        return (items?.kind === 'list' ? items.items[at] : undefined) ?? open;
      }
      case 'Fn::Split': {
        const [separator, text] = itemsOf(argument).map(value);
        if (separator?.kind !== 'string' || text?.kind !== 'string' || separator.value === '') return open;
        if (!afford(text.value.length, node)) return open;
        return list(
          text.value.split(separator.value).map((part) => string(part, node.span)),
          node.span,
        );
      }
      default:
        return open;
    }
  }

  function findInMap(argument: DataNode): Value | undefined {
    const keys = itemsOf(argument)
      .slice(0, 3)
      .map((item) => plainText(value(item)));
    if (keys.length !== 3 || keys.includes(undefined)) return undefined;
    const found = entryAt(mappings, ...keys.filter((key) => key !== undefined));
    // Mappings are literal, functions are not called in them.
    return found === undefined ? undefined : placed(toValue(found), argument);
  }

  function join(argument: DataNode, node: DataNode): Value | undefined {
    const [separator, items] = itemsOf(argument).map(value);
    if (separator?.kind !== 'string' || items?.kind !== 'list') return undefined;
    const texts = items.items.map(plainText);
    if (texts.includes(undefined)) return undefined;
    const size = texts.reduce((sum, text) => sum + (text?.length ?? 0) + separator.value.length, 0);
    return afford(size, node) ? mark(string(texts.join(separator.value), node.span), items.sensitive) : undefined;
  }

  function substitute(argument: DataNode, node: DataNode): Value | undefined {
    const [first, names] = argument.kind === 'list' ? argument.items : [argument];
    const template = textOf(first);
    if (template === undefined) return undefined;
    let open = false;
    let sensitive = false;
    const text = template.replaceAll(/\$\{(!?)([^{}]*)\}/g, (all, literal: string, name: string) => {
      if (literal !== '') return `\${${name}}`;
      const own = entryOf(names, name.trim());
      const part = own === undefined ? parameters.get(name.trim()) : value(own);
      const plain = part === undefined ? undefined : plainText(part);
      open ||= plain === undefined || !afford(plain.length, node);
      if (open) return '';
      sensitive ||= part?.sensitive === true;
      return plain ?? all;
    });
    return open ? undefined : mark(string(text, node.span), sensitive);
  }

  /** A value from elsewhere with the place where it is used, unless all such values have become too many. */
  function placed(found: Value | undefined, node: DataNode): Value | undefined {
    if (found === undefined) return undefined;
    return afford(weightOf(found), node) ? { ...found, span: node.span } : undefined;
  }

  function condition(name: string): boolean | undefined {
    if (known.has(name)) return known.get(name);
    const node = entryOf(conditions, name);
    if (node === undefined || depth > MAX_CONDITION_DEPTH) return undefined;
    // What depends on itself is not known.
    known.set(name, undefined);
    depth += 1;
    const result = holds(node);
    depth -= 1;
    known.set(name, result);
    return result;
  }

  function holds(node: DataNode): boolean | undefined {
    if (!isMap(node)) return undefined;
    const [entry] = node.entries;
    if (entry === undefined) return undefined;
    const [name, argument] = entry;
    const parts = itemsOf(argument);
    const each = (): readonly (boolean | undefined)[] => parts.map(holds);
    switch (name) {
      case 'Condition':
        return condition(textOf(argument) ?? '');
      case 'Fn::Equals': {
        const [left, right] = parts.map((part) => plainText(value(part)));
        return left === undefined || right === undefined ? undefined : left === right;
      }
      case 'Fn::Not': {
        const [first] = each();
        return first === undefined ? undefined : !first;
      }
      case 'Fn::And': {
        const all = each();
        return all.includes(false) ? false : all.includes(undefined) ? undefined : true;
      }
      case 'Fn::Or': {
        const all = each();
        return all.includes(true) ? true : all.includes(undefined) ? undefined : false;
      }
      default:
        return undefined;
    }
  }

  return { value, condition };
}

function plainText(value: Value): string | undefined {
  return value.kind === 'string' || value.kind === 'number' || value.kind === 'bool' ? String(value.value) : undefined;
}
