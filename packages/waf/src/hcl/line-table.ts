/** Finds the line and column of offsets in one text. */
export interface LineTable {
  readonly lineOf: (offset: number) => number;
  readonly columnOf: (offset: number) => number;
}

// allow(locale): clusters of characters as HCL counts them; the segmentation of `und` is the same everywhere.
const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });
const PLAIN = /^[\t\r\u0020-\u007e]*$/;

/** Lines end in LF or CRLF. Built once per text; a look-up is logarithmic. */
export function createLineTable(text: string): LineTable {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  /** Per line that is not plain ASCII: the offsets at which its characters begin. */
  const characters = new Map<number, readonly number[]>();

  function lineOf(offset: number): number {
    return countUpTo(starts, offset);
  }

  function charactersOf(line: number): readonly number[] {
    const known = characters.get(line);
    if (known !== undefined) return known;
    const from = starts[line - 1] ?? 0;
    const content = text.slice(from, starts[line] ?? text.length);
    const offsets: number[] = [];
    if (!PLAIN.test(content.replace(/\n$/, ''))) {
      for (const { index } of graphemes.segment(content)) offsets.push(from + index);
    }
    characters.set(line, offsets);
    return offsets;
  }

  function columnOf(offset: number): number {
    const line = lineOf(offset);
    const offsets = charactersOf(line);
    const from = starts[line - 1] ?? 0;
    if (offsets.length === 0) return offset - from + 1;
    // The end of the text is one past the last character.
    if (offset >= text.length && offset > from) return offsets.length + (text.endsWith('\n') ? 0 : 1);
    return Math.max(1, countUpTo(offsets, offset));
  }

  return { lineOf, columnOf };
}

/** How many entries of an ascending list are at most `limit`. */
function countUpTo(ascending: readonly number[], limit: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? 0) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
