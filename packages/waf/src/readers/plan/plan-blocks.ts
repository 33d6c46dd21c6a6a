import { list, map, string, unknown, type Value } from '../../evaluate/values.ts';
import { isRecord, type JsonRecord } from '../../plan/plan-text.ts';
import type { InfrastructureBlock } from '../../state/block.ts';
import { listIn, type PlannedModule, readModules, recordIn, referencesOf, withoutKeys } from './plan-configuration.ts';
import { plannedValue } from './plan-values.ts';

const LATER = 'a plan does not tell what this expression comes to';

/** The blocks of a plan: required providers, providers, variables, modules, data and the planned resources. */
export function planBlocks(plan: JsonRecord): readonly InfrastructureBlock[] {
  const modules = readModules(plan);
  return [
    ...terraformBlocks(plan),
    ...providerBlocks(plan, modules),
    ...[...modules.values()].flatMap((module) => [...variableBlocks(plan, module), ...moduleBlocks(module)]),
    ...resourceBlocks(plan, modules),
    ...outputBlocks(plan),
  ];
}

function textIn(record: JsonRecord, key: string): string {
  const value = record[key];
  return typeof value === 'string' ? value : '';
}

function block(
  kind: InfrastructureBlock['kind'],
  names: Pick<InfrastructureBlock, 'type' | 'name' | 'address'>,
  attributes: ReadonlyMap<string, Value>,
  references: InfrastructureBlock['references'] = [],
): InfrastructureBlock {
  return { kind, ...names, attributes: map(attributes), span: null, references };
}

function providerConfigs(plan: JsonRecord): readonly JsonRecord[] {
  return Object.values(recordIn(recordIn(plan, 'configuration'), 'provider_config')).filter(isRecord);
}

/** What the configuration asks of providers; one block, as a configuration has it. */
function terraformBlocks(plan: JsonRecord): readonly InfrastructureBlock[] {
  const required = new Map<string, Value>();
  for (const config of providerConfigs(plan)) {
    const entries = new Map<string, Value>();
    const [source, version] = [textIn(config, 'full_name'), textIn(config, 'version_constraint')];
    if (source !== '') entries.set('source', string(source));
    if (version !== '') entries.set('version', string(version));
    const name = textIn(config, 'name');
    if (entries.size > 0 && name !== '' && !(required.has(name) && version === '')) required.set(name, map(entries));
  }
  if (required.size === 0) return [];
  const attributes = new Map<string, Value>([['required_providers', list([map(required)])]]);
  return [block('terraform', { type: 'terraform', name: '', address: 'terraform' }, attributes)];
}

function providerBlocks(plan: JsonRecord, modules: ReadonlyMap<string, PlannedModule>): readonly InfrastructureBlock[] {
  return providerConfigs(plan).flatMap((config) => {
    const type = textIn(config, 'name');
    const module = modules.get(withoutKeys(textIn(config, 'module_address')));
    // A provider of which nothing is configured stands there because resources need it.
    const expressions = recordIn(config, 'expressions');
    if (type === '' || (Object.keys(expressions).length === 0 && textIn(config, 'alias') === '')) return [];
    const attributes = new Map(expressionValues(expressions));
    const alias = textIn(config, 'alias');
    if (alias !== '') attributes.set('alias', string(alias));
    const prefix = module === undefined || module.path === '' ? '' : `${module.path}.`;
    const names = { type, name: '', address: `${prefix}provider.${type}` };
    return [block('provider', names, attributes, module === undefined ? [] : referencesOf(expressions, module))];
  });
}

/** Values of expressions; a plan has those of constants, and the names that others refer to. */
function expressionValues(expressions: JsonRecord): readonly (readonly [string, Value])[] {
  return Object.entries(expressions).map(([name, expression]) => [name, expressionValue(expression, 0)]);
}

function expressionValue(expression: unknown, depth: number): Value {
  if (Array.isArray(expression)) return list(expression.map((item) => expressionValue(item, depth + 1)));
  if (!isRecord(expression) || depth > 100) return unknown(LATER);
  if ('constant_value' in expression)
    return plannedValue(expression['constant_value'], { unknown: undefined, sensitive: [], written: {} });
  if (!('references' in expression))
    return map(new Map(Object.entries(expression).map(([name, item]) => [name, expressionValue(item, depth + 1)])));
  return unknown(LATER);
}

