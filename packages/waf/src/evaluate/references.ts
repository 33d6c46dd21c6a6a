import { type Chain, chainOf, type ChainStep } from '../hcl/chain.ts';
import { childrenOf } from '../hcl/children.ts';
import type { Block, Body, Expression } from '../hcl/tree.ts';
import { type Budget, KEPT_STEPS } from './budget.ts';
import type { InstanceKey, ObjectReference } from './evaluated.ts';
import { SINGLE } from './instances.ts';
import type { ModuleSource } from './module-source.ts';

/** Addresses without repetition, in order. */
export type Addresses = ReadonlySet<string>;

/** Names below a value, down to the part that is asked for. */
export type Path = readonly ChainStep[];

export interface ReferenceLinks {
  /** What the argument for a variable refers to, where the module is called. */
  readonly argument: (variable: string, path: Path) => Addresses;
  /** What an output of a called module refers to, or all of them; of all instances when the key is null. */
  readonly output: (module: string, key: string | number | null, output: string | null, path: Path) => Addresses;
}

/** What the expressions of one module refer to, through local values and other modules too. */
export interface References {
  readonly ofBlock: (block: Block, key: InstanceKey) => readonly ObjectReference[];
  /** Of all outputs when the name is null. */
  readonly ofOutput: (name: string | null, path: Path) => Addresses;
  /** Of an argument of a module call. */
  readonly ofArgument: (block: Block, key: InstanceKey, name: string, path: Path) => Addresses;
}

/** Names with a meaning of their own where an expression stands. */
interface Surroundings {
  readonly key: InstanceKey;
  readonly forEach: Expression | null;
  /** What names of loops and dynamic blocks refer to. */
  readonly names: ReadonlyMap<string, Addresses>;
}

export const NONE: Addresses = new Set();
const OUTSIDE: Surroundings = { key: SINGLE.key, forEach: null, names: new Map() };

