import { outermost, type Position, type SourceText, toFileOffset } from './source-text.ts';

/**
 * A stretch of a file. Holds offsets only, lines and columns are worked out when asked for: a tree has far more spans
 * than anybody looks at.
 */
export class Span {
  readonly source: SourceText;
  /** Offsets in `source`; for text decoded from a JSON string they differ from those in the file. */
  readonly from: number;
  readonly to: number;

  constructor(source: SourceText, from: number, to: number) {
    this.source = source;
    this.from = from;
    this.to = to;
  }

  get file(): string {
    return this.source.file;
  }

  get start(): Position {
    return locate(this.source, this.from);
  }

  get end(): Position {
    return locate(this.source, this.to);
  }

  /** What stands there, for embedded text in decoded form. */
  get text(): string {
    return this.source.text.slice(this.from, this.to);
  }

  toJSON(): { readonly file: string; readonly start: Position; readonly end: Position } {
    return { file: this.file, start: this.start, end: this.end };
  }
}

/** From the beginning of one span to the end of another one in the same text. */
export function cover(first: Span, last: Span): Span {
  return new Span(first.source, first.from, last.to);
}

function locate(source: SourceText, at: number): Position {
  const offset = toFileOffset(source, at);
  const lines = outermost(source).lines();
  return { line: lines.lineOf(offset), column: lines.columnOf(offset), offset };
}