function variableBlocks(plan: JsonRecord, module: PlannedModule): readonly InfrastructureBlock[] {
  const prefix = module.path === '' ? '' : `${module.path}.`;
  const given = recordIn(plan, 'variables');
  return Object.entries(recordIn(module.content, 'variables')).map(([name, declared]) => {
    const marks = { unknown: undefined, sensitive: [recordIn({ declared }, 'declared')['sensitive']], written: {} };
    const attributes = new Map<string, Value>();
    for (const [key, content] of Object.entries(isRecord(declared) ? declared : {}))
      attributes.set(key, plannedValue(content, key === 'default' ? marks : { ...marks, sensitive: [] }));
    const own =
      module.path === '' ? recordIn(given, name) : constantOf(recordIn(recordIn(module.call, 'expressions'), name));
    const value = 'value' in own ? plannedValue(own['value'], marks) : (attributes.get('default') ?? null);
    const names = { type: name, name, address: `${prefix}var.${name}` };
    return { ...block('variable', names, attributes), value };
  });
}

function constantOf(expression: JsonRecord): JsonRecord {
  return 'constant_value' in expression ? { value: expression['constant_value'] } : {};
}

function moduleBlocks(module: PlannedModule): readonly InfrastructureBlock[] {
  return [...module.children].map(([name, child]) => {
    const call = child.call ?? {};
    const expressions = recordIn(call, 'expressions');
    const attributes = new Map<string, Value>();
    for (const [key, target] of [
      ['source', 'source'],
      ['version_constraint', 'version'],
    ] as const) {
      if (textIn(call, key) !== '') attributes.set(target, string(textIn(call, key)));
    }
    for (const [key, value] of expressionValues(expressions)) attributes.set(key, value);
    return block('module', { type: name, name, address: child.path }, attributes, referencesOf(expressions, module));
  });
}

interface Marks {
  readonly unknown: unknown;
  readonly sensitive: unknown;
}

function resourceBlocks(plan: JsonRecord, modules: ReadonlyMap<string, PlannedModule>): readonly InfrastructureBlock[] {
  const marks = new Map<string, Marks>();
  for (const change of listIn(plan, 'resource_changes')) {
    const own = recordIn(change, 'change');
    marks.set(textIn(change, 'address'), { unknown: own['after_unknown'], sensitive: own['after_sensitive'] });
  }
  const configured = new Map<string, JsonRecord>();
  for (const { path, content } of modules.values()) {
    const prefix = path === '' ? '' : `${path}.`;
    for (const resource of listIn(content, 'resources'))
      configured.set(`${prefix}${textIn(resource, 'address')}`, resource);
  }
  const planned = resourcesIn(recordIn(recordIn(plan, 'planned_values'), 'root_module'));
  const known = new Set(planned.map((resource) => textIn(resource, 'address')));
  const prior = resourcesIn(recordIn(recordIn(recordIn(plan, 'prior_state'), 'values'), 'root_module')).filter(
    (resource) => resource['mode'] === 'data' && !known.has(textIn(resource, 'address')),
  );
  return [...prior, ...planned].flatMap((resource) => {
    const address = textIn(resource, 'address');
    const type = textIn(resource, 'type');
    if (address === '' || type === '') return [];
    const config = configured.get(withoutKeys(address));
    const expressions = config === undefined ? undefined : recordIn(config, 'expressions');
    const own = marks.get(address);
    const values = plannedValue(resource['values'] ?? {}, {
      unknown: own?.unknown === true ? undefined : own?.unknown,
      sensitive: [resource['sensitive_values'], own?.sensitive],
      written: expressions,
    });
    const module = modules.get(modulePathOf(withoutKeys(address)));
    const made = block(
      resource['mode'] === 'data' ? 'data' : 'resource',
      { type, name: textIn(resource, 'name'), address },
      values.kind === 'object' ? values.entries : new Map(),
      module === undefined || expressions === undefined ? [] : referencesOf(expressions, module),
    );
    return [made];
  });
}

/** `module.a.module.b` of `module.a.module.b.type.name`. */
function modulePathOf(address: string): string {
  return /^(?:module\.[^.]+\.)*/.exec(address)?.[0].slice(0, -1) ?? '';
}

/** Resources of a module and of those in it, in the plan's order. */
function resourcesIn(module: JsonRecord): readonly JsonRecord[] {
  return [...listIn(module, 'resources'), ...listIn(module, 'child_modules').flatMap(resourcesIn)];
}

function outputBlocks(plan: JsonRecord): readonly InfrastructureBlock[] {
  return Object.entries(recordIn(recordIn(plan, 'planned_values'), 'outputs')).map(([name, output]) => {
    const { sensitive, value } = isRecord(output) ? output : {};
    const known = isRecord(output) && 'value' in output;
    const content = known
      ? plannedValue(value, { unknown: undefined, sensitive: [sensitive], written: {} })
      : unknown('known after apply');
    const attributes = new Map<string, Value>([['value', content]]);
    const names = { type: name, name, address: `output.${name}` };
    return { ...block('output', names, attributes), value: content };
  });
}
