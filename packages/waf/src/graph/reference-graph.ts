import type { InfrastructureBlock } from '../state/block.ts';

/** The other end of a reference. */
export interface BlockLink {
  readonly block: InfrastructureBlock;
  /** Of the block that refers: types of nested blocks and the name of the attribute. */
  readonly path: readonly string[];
}

/** Who refers to whom. Blocks of different root modules do not see each other. */
export interface ReferenceGraph {
  /** The blocks that a block refers to, in the order of its expressions. */
  readonly targetsOf: (block: InfrastructureBlock) => readonly BlockLink[];
  /** The blocks that refer to a block, in the order of the blocks. */
  readonly referrersOf: (block: InfrastructureBlock) => readonly BlockLink[];
}

/** The graph of all blocks of a state; a reference without an instance key means every instance. */
export function createReferenceGraph(blocks: readonly InfrastructureBlock[]): ReferenceGraph {
  const byAddress = new Map<string, InfrastructureBlock[]>();
  for (const block of blocks) {
    for (const address of addressesOf(block.address)) put(byAddress, keyOf(block, address), block);
  }
  /** Where a reference leads; one instance of which nothing is known stands for all of them. */
  const resolve = (block: InfrastructureBlock, address: string): string | undefined =>
    addressesOf(address)
      .map((one) => keyOf(block, one))
      .find((key) => byAddress.has(key));

  const referrers = new Map<string, (BlockLink & { readonly index: number })[]>();
  for (const [index, block] of blocks.entries()) {
    for (const { path, address } of block.references) {
      const key = resolve(block, address);
      if (key !== undefined) put(referrers, key, { block, path, index });
    }
  }

  return {
    targetsOf: (block) =>
      block.references.flatMap(({ path, address }) =>
        (byAddress.get(resolve(block, address) ?? '') ?? []).map((target) => ({ block: target, path })),
      ),
    referrersOf: (block) =>
      addressesOf(block.address)
        .flatMap((address) => referrers.get(keyOf(block, address)) ?? [])
        .toSorted((a, b) => a.index - b.index)
        .map(({ block: from, path }) => ({ block: from, path })),
  };
}

/** Of an instance its own address and that of all instances. */
function addressesOf(address: string): readonly string[] {
  if (!address.endsWith(']')) return [address];
  // Quotes within a key are escaped, so that this is where it begins.
  return [address, address.slice(0, address.lastIndexOf(address.endsWith('"]') ? '["' : '['))];
}

function keyOf({ root }: InfrastructureBlock, address: string): string {
  return `${root ?? ''}\n${address}`;
}

function put<T>(into: Map<string, T[]>, key: string, item: T): void {
  const present = into.get(key);
  if (present === undefined) into.set(key, [item]);
  else present.push(item);
}
