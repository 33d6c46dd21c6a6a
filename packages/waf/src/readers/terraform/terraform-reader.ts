import { compareCodePoints } from '@securescan/model';
import { isConfiguration } from '../../evaluate/configuration-tree.ts';
import { evaluateTree } from '../../evaluate/evaluate-module.ts';
import type { EvaluatedObject } from '../../evaluate/evaluated.ts';
import { detectRegions } from '../../regions/detect-regions.ts';
import { BLOCK_KINDS, type BlockKind, type InfrastructureBlock } from '../../state/block.ts';
import type { Reader } from '../reader.ts';
import { bodyAttributes } from './block-attributes.ts';
import { checkText } from './check-text.ts';
import { createPlacer, type PlaceValue } from './place-value.ts';

/** Copies of foreign modules and what is no code of this tree. */
const SKIPPED_FOLDERS = /(?:^|\/)(?:\.terraform|\.git|node_modules)\//;
const VALUES = /\.tfvars(?:\.json)?$/;
/** What `file`, `templatefile` and their kin are pointed at where it tells about security: policies, templates and data. */
const READ_BY_CODE = /\.(?:json|ya?ml|tftpl|tpl|tmpl|csv)$/;

/** Terraform and OpenTofu, in the native syntax and in JSON. */
export const terraformReader: Reader = {
  id: 'terraform',
  title: 'Terraform',
  engines: ['terraform'],
  accepts: (path) =>
    !SKIPPED_FOLDERS.test(path) && (isConfiguration(path) || VALUES.test(path) || READ_BY_CODE.test(path)),
  read: (files, options = {}) => {
    const own = files.filter(({ path }) => !SKIPPED_FOLDERS.test(path));
    const { modules, diagnostics } = evaluateTree(own, options);
    const place = createPlacer();
    const blocks = modules.flatMap(({ directory, objects }) =>
      objects.flatMap((object) => toBlock(object, directory, place)),
    );
    const ordered = inOrder(blocks);
    const configuration = own.filter(({ path }) => isConfiguration(path));
    return {
      blocks: ordered,
      regions: detectRegions(ordered),
      diagnostics: [...diagnostics, ...configuration.flatMap(checkText)],
      files: configuration.length,
    };
  },
};

function toBlock(object: EvaluatedObject, root: string, place: PlaceValue): readonly InfrastructureBlock[] {
  const kind = BLOCK_KINDS.find((one) => one === object.kind);
  if (kind === undefined) return [];
  return [
    {
      kind,
      ...namesOf(kind, object),
      address: withoutOpenKeys(object.address),
      root,
      value: object.result,
      attributes: bodyAttributes(object, place),
      span: object.span,
      references: object.references.map(({ path, address }) => ({ path, address: withoutOpenKeys(address) })),
    },
  ];
}

function namesOf(kind: BlockKind, { type, name }: EvaluatedObject): { readonly type: string; readonly name: string } {
  if (kind === 'terraform' || kind === 'locals') return { type: kind, name: '' };
  return { type, name: kind === 'provider' ? '' : name };
}

/** A block that stands for an unknown number of instances has the address of all of them. */
function withoutOpenKeys(address: string): string {
  if (!address.includes('[*]')) return address;
  return address.replaceAll(/("(?:[^"\\]|\\.)*")|\[\*\]/g, '$1');
}

/** By file, then as written; instances stay in their order. */
function inOrder(blocks: readonly InfrastructureBlock[]): readonly InfrastructureBlock[] {
  return [...Map.groupBy(blocks, ({ span }) => span?.file ?? '')]
    .toSorted(([a], [b]) => compareCodePoints(a, b))
    .flatMap(([, group]) => group.toSorted((a, b) => (a.span?.from ?? 0) - (b.span?.from ?? 0)));
}
