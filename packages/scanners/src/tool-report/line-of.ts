/** 1-based number of the first line that the test accepts, or null. Lines end at LF. */
export function findLine(text: string | null, accepts: (line: string) => boolean): number | null {
  if (text === null) return null;
  let start = 0;
  for (let line = 1; start <= text.length; line += 1) {
    const end = text.indexOf('\n', start);
    if (accepts(text.slice(start, end === -1 ? undefined : end))) return line;
    if (end === -1) return null;
    start = end + 1;
  }
  return null;
}
