import { takeWhole } from '../github/fit.ts';

/** A collapsed list of a comment. */
export interface Details {
  readonly summary: string;
  readonly items: readonly string[];
}

const WRAPPING = '<details><summary></summary>\n\n\n\n</details>\n'.length;
const REST = '- … and 1234567 more\n'.length;

/**
 * Writes collapsed lists, one after the other, within a number of characters. A list that does not fit shows whole items
 * and the number of the others; one of which nothing fits is left to a line that says so.
 */
export function writeDetails(
  lists: readonly Details[],
  budget: number,
): { readonly text: string; readonly cut: number } {
  let left = budget;
  let cut = 0;
  const blocks: string[] = [];
  for (const { summary, items } of lists) {
    if (items.length === 0) continue;
    const { kept, dropped } = takeWhole(items, left - WRAPPING - summary.length - REST);
    cut += dropped;
    const lines = [...kept, ...(dropped === 0 ? [] : [`- … and ${dropped} more`])];
    const block = `<details><summary>${summary}</summary>\n\n${lines.join('\n')}\n\n</details>\n`;
    if (block.length > left) continue;
    blocks.push(block);
    left -= block.length + 1;
  }
  return { text: blocks.join('\n'), cut };
}
