/**
 * Finds the line of an entry by the text that begins it. Searches onwards from the last hit, then from the top, so that a
 * whole file costs one pass when entries are asked for in their order.
 */
export function createLineFinder(text: string): (anchor: string) => number | null {
  const normalised = text.replaceAll('\r\n', '\n');
  let cursor = 0;
  let cursorLine = 1;
  const countLines = (from: number, to: number) => {
    let count = 0;
    for (let at = normalised.indexOf('\n', from); at !== -1 && at < to; at = normalised.indexOf('\n', at + 1))
      count += 1;
    return count;
  };
  const search = (anchor: string, from: number) => {
    for (let at = normalised.indexOf(anchor, from); at !== -1; at = normalised.indexOf(anchor, at + 1)) {
      // Not in the middle of a longer name.
      if (at === 0 || /[\s"',([{]/.test(normalised.charAt(at - 1)) || /^["\s<]/.test(anchor)) return at;
    }
    return -1;
  };
  return (anchor) => {
    if (anchor === '') return null;
    let at = search(anchor, cursor);
    if (at === -1) {
      at = search(anchor, 0);
      if (at === -1) return null;
      cursor = 0;
      cursorLine = 1;
    }
    cursorLine += countLines(cursor, at);
    cursor = at;
    return cursorLine;
  };
}
