import { createReferenceGraph, type ReferenceGraph } from '../graph/reference-graph.ts';
import type { CheckScope } from '../controls/control.ts';
import type { BlockKind, InfrastructureBlock } from '../state/block.ts';

/** The blocks of a state by what checks ask for. Made once, asked by every check. */
export interface BlockIndex {
  /** Blocks that a scope means by kind and type, in their order. */
  readonly select: (scope: CheckScope) => readonly InfrastructureBlock[];
  readonly ofType: (kind: BlockKind, type: string) => readonly InfrastructureBlock[];
  readonly ofKind: (kind: BlockKind) => readonly InfrastructureBlock[];
  /** The variable of this name in the module of a block. */
  readonly variable: (near: InfrastructureBlock, name: string) => InfrastructureBlock | undefined;
  readonly graph: () => ReferenceGraph;
}

export function createBlockIndex(blocks: readonly InfrastructureBlock[]): BlockIndex {
  const byKind = Map.groupBy(blocks, ({ kind }) => kind);
  const byType = Map.groupBy(blocks, ({ kind, type }) => `${kind} ${type}`);
  const order = new Map(blocks.map((block, index) => [block, index]));
  const variables = new Map((byKind.get('variable') ?? []).map((block) => [placeOf(block, block.address), block]));
  let graph: ReferenceGraph | undefined;

  const ofKind = (kind: BlockKind): readonly InfrastructureBlock[] => byKind.get(kind) ?? [];
  const ofType = (kind: BlockKind, type: string): readonly InfrastructureBlock[] => byType.get(`${kind} ${type}`) ?? [];
  const ofTypes = (kind: BlockKind, types: readonly string[]): readonly InfrastructureBlock[] => {
    const [only, ...more] = types;
    if (only === undefined) return ofKind(kind);
    if (more.length === 0) return ofType(kind, only);
    return [...new Set(types)]
      .flatMap((type) => ofType(kind, type))
      .toSorted((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
  };

  return {
    ofKind,
    ofType,
    select: ({ blockKind, resourceTypes, providerName }) => {
      if (blockKind === 'resource' || blockKind === 'data') return ofTypes(blockKind, resourceTypes);
      if (blockKind === 'provider') return ofTypes('provider', providerName === null ? resourceTypes : [providerName]);
      if (blockKind !== 'any') return ofKind(blockKind);
      return resourceTypes.length === 0 ? blocks : blocks.filter(({ type }) => resourceTypes.includes(type));
    },
    variable: (near, name) => variables.get(placeOf(near, `${moduleOf(near.address)}var.${name}`)),
    graph: () => (graph ??= createReferenceGraph(blocks)),
  };
}

function placeOf({ root }: InfrastructureBlock, address: string): string {
  return `${root ?? ''}\n${address}`;
}

/** `module.a["k"].` of an address, empty in the root module. */
function moduleOf(address: string): string {
  return /^(?:module\.[^.[]+(?:\[(?:"(?:[^"\\]|\\.)*"|\d+)\])?\.)*/.exec(address)?.[0] ?? '';
}