export function createReferences(
  source: ModuleSource,
  prefix: string,
  links: ReferenceLinks,
  budget: Budget,
): References {
  const settled = new Map<string, Addresses>();
  function once(key: string, run: () => Addresses): Addresses {
    const known = settled.get(key);
    if (known !== undefined) return known;
    // Stands for it within itself, and for good when it goes too deep, which is reported once.
    settled.set(key, NONE);
    const result = budget.nest(run);
    settled.set(key, result);
    return result;
  }

  function add(into: Set<string>, more: Addresses): void {
    budget.spend(more.size);
    for (const address of more) into.add(address);
  }

  /** What the part of an expression's value at a path refers to. */
  function collect(expression: Expression, path: Path, around: Surroundings): Addresses {
    const found = new Set<string>();
    walk(expression, path, around, found);
    return found;
  }

  function walk(expression: Expression, path: Path, around: Surroundings, found: Set<string>): void {
    budget.spend(1);
    const [first] = path;
    if (expression.kind === 'parentheses') {
      walk(expression.inner, path, around, found);
      return;
    }
    if (expression.kind === 'object' && (typeof first === 'string' || typeof first === 'number')) {
      const entry = expression.entries.findLast(
        ({ key }) => key.kind === 'literal' && String(key.value) === `${first}`,
      );
      if (entry !== undefined) {
        walk(entry.value, path.slice(1), around, found);
        return;
      }
    }
    if (expression.kind === 'tuple' && typeof first === 'number' && expression.items[first] !== undefined) {
      walk(expression.items[first], path.slice(1), around, found);
      return;
    }
    const chain = chainOf(expression);
    if (chain !== null) {
      for (const step of chain.steps) if (typeof step === 'object') walk(step, [], around, found);
      add(found, ofChain({ ...chain, steps: [...chain.steps, ...path] }, around));
      return;
    }
    if (expression.kind === 'for') {
      const loop = new Map(around.names).set(expression.valueName, NONE);
      if (expression.keyName !== null) loop.set(expression.keyName, NONE);
      const [collection, ...inner] = childrenOf(expression);
      if (collection !== undefined) walk(collection, [], around, found);
      for (const child of inner) walk(child, [], { ...around, names: loop }, found);
      return;
    }
    for (const child of childrenOf(expression)) walk(child, [], around, found);
  }

  function ofChain({ root, steps }: Chain, around: Surroundings): Addresses {
    const own = around.names.get(root);
    if (own !== undefined) return own;
    const [first, second, third] = steps;
    if (root === 'each') return first === 'value' ? ofElement(steps.slice(1), around) : NONE;
    if (typeof first !== 'string') return NONE;
    if (root === 'var') return ofVariable(first, steps.slice(1));
    if (root === 'local') return ofLocal(first, steps.slice(1));
    if (root === 'module') return ofModule(first, steps.slice(1), around);
    if (root === 'data' || root === 'ephemeral' || root === 'resource') {
      if (typeof second !== 'string') return NONE;
      return ofResource(root === 'resource' ? `${first}.${second}` : `${root}.${first}.${second}`, third, around);
    }
    return ofResource(`${root}.${first}`, second, around);
  }

  function ofResource(key: string, step: ChainStep | undefined, around: Surroundings): Addresses {
    const block = source.resources.get(key);
    if (block === undefined) return NONE;
    const isMany = block.body.attributes.some(({ name }) => name === 'count' || name === 'for_each');
    const instance = isMany && step !== undefined ? keyOf(step, around) : null;
    const suffix = instance === null ? '' : `[${typeof instance === 'number' ? instance : JSON.stringify(instance)}]`;
    return new Set([`${prefix}${key}${suffix}`]);
  }

  function ofVariable(name: string, path: Path): Addresses {
    if (!source.variables.has(name)) return NONE;
    return once(`var.${name}${keyOfPath(path)}`, () => {
      const found = new Set([`${prefix}var.${name}`]);
      add(found, links.argument(name, path));
      return found;
    });
  }

  function ofLocal(name: string, path: Path): Addresses {
    const local = source.locals.get(name);
    if (local === undefined) return NONE;
    return once(`local.${name}${keyOfPath(path)}`, () => collect(local.value, path, OUTSIDE));
  }

  function ofOutput(name: string, path: Path): Addresses {
    const value = source.outputs.get(name)?.body.attributes.find((one) => one.name === 'value')?.value;
    if (value === undefined) return NONE;
    return once(`output.${name}${keyOfPath(path)}`, () => collect(value, path, OUTSIDE));
  }

  function ofModule(name: string, steps: Path, around: Surroundings): Addresses {
    const block = source.modules.get(name);
    if (block === undefined) return NONE;
    const isMany = block.body.attributes.some((one) => one.name === 'count' || one.name === 'for_each');
    const [first] = steps;
    const key = isMany && first !== undefined ? keyOf(first, around) : null;
    const [output, ...path] = isMany ? steps.slice(1) : steps;
    const suffix = key === null ? '' : `[${typeof key === 'number' ? key : JSON.stringify(key)}]`;
    const found = new Set([`${prefix}module.${name}${suffix}`]);
    if (typeof output === 'string') add(found, links.output(name, key, output, path));
    else add(found, links.output(name, key, null, []));
    return found;
  }

  /** Which instance a step names, null when it may be any. */
  function keyOf(step: ChainStep, { key }: Surroundings): string | number | null {
    if (typeof step !== 'object') return step;
    const chain = chainOf(step);
    const name =
      chain?.steps.length === 1 && typeof chain.steps[0] === 'string' ? `${chain.root}.${chain.steps[0]}` : '';
    if (name === 'count.index' && key.kind === 'count') return key.index;
    return (name === 'each.key' || name === 'each.value') && key.kind === 'each' ? key.key : null;
  }

  /** What `each.value` refers to: the element with the block's key where the collection is written out. */
  function ofElement(path: Path, around: Surroundings): Addresses {
    const { forEach, key } = around;
    if (forEach === null) return NONE;
    const outside = { ...around, key: SINGLE.key, forEach: null };
    return collect(forEach, key.kind === 'each' ? [key.key, ...path] : [], outside);
  }

  function surroundingsOf({ body }: Block, key: InstanceKey): Surroundings {
    const forEach = body.attributes.find(({ name }) => name === 'for_each')?.value ?? null;
    return { ...OUTSIDE, key, forEach };
  }

  function walkBody(body: Body, path: readonly string[], around: Surroundings, found: ObjectReference[]): void {
    for (const { name, value } of body.attributes) {
      if (value.kind !== 'literal') keep([...path, name], collect(value, [], around), found);
    }
    for (const block of body.blocks) walkNested(block, path, around, found);
  }

  function keep(path: readonly string[], addresses: Addresses, found: ObjectReference[]): void {
    budget.spend(KEPT_STEPS * addresses.size);
    for (const address of addresses) found.push({ path, address });
  }

  function walkNested(block: Block, path: readonly string[], around: Surroundings, found: ObjectReference[]): void {
    const [label] = block.labels;
    if (block.type !== 'dynamic' || label === undefined) {
      budget.nest(() => {
        walkBody(block.body, [...path, block.type], around, found);
      });
      return;
    }
    const argument = (wanted: string) => block.body.attributes.find(({ name }) => name === wanted)?.value;
    const forEach = argument('for_each');
    const iterator = argument('iterator');
    const elements = forEach === undefined ? NONE : collect(forEach, [], around);
    keep([...path, label.text], elements, found);
    const names = new Map(around.names).set(iterator?.kind === 'variable' ? iterator.name : label.text, elements);
    for (const content of block.body.blocks) {
      budget.nest(() => {
        walkBody(content.body, [...path, label.text], { ...around, names }, found);
      });
    }
  }

  const ofBlocks = new Map<Block, readonly ObjectReference[]>();
  return {
    ofBlock: (block, key) => {
      const known = ofBlocks.get(block);
      if (known !== undefined) return known;
      const found: ObjectReference[] = [];
      walkBody(block.body, [], surroundingsOf(block, key), found);
      // Only instances whose expressions name their own key differ from one another.
      if (key.kind === 'single' || !/\b(?:each|count)\s*\./.test(block.span.text)) ofBlocks.set(block, found);
      return found;
    },
    ofOutput: (name, path) => {
      if (name !== null) return ofOutput(name, path);
      const found = new Set<string>();
      for (const one of source.outputs.keys()) add(found, ofOutput(one, []));
      return found;
    },
    ofArgument: (block, key, name, path) => {
      const value = block.body.attributes.find((one) => one.name === name)?.value;
      return value === undefined ? NONE : collect(value, path, surroundingsOf(block, key));
    },
  };
}

function keyOfPath(path: Path): string {
  return JSON.stringify(path.map((step) => (typeof step === 'object' ? null : step)));
}
