import { map, string, unknown, type Value } from '../../evaluate/values.ts';
import type { BlockReference, InfrastructureBlock } from '../../state/block.ts';
import { snakeKeys } from '../cdk/construct-attributes.ts';
import { type DataMap, type DataNode, entryOf, isMap, textOf } from '../data/data-node.ts';
import type { Problems } from '../data/problems.ts';
import { toValue } from '../data/to-value.ts';
import { pulumiType } from './resource-types.ts';

const EXPRESSION = /\$\{([A-Za-z_][\w-]*)[^{}]*\}/g;

/** Whether a document is a program of Pulumi in YAML. */
export function isPulumiProgram(node: DataNode): node is DataMap {
  return isMap(node) && isMap(node.entries.get('resources'));
}

/** The resources of a program in YAML, and its variables. */
export function yamlResources(program: DataMap, problems: Problems): readonly InfrastructureBlock[] {
  const resources = program.entries.get('resources');
  if (!isMap(resources)) return [];
  const variables = entryOf(program, 'variables');
  const addresses = new Map<string, string>();
  const typed: { readonly id: string; readonly type: string; readonly node: DataNode }[] = [];
  for (const [id, node] of resources.entries) {
    const token = textOf(entryOf(node, 'type'));
    if (token === undefined) {
      problems.error(`The resource ${id} is not read: it has no \`type\` that is a text.`, node.span);
      continue;
    }
    const type = typeOf(token);
    addresses.set(id, `${type}.${id}`);
    typed.push({ id, type, node });
  }
  return typed.map(({ id, type, node }) => {
    const properties = entryOf(node, 'properties');
    const value = properties === undefined ? map(new Map()) : snakeKeys(toValue(properties, expression(variables)));
    return {
      kind: 'resource',
      type,
      name: id,
      address: `${type}.${id}`,
      attributes: value.kind === 'object' ? { ...value, span: node.span } : map(new Map(), node.span),
      span: node.span,
      references: properties === undefined ? [] : referencesOf(properties, addresses),
    };
  });
}

/** `aws:s3:BucketV2` and `aws:s3/bucketV2:BucketV2`; a type of no known package stays as it is. */
function typeOf(token: string): string {
  const [packageName = '', module = '', className] = token.split(':');
  if (className === undefined) return token;
  const [first = ''] = module.split('/', 1);
  return pulumiType(packageName, first === 'index' ? [className] : [first, className]) ?? token;
}

/** Texts with `${…}` and calls of functions are settled later; a variable with a literal value is put in. */
function expression(variables: DataNode | undefined): (node: DataNode) => Value | undefined {
  const settle = (node: DataNode, depth: number): Value | undefined => {
    const text = textOf(node);
    if (text !== undefined) {
      if (!text.includes('${')) return undefined;
      const whole = /^\$\{([A-Za-z_][\w-]*)\}$/.exec(text)?.[1];
      const target = whole === undefined ? undefined : entryOf(variables, whole);
      if (target?.kind === 'scalar' && depth < 10)
        return settle(target, depth + 1) ?? { ...toValue(target), span: node.span };
      return /(?<!\$)\$\{/.test(text)
        ? unknown('it is settled when the program runs', node.span)
        : string(text.replaceAll('$${', '${'), node.span);
    }
    const isCall = isMap(node) && [...node.entries.keys()].some((key) => key.startsWith('fn::'));
    return isCall ? unknown('it is settled when the program runs', node.span) : undefined;
  };
  return (node) => settle(node, 0);
}

function referencesOf(root: DataNode, addresses: ReadonlyMap<string, string>): readonly BlockReference[] {
  const found = new Map<string, BlockReference>();
  const look = (node: DataNode, path: readonly string[]): void => {
    for (const [, id = ''] of textOf(node)?.matchAll(EXPRESSION) ?? []) {
      const address = addresses.get(id);
      if (address !== undefined) found.set(`${path.join('.')} ${address}`, { path, address });
    }
    if (node.kind === 'list') for (const item of node.items) look(item, path);
    if (node.kind === 'map') for (const [name, item] of node.entries) look(item, [...path, name]);
  };
  look(root, []);
  return [...found.values()];
}
