import { createLineTable, type LineTable } from './line-table.ts';

/** A place in a file: `line` and `column` count from 1, `offset` from 0 in UTF-16 units. */
export interface Position {
  readonly line: number;
  /** In characters as a reader sees them (grapheme clusters), which is how HCL counts. */
  readonly column: number;
  readonly offset: number;
}

/** Text that stands inside another one in encoded form, as a template in a JSON string does. */
interface Embedding {
  readonly outer: SourceText;
  /** The offset in the outer text. */
  readonly offsetOf: (offset: number) => number;
}

/** A file's text, or text decoded from a part of one, and the way from offsets to positions. */
export interface SourceText {
  readonly file: string;
  readonly text: string;
  readonly embedding: Embedding | null;
  readonly lines: () => LineTable;
}

export function createSource(file: string, text: string, embedding: Embedding | null = null): SourceText {
  let table: LineTable | undefined;
  return {
    file,
    text,
    embedding,
    lines: () => {
      table ??= createLineTable(text);
      return table;
    },
  };
}

/** The offset in the file itself. */
export function toFileOffset(source: SourceText, offset: number): number {
  let current = source;
  let result = offset;
  while (current.embedding !== null) {
    result = current.embedding.offsetOf(result);
    current = current.embedding.outer;
  }
  return result;
}

/** The text of the file itself. */
export function outermost(source: SourceText): SourceText {
  let current = source;
  while (current.embedding !== null) current = current.embedding.outer;
  return current;
}
