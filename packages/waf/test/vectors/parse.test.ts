import { describe, expect, it } from 'vitest';
import { createReferenceGraph } from '../../src/graph/reference-graph.ts';
import { unknownText } from '../../src/evaluate/unknown-text.ts';
import { toPlain } from '../../src/evaluate/plain.ts';
import type { Value } from '../../src/evaluate/values.ts';
import { terraformReader } from '../../src/readers/terraform/terraform-reader.ts';
import type { InfrastructureBlock } from '../../src/state/block.ts';
import { deviations } from './deviations.ts';
import { engineVectors } from './engine-vectors.ts';

type Attributes = Readonly<Record<string, unknown>>;

interface RecordedBlock {
  readonly block_type: string;
  readonly type: string;
  readonly name: string;
  readonly address: string;
  readonly attributes: Attributes;
}

interface ParseCase {
  readonly name: string;
  readonly hcl: string;
  readonly expected: Readonly<Record<string, readonly RecordedBlock[]>>;
  readonly ours?: { readonly attributes: Readonly<Record<string, Attributes>> };
}

interface ParseDeviation {
  readonly attributes?: Readonly<Record<string, Attributes>>;
  readonly addresses?: Readonly<Record<string, readonly string[]>>;
}

const LISTS: Readonly<Record<string, string>> = {
  resources: 'resource',
  providers: 'provider',
  variables: 'variable',
  modules: 'module',
  config_blocks: 'terraform',
};

/** A value as the contract's value model has it: what is unknown is its text. */
function describeValue(value: Value): unknown {
  if (value.kind === 'unknown') return unknownText(value);
  if (value.kind === 'list' || value.kind === 'set') return value.items.map(describeValue);
  if (value.kind === 'map' || value.kind === 'object') {
    return Object.fromEntries([...value.entries].map(([name, item]) => [name, describeValue(item)]));
  }
  return toPlain(value);
}

function describeBlock({ kind, type, name, address, attributes }: InfrastructureBlock): RecordedBlock {
  return { block_type: kind, type, name, address, attributes: describeValue(attributes) as Attributes };
}

/** Blanks within an expression depend on the version of the reference; the contract keeps those of the source. */
function withoutBlanks(value: unknown): unknown {
  if (typeof value === 'string') return value.startsWith('${') ? value.replaceAll(/\s+/g, '') : value;
  if (Array.isArray(value)) return value.map(withoutBlanks);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutBlanks(item)]));
}

describe('parse vectors', () => {
  for (const { name, hcl, expected, ours } of engineVectors('parse_cases') as readonly ParseCase[]) {
    const deviation = deviations[name];
    it(deviation === undefined ? name : `${name} (deviates: ${deviation.because})`, () => {
      const { blocks } = terraformReader.read([{ path: 'main.tf', text: hcl }]);
      const { attributes = {}, addresses = {} } = (deviation?.ours ?? {}) as ParseDeviation;
      for (const [list, recorded] of Object.entries(expected)) {
        const wanted = recorded.flatMap((block) =>
          (addresses[block.address] ?? [block.address]).map((address) => ({
            ...block,
            address,
            attributes: { ...block.attributes, ...ours?.attributes[block.address], ...attributes[block.address] },
          })),
        );
        const got = blocks.filter(({ kind }) => kind === LISTS[list]).map(describeBlock);
        expect(withoutBlanks(got)).toEqual(withoutBlanks(wanted));
      }
    });
  }
});

interface BlastCase {
  readonly name: string;
  readonly hcl: string;
  readonly expected: { readonly graph: Readonly<Record<string, readonly string[]>> };
}

describe('graph vectors', () => {
  for (const { name, hcl, expected } of engineVectors('blast_cases') as readonly BlastCase[]) {
    it(name, () => {
      const { blocks } = terraformReader.read([{ path: 'main.tf', text: hcl }]);
      const graph = createReferenceGraph(blocks);
      const edges = blocks.map((block): readonly [string, readonly string[]] => [
        block.address,
        [...new Set(graph.referrersOf(block).map((link) => link.block.address))],
      ]);
      expect(Object.fromEntries(edges.filter(([, to]) => to.length > 0))).toEqual(expected.graph);
    });
  }
});
