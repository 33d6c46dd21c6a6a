import { type InfrastructureBlock, type ReaderId, readers, toPlain } from '../src/index.ts';
import { findUnknown } from '../src/evaluate/values.ts';

export interface ReadBlocks {
  readonly blocks: readonly InfrastructureBlock[];
  /** Attributes of every block as JSON has them, by address; of blocks with one address those of the last. */
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly references: Readonly<Record<string, readonly string[]>>;
  readonly problems: readonly string[];
  readonly files: number;
}

/** What a reader makes of files. */
export function readBlocks(id: ReaderId, files: Readonly<Record<string, string>>): ReadBlocks {
  const state = readers[id].read(Object.entries(files).map(([path, text]) => ({ path, text })));
  return {
    blocks: state.blocks,
    attributes: Object.fromEntries(state.blocks.map((block) => [block.address, toPlain(block.attributes)])),
    references: Object.fromEntries(
      state.blocks.map((block) => [
        block.address,
        block.references.map((one) => `${one.path.join('.')} -> ${one.address}`),
      ]),
    ),
    problems: state.diagnostics.map(
      ({ severity, message, span }) => `${severity} ${span.file}:${span.start.line}:${span.start.column} ${message}`,
    ),
    files: state.files,
  };
}

/** The source text of an attribute, found by names; of an unknown one its expression. */
export function textAt(block: InfrastructureBlock | undefined, ...names: readonly string[]): string | undefined {
  let value = block?.attributes as
    InfrastructureBlock['attributes']['rest'] | InfrastructureBlock['attributes'] | undefined;
  for (const name of names) {
    const next = value !== undefined && value !== null && 'entries' in value ? value.entries.get(name) : undefined;
    value = next as typeof value;
  }
  if (value === undefined || value === null) return undefined;
  return (findUnknown(value) ?? value).span?.text;
}
