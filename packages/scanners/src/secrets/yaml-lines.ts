import type { NamedValue } from './assignment.ts';

/** Lines beyond this are data, not settings; the rules of the bank look at them. */
const MAX_LINE = 8000;
/** `key: value` and `- key: value`. */
const ENTRY = /^([ \t]{0,200})(?:-[ \t]{1,20})?(["']?)([A-Za-z_][\w.-]{0,120})\2[ \t]{0,4}:[ \t]{1,20}(\S.*)$/;

/** A line of a file, without its end. */
export interface Line {
  readonly text: string;
  /** Offset in the file. */
  readonly start: number;
}

/** A scalar, its quotes and comments taken off, and where it stands in the file. */
export type Scalar = Pick<NamedValue, 'value' | 'quoted' | 'start' | 'end'>;

/** All lines of a text; one that is too long reads as empty. */
export function readLines(text: string): readonly Line[] {
  const lines: Line[] = [];
  for (let start = 0; start < text.length;) {
    const lineEnd = text.indexOf('\n', start);
    const next = lineEnd === -1 ? text.length : lineEnd;
    const end = text[next - 1] === '\r' ? next - 1 : next;
    lines.push({ text: end - start > MAX_LINE ? '' : text.slice(start, end), start });
    start = next + 1;
  }
  return lines;
}

/** Reads what follows a colon or an equals sign. */
export function readScalar(raw: string, at: number): Scalar {
  const [, quote, inner] = /^(["'])((?:(?!\1).){0,8000})\1[ \t]{0,9}(?:#.*)?$/.exec(raw) ?? [];
  const value = quote === undefined ? raw.replace(/[ \t]#.*$/, '').trimEnd() : (inner ?? '');
  const start = quote === undefined ? at : at + 1;
  return { value, quoted: quote !== undefined, start, end: start + value.length };
}

/** The entry of a mapping on a line; null when the line holds something else. */
export function readEntry({ text, start }: Line): NamedValue | null {
  const match = ENTRY.exec(text);
  if (match === null) return null;
  const [, , , variable = '', raw = ''] = match;
  return { variable, ...readScalar(raw, start + text.length - raw.length) };
}

/** The documents of a YAML stream. */
export function splitDocuments(lines: readonly Line[]): readonly (readonly Line[])[] {
  const documents: Line[][] = [[]];
  for (const line of lines) {
    if (line.text.startsWith('---')) documents.push([]);
    else documents.at(-1)?.push(line);
  }
  return documents;
}
