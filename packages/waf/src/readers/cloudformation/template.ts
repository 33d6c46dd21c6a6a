import { map, type Value } from '../../evaluate/values.ts';
import type { BlockReference, InfrastructureBlock } from '../../state/block.ts';
import { type DataMap, type DataNode, entryOf, isMap, itemsOf, textOf } from '../data/data-node.ts';
import type { Problems } from '../data/problems.ts';
import { derivedAttributes } from './derived-attributes.ts';
import { createResolver, intrinsicOf, type Resolver } from './intrinsics.ts';
import { parameterBlocks, readParameters } from './parameters.ts';

/** Members of a resource that become attributes beside its properties. */
const RESOURCE_ATTRIBUTES = ['DeletionPolicy', 'UpdateReplacePolicy', 'DependsOn', 'Condition', 'Metadata'];

export interface TemplateOptions {
  /** What the template is called in addresses. */
  readonly name: string;
  readonly root?: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

/** Whether a document is a template of CloudFormation. */
export function isTemplate(node: DataNode): node is DataMap {
  if (!isMap(node)) return false;
  if (node.entries.has('AWSTemplateFormatVersion')) return true;
  const resources = node.entries.get('Resources');
  return (
    isMap(resources) && [...resources.entries.values()].some((one) => textOf(entryOf(one, 'Type'))?.includes('::'))
  );
}

/**
 * The blocks of a template: one `terraform` block for the template itself (description, metadata, conditions, outputs),
 * parameters as variables, outputs, and resources as `<type>.<logical id>`. Parameters with defaults are put in; what is
 * settled at deployment is unknown. Resources with a condition are there whether it holds by the defaults or not.
 */
export function templateBlocks(
  template: DataMap,
  problems: Problems,
  options: TemplateOptions,
): readonly InfrastructureBlock[] {
  const parameters = readParameters(template, options.variables);
  const resolver = createResolver(template, parameters, problems);
  const place = options.root === undefined ? {} : { root: options.root };
  const resources = entryOf(template, 'Resources');
  const addresses = addressesOf(resources);
  const blocks: InfrastructureBlock[] = [
    configBlock(template, resolver, options.name),
    ...parameterBlocks(template, parameters),
    ...outputBlocks(template, resolver, addresses),
  ];
  if (resources !== undefined && !isMap(resources))
    problems.error('`Resources` of a template is a map of resources.', resources.span);
  if (isMap(resources)) {
    for (const [id, node] of resources.entries) {
      const type = textOf(entryOf(node, 'Type'));
      if (type === undefined) {
        problems.error(`The resource ${id} is not read: it has no \`Type\` that is a text.`, node.span);
        continue;
      }
      blocks.push(resourceBlock(id, type, node, resolver, addresses));
    }
  }
  return blocks.map((block) => ({ ...block, ...place }));
}

function addressesOf(resources: DataNode | undefined): ReadonlyMap<string, string> {
  if (!isMap(resources)) return new Map();
  return new Map(
    [...resources.entries].map(([id, node]) => [id, `${textOf(entryOf(node, 'Type')) ?? ''}.${id}`] as const),
  );
}

function resourceBlock(
  id: string,
  type: string,
  node: DataNode,
  resolver: Resolver,
  addresses: ReadonlyMap<string, string>,
): InfrastructureBlock {
  const entries = new Map<string, Value>();
  const properties = entryOf(node, 'Properties');
  if (isMap(properties)) {
    const value = resolver.value(properties);
    if (value.kind === 'object') {
      for (const [name, item] of value.entries) entries.set(name, name === 'Tags' ? tagMap(item) : item);
    }
  }
  for (const name of RESOURCE_ATTRIBUTES) {
    const own = entryOf(node, name);
    if (own !== undefined) entries.set(name, resolver.value(own));
  }
  for (const [name, value] of derivedAttributes(type, entries, node.span)) entries.set(name, value);
  return {
    kind: 'resource',
    type,
    name: id,
    address: `${type}.${id}`,
    attributes: map(entries, node.span),
    span: node.span,
    references: referencesOf(node, addresses),
  };
}

/** `[{Key, Value}]` as a map; anything else stays as it is. */
function tagMap(value: Value): Value {
  if (value.kind !== 'list') return value;
  const entries = new Map<string, Value>();
  for (const item of value.items) {
    const key = item.kind === 'object' ? item.entries.get('Key') : undefined;
    const content = item.kind === 'object' ? item.entries.get('Value') : undefined;
    if (key?.kind !== 'string' || content === undefined) return value;
    entries.set(key.value, content);
  }
  return map(entries, value.span);
}

function configBlock(template: DataMap, resolver: Resolver, name: string): InfrastructureBlock {
  const entries = new Map<string, Value>();
  for (const key of ['Description', 'Metadata', 'Conditions', 'Outputs', 'Transform']) {
    const node = template.entries.get(key);
    if (node !== undefined) entries.set(key, resolver.value(node));
  }
  return {
    kind: 'terraform',
    type: 'template',
    name,
    address: `template.${name}`,
    attributes: map(entries, template.span),
    span: template.span,
    references: [],
  };
}

function outputBlocks(
  template: DataMap,
  resolver: Resolver,
  addresses: ReadonlyMap<string, string>,
): readonly InfrastructureBlock[] {
  const outputs = template.entries.get('Outputs');
  if (!isMap(outputs)) return [];
  return [...outputs.entries].flatMap(([name, node]) => {
    const attributes = resolver.value(node);
    if (attributes.kind !== 'object') return [];
    return [
      {
        kind: 'output' as const,
        type: name,
        name,
        address: `output.${name}`,
        value: attributes.entries.get('Value') ?? null,
        attributes,
        span: node.span,
        references: referencesOf(node, addresses),
      },
    ];
  });
}

/** Resources that `Ref`, `Fn::GetAtt`, `Fn::Sub` and `DependsOn` name. */
function referencesOf(resource: DataNode, addresses: ReadonlyMap<string, string>): readonly BlockReference[] {
  const found = new Map<string, BlockReference>();
  const add = (path: readonly string[], id: string | undefined): void => {
    const address = addresses.get(id ?? '');
    if (address !== undefined) found.set(`${path.join('.')} ${address}`, { path, address });
  };
  const look = (node: DataNode, path: readonly string[]): void => {
    const intrinsic = intrinsicOf(node);
    if (intrinsic?.name === 'Ref') add(path, textOf(intrinsic.argument));
    else if (intrinsic?.name === 'Fn::GetAtt')
      add(path, textOf(itemsOf(intrinsic.argument)[0]) ?? textOf(intrinsic.argument)?.split('.', 1)[0]);
    else if (intrinsic?.name === 'Fn::Sub') {
      const text = textOf(intrinsic.argument) ?? textOf(itemsOf(intrinsic.argument)[0]) ?? '';
      for (const [, name = ''] of text.matchAll(/\$\{([^!{}][^{}]*)\}/g)) add(path, name.split('.', 1)[0]);
    }
    if (node.kind === 'list') for (const item of node.items) look(item, path);
    if (node.kind === 'map') {
      for (const [name, item] of node.entries) look(item, intrinsic === undefined ? [...path, name] : path);
    }
  };
  const properties = entryOf(resource, 'Properties') ?? entryOf(resource, 'Value');
  if (properties !== undefined) look(properties, []);
  const dependsOn = entryOf(resource, 'DependsOn');
  for (const item of dependsOn?.kind === 'list' ? dependsOn.items : [dependsOn]) add(['DependsOn'], textOf(item));
  return [...found.values()];
}
