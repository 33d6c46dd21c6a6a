import { compareCodePoints } from '@securescan/model';
import { fromPlain } from '../../evaluate/plain.ts';
import { map, type Value } from '../../evaluate/values.ts';
import { createSource, type SourceText } from '../../hcl/source-text.ts';
import { detectAzureRegions } from './azure-regions.ts';
import type { BlockReference, InfrastructureBlock } from '../../state/block.ts';
import { type DataMap, type DataNode, entryAt, entryOf, isMap, itemsOf, textOf } from '../data/data-node.ts';
import { readJsonDocument } from '../data/json-document.ts';
import { createProblems, fileStart, type Problems } from '../data/problems.ts';
import { toValue } from '../data/to-value.ts';
import type { Reader } from '../reader.ts';
import { createArmResolver } from './arm-expression.ts';

const BICEP = /\.bicep$/i;
const SKIPPED_FOLDERS = /(?:^|\/)(?:\.git|node_modules)\//;
/** Deployments within one another. */
const MAX_NESTING = 10;

/** Whether a file must be compiled (`bicep build --stdout`) before it can be read. The path stays, the text is replaced. */
export function needsCompilation({ path, text }: { readonly path: string; readonly text: string }): boolean {
  return BICEP.test(path) && !/^\uFEFF?\s*\{/.test(text);
}

/**
 * Templates of Azure Resource Manager: what `bicep build --stdout` gives for a `.bicep` file, under the path of that
 * file, and templates in JSON. A `.bicep` file that was not compiled is an error.
 */
export const bicepReader: Reader = {
  id: 'bicep',
  title: 'Bicep',
  engines: ['bicep'],
  accepts: (path) => !SKIPPED_FOLDERS.test(path) && (BICEP.test(path) || /\.json$/i.test(path)),
  read: (files, options = {}) => {
    const problems = createProblems();
    const given: Record<string, Value> = {};
    for (const [name, value] of Object.entries(options.variables ?? {})) given[name] = fromPlain(value);
    const blocks: InfrastructureBlock[] = [];
    let read = 0;
    for (const file of files
      .filter(({ path }) => bicepReader.accepts(path))
      .toSorted((a, b) => compareCodePoints(a.path, b.path))) {
      const source = createSource(file.path, file.text);
      if (needsCompilation(file)) {
        read += 1;
        problems.error(
          'Not read: Bicep is not supported without the bicep program. Install it, or give the output of `bicep build`.',
          fileStart(source),
        );
      } else if (BICEP.test(file.path) || file.text.includes('deploymentTemplate.json')) {
        read += 1;
        blocks.push(...readTemplate(source, given, problems));
      }
    }
    return { blocks, regions: detectAzureRegions(blocks), diagnostics: problems.list, files: read };
  },
};

function readTemplate(
  source: SourceText,
  given: Readonly<Record<string, Value>>,
  problems: Problems,
): readonly InfrastructureBlock[] {
  const template = readJsonDocument(source, problems);
  if (template === undefined) return [];
  if (!isMap(template) || !template.entries.has('resources')) {
    problems.error('This is no template of Azure Resource Manager: it has no `resources`.', template.span);
    return [];
  }
  return templateBlocks(template, given, problems, 0).map((block) => ({ ...block, root: source.file }));
}

function templateBlocks(
  template: DataMap,
  given: Readonly<Record<string, Value>>,
  problems: Problems,
  nesting: number,
): readonly InfrastructureBlock[] {
  const resolve = createArmResolver(template, given);
  const resources = template.entries.get('resources');
  const listed: readonly (readonly [string, DataNode])[] = isMap(resources)
    ? [...resources.entries]
    : itemsOf(resources).map((node) => ['', node] as const);
  const blocks = [...parameterBlocks(template, resolve)];
  const symbols = new Map<string, string>();
  const made = listed.flatMap(([symbol, node]) => {
    const found = resourceBlocks(symbol, node, '', resolve, problems, nesting);
    const [first] = found;
    if (symbol !== '' && first !== undefined) symbols.set(symbol, first.block.address);
    return found;
  });
  for (const { block, dependsOn } of made)
    blocks.push({ ...block, references: dependencies(dependsOn, symbols, made) });
  return blocks;
}

function parameterBlocks(template: DataMap, resolve: (node: DataNode) => Value): readonly InfrastructureBlock[] {
  const parameters = template.entries.get('parameters');
  if (!isMap(parameters)) return [];
  return [...parameters.entries].flatMap(([name, node]) => {
    const attributes = toValue(node);
    if (attributes.kind !== 'object') return [];
    const use: DataNode = { kind: 'scalar', value: `[parameters('${name}')]`, span: node.span };
    return [
      {
        kind: 'variable' as const,
        type: name,
        name,
        address: `param.${name}`,
        value: resolve(use),
        attributes,
        span: node.span,
        references: [],
      },
    ];
  });
}

interface Made {
  readonly block: InfrastructureBlock;
  readonly dependsOn: readonly DataNode[];
}

function resourceBlocks(
  symbol: string,
  node: DataNode,
  parentType: string,
  resolve: (node: DataNode) => Value,
  problems: Problems,
  nesting: number,
): readonly Made[] {
  const own = textOf(entryOf(node, 'type'));
  if (!isMap(node) || own === undefined) {
    problems.error('A resource is not read: it has no `type` that is a text.', node.span);
    return [];
  }
  const type = parentType === '' ? own : `${parentType}/${own}`;
  const inner = entryAt(node, 'properties', 'template');
  if (type.toLowerCase() === 'microsoft.resources/deployments' && isMap(inner) && nesting < MAX_NESTING) {
    const parameters = entryAt(node, 'properties', 'parameters');
    return templateBlocks(inner, passedOn(parameters, resolve), problems, nesting + 1).map((block) => ({
      block,
      dependsOn: [],
    }));
  }
  const entries = new Map<string, Value>();
  for (const [name, item] of node.entries) {
    if (name !== 'resources') entries.set(name, resolve(item));
  }
  const written = entries.get('name');
  const name =
    symbol !== ''
      ? symbol
      : written?.kind === 'string'
        ? written.value
        : (written?.span?.text ?? '').replaceAll('"', '');
  const block: InfrastructureBlock = {
    kind: node.entries.get('existing') === undefined ? 'resource' : 'data',
    type,
    name,
    address: `${type}.${name}`,
    attributes: map(entries, node.span),
    span: node.span,
    references: [],
  };
  const children = itemsOf(entryOf(node, 'resources')).flatMap((child) =>
    resourceBlocks('', child, type, resolve, problems, nesting),
  );
  return [{ block, dependsOn: itemsOf(entryOf(node, 'dependsOn')) }, ...children];
}

/** Parameters that a deployment gives to its template. */
function passedOn(parameters: DataNode | undefined, resolve: (node: DataNode) => Value): Record<string, Value> {
  const given: Record<string, Value> = {};
  if (!isMap(parameters)) return given;
  for (const [name, node] of parameters.entries) {
    const value = entryOf(node, 'value');
    if (value !== undefined) Object.defineProperty(given, name, { value: resolve(value), enumerable: true });
  }
  return given;
}

function dependencies(
  dependsOn: readonly DataNode[],
  symbols: ReadonlyMap<string, string>,
  made: readonly Made[],
): readonly BlockReference[] {
  const known = new Set(made.map(({ block }) => block.address));
  const found = new Set<string>();
  for (const node of dependsOn) {
    const text = textOf(node) ?? '';
    const [, type = '', name = ''] = /^\[resourceId\('([^']*)', '([^']*)'\)\]$/.exec(text) ?? [];
    const address = symbols.get(text) ?? `${type}.${name}`;
    if (known.has(address)) found.add(address);
  }
  return [...found].map((address) => ({ path: ['dependsOn'], address }));
}
