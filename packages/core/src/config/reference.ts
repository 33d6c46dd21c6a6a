import { configJsonSchema } from './schema.ts';

interface SchemaNode {
  readonly type?: string | readonly string[];
  readonly enum?: readonly string[];
  readonly const?: unknown;
  readonly anyOf?: readonly SchemaNode[];
  readonly items?: SchemaNode;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly additionalProperties?: SchemaNode | boolean;
  readonly format?: string;
  readonly description?: string;
  readonly default?: unknown;
}

function describeType(node: SchemaNode): string {
  if (node.const !== undefined) return `\`${JSON.stringify(node.const)}\``;
  if (node.enum !== undefined) return node.enum.map((word) => `\`${word}\``).join(', ');
  if (node.anyOf !== undefined) return node.anyOf.map(describeType).join(' or ');
  if (node.type === 'array') return `list of ${describeType(node.items ?? {})}`;
  if (node.type === 'object' && typeof node.additionalProperties === 'object')
    return `mapping to ${describeType(node.additionalProperties)}`;
  if (node.type === 'object') return 'mapping';
  if (node.format === 'date') return 'date';
  const types = [node.type ?? 'anything'].flat();
  return types.map((type) => (type === 'string' ? 'text' : type)).join(' or ');
}

/** Keys of one entry of a mapping that the other entries do not have. */
function findOwn(name: string, node: SchemaNode, mapping: SchemaNode): [string, SchemaNode][] {
  const shared = typeof mapping.additionalProperties === 'object' ? mapping.additionalProperties.properties : undefined;
  return Object.entries(node.properties ?? {})
    .filter(([key]) => shared?.[key] === undefined)
    .map(([key, child]) => [`${name}.${key}`, child]);
}

/** Mappings below a key, whose keys get rows of their own. */
function findNested(name: string, node: SchemaNode): readonly [string, SchemaNode][] {
  const candidates: readonly (readonly [string, SchemaNode | undefined])[] = [
    [name, node],
    [`${name}[]`, node.items?.anyOf?.find(({ type }) => type === 'object')],
    [`${name}.<id>`, typeof node.additionalProperties === 'object' ? node.additionalProperties : undefined],
  ];
  return candidates.flatMap(([prefix, parent]) =>
    Object.entries(parent?.properties ?? {}).flatMap(([key, child]): [string, SchemaNode][] => [
      [`${prefix}.${key}`, child],
      ...findOwn(`${prefix}.${key}`, child, node),
    ]),
  );
}

function toRow([name, node]: readonly [string, SchemaNode]): string {
  const standard = node.default === undefined ? '' : `\`${JSON.stringify(node.default)}\``;
  // A description may hold a bar, which would end the cell.
  const cells = [`\`${name}\``, describeType(node), standard, node.description ?? ''];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

/** The table of `docs/reference/configuration.md`: a row per key, made from the schema. */
export function configReferenceTable(): string {
  const schema = configJsonSchema() as SchemaNode;
  const rows = Object.entries(schema.properties ?? {}).flatMap((entry) => [entry, ...findNested(...entry)]);
  return ['| key | type | default | meaning |', '| --- | --- | --- | --- |', ...rows.map(toRow)].join('\n');
}

const MARKS = /(<!-- keys: written by tools\/gen-config\.ts -->\n)[\s\S]*?(\n<!-- end of keys -->)/;

/** Puts the table of keys between the marks of the reference page. @throws Error when the page has no marks */
export function updateConfigPage(page: string): string {
  if (!MARKS.test(page)) throw new Error('the configuration page has lost the marks around its table of keys');
  // As a function, since the table may hold `$`.
  return page.replace(MARKS, (_all, start: string, end: string) => `${start}\n${configReferenceTable()}\n${end}`);
}
