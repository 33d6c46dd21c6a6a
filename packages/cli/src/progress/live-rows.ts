import { cutToWidth } from '@securescan/renderers';
import type { Output } from '../io/io.ts';
import { toVisible } from '../io/visible.ts';

/** Rows at the bottom of a terminal that are redrawn in place, with lasting lines scrolling away above them. */
export interface LiveRows {
  /** Adds a row, or replaces the one with this key; `text` is asked again at every redraw. */
  set(key: string, text: () => string): void;
  remove(key: string): void;
  /** Writes a lasting line above the rows. */
  print(line: string): void;
  /** Takes the rows away and gives the cursor back. */
  close(): Promise<void>;
}

const REDRAW_MS = 100;
const HIDE_CURSOR = '\u001B[?25l';
const SHOW_CURSOR = '\u001B[?25h';
const CLEAR_BELOW = '\r\u001B[J';

/** Opens live rows on a terminal. The cursor comes back even when the process is ended in between. */
export function openLiveRows(output: Output): LiveRows {
  const rows = new Map<string, () => string>();
  const forget = output.atExit(SHOW_CURSOR);
  let drawn = 0;
  let last: Promise<void> = output.write(HIDE_CURSOR);

  const draw = (above: string) => {
    const width = (output.columns() ?? 80) - 1;
    const height = Math.max(1, (output.rows() ?? 24) - 2);
    const lines = [...rows.values()].map((text) => cutToWidth(toVisible(text()), width));
    const shown =
      lines.length > height ? [...lines.slice(0, height - 1), `  … and ${lines.length - height + 1} more`] : lines;
    const up = drawn === 0 ? '' : `\u001B[${drawn}A`;
    last = output.write(`${up}${CLEAR_BELOW}${above}${shown.map((line) => `${line}\n`).join('')}`);
    drawn = shown.length;
  };
  const timer = setInterval(() => draw(''), REDRAW_MS);
  timer.unref();

  return {
    set(key, text) {
      rows.set(key, text);
      draw('');
    },
    remove(key) {
      if (rows.delete(key)) draw('');
    },
    print: (line) => draw(`${toVisible(line)}\n`),
    async close() {
      clearInterval(timer);
      rows.clear();
      draw('');
      await last;
      await output.write(SHOW_CURSOR);
      forget();
    },
  };
}
