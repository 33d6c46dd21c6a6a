import { cutMiddle, displayWidth, padToWidth } from '@securescan/renderers';

/** How a table is laid out. */
export interface ColumnLayout {
  /** Columns of the terminal, or null where nothing is cut. */
  readonly width: number | null;
  /**
   * Index of the column that gives way when the terminal is too narrow, its text cut in the middle with `…`. Without it the
   * last column, which then holds advice to be copied, moves to a line of its own where it does not fit.
   */
  readonly shrink?: number;
  /** Least widths, for layouts that are fixed. */
  readonly minimum?: readonly number[];
}

/** Left-aligned columns, two blanks apart, without frames and without blanks at the end of a line. */
export function renderColumns(rows: readonly (readonly string[])[], layout: ColumnLayout): string {
  const widths = measureColumns(rows, layout);
  return rows
    .map((row) => {
      const cells = row.map((cell, i) => {
        const width = widths[i] ?? 0;
        return padToWidth(i === layout.shrink ? cutMiddle(cell, width) : cell, width);
      });
      const line = cells.join('  ').trimEnd();
      const isTooWide = layout.width !== null && layout.shrink === undefined && displayWidth(line) > layout.width;
      return isTooWide ? `${cells.slice(0, -1).join('  ').trimEnd()}\n    ${row.at(-1)}\n` : `${line}\n`;
    })
    .join('');
}

function measureColumns(rows: readonly (readonly string[])[], layout: ColumnLayout): readonly number[] {
  const count = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: count }, (_, i) =>
    Math.max(layout.minimum?.[i] ?? 0, ...rows.map((row) => displayWidth(row[i] ?? ''))),
  );
  const over =
    widths.reduce((sum, width) => sum + width, 0) + 2 * (count - 1) - (layout.width ?? Number.POSITIVE_INFINITY);
  if (layout.shrink !== undefined && over > 0) {
    const own = widths[layout.shrink] ?? 0;
    widths[layout.shrink] = Math.max(Math.min(own, 12), own - over);
  }
  return widths;
}
