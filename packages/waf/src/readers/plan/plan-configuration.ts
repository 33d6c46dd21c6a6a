import { isRecord, type JsonRecord } from '../../plan/plan-text.ts';
import type { BlockReference } from '../../state/block.ts';

/** A module of the configuration that a plan was made from. */
export interface PlannedModule {
  readonly parent: PlannedModule | null;
  /** Its call in the parent, null for the root. */
  readonly call: JsonRecord | null;
  /** `module.a.module.b`, without keys; empty for the root. */
  readonly path: string;
  readonly content: JsonRecord;
  readonly children: ReadonlyMap<string, PlannedModule>;
}

const MAX_MODULES = 200;
const MAX_HOPS = 30;

export function recordIn(record: unknown, key: string): JsonRecord {
  const value = isRecord(record) && Object.hasOwn(record, key) ? record[key] : undefined;
  return isRecord(value) ? value : {};
}

export function listIn(record: unknown, key: string): readonly JsonRecord[] {
  const value = isRecord(record) && Object.hasOwn(record, key) ? record[key] : undefined;
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

/** The modules of a plan's configuration by their paths. */
export function readModules(plan: JsonRecord): ReadonlyMap<string, PlannedModule> {
  const modules = new Map<string, PlannedModule>();
  const add = (
    content: JsonRecord,
    call: JsonRecord | null,
    path: string,
    parent: PlannedModule | null,
    depth: number,
  ): PlannedModule => {
    const children = new Map<string, PlannedModule>();
    const module: PlannedModule = { parent, call, path, content, children };
    modules.set(path, module);
    if (depth >= MAX_MODULES) return module;
    for (const [name, inner] of Object.entries(recordIn(content, 'module_calls'))) {
      const innerPath = path === '' ? `module.${name}` : `${path}.module.${name}`;
      children.set(name, add(recordIn(inner, 'module'), isRecord(inner) ? inner : {}, innerPath, module, depth + 1));
    }
    return module;
  };
  add(recordIn(recordIn(plan, 'configuration'), 'root_module'), null, '', null, 0);
  return modules;
}

/** An address without the keys of instances. */
export function withoutKeys(address: string): string {
  return address.replaceAll(/\[(?:"(?:[^"\\]|\\.)*"|\d+)\]/g, '');
}

/** What the expressions of a block refer to, through variables of modules and outputs. */
export function referencesOf(expressions: JsonRecord, module: PlannedModule): readonly BlockReference[] {
  const found = new Map<string, BlockReference>();
  const look = (value: unknown, path: readonly string[]): void => {
    if (Array.isArray(value)) for (const item of value) look(item, path);
    if (!isRecord(value)) return;
    const { references } = value;
    if (Array.isArray(references)) {
      for (const address of targetsOf(references, module, 0))
        found.set(`${path.join('.')} ${address}`, { path, address });
      return;
    }
    for (const [name, part] of Object.entries(value)) if (name !== 'constant_value') look(part, [...path, name]);
  };
  look(expressions, []);
  return [...found.values()];
}

/** Addresses of blocks that a list of references leads to. */
function targetsOf(references: readonly unknown[], module: PlannedModule, hops: number): ReadonlySet<string> {
  const found = new Set<string>();
  if (hops > MAX_HOPS) return found;
  for (const reference of references) {
    if (typeof reference !== 'string') continue;
    for (const address of targetOf(withoutKeys(reference).split('.'), module, hops)) found.add(address);
  }
  return found;
}

const NOT_BLOCKS = new Set(['local', 'each', 'count', 'path', 'terraform', 'self']);

function targetOf(
  [first = '', second, third]: readonly string[],
  module: PlannedModule,
  hops: number,
): Iterable<string> {
  if (second === undefined || NOT_BLOCKS.has(first)) return [];
  const prefix = module.path === '' ? '' : `${module.path}.`;
  if (first === 'module') {
    const child = module.children.get(second);
    if (child === undefined || third === undefined) return [`${prefix}module.${second}`];
    const { references } = recordIn(recordIn(recordIn(child.content, 'outputs'), third), 'expression');
    return Array.isArray(references) ? targetsOf(references, child, hops + 1) : [];
  }
  if (first === 'var') {
    const given = recordIn(recordIn(module.call, 'expressions'), second)['references'];
    const above = module.parent !== null && Array.isArray(given) ? targetsOf(given, module.parent, hops + 1) : [];
    return [`${prefix}var.${second}`, ...above];
  }
  return [first === 'data' ? `${prefix}data.${second}.${third ?? ''}` : `${prefix}${first}.${second}`];
}
