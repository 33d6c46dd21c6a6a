/** 1-based line and column of an offset. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/**
 * Turns offsets into positions. Lines end at LF (so also at CRLF), at CR alone in a text without any LF. Offsets that do
 * not go back cost the distance from the one before.
 */
export function createLineIndex(text: string): (offset: number) => Position {
  const lineEnd = text.includes('\n') ? '\n' : '\r';
  const findEnd = (from: number): number => {
    const at = text.indexOf(lineEnd, from);
    return at === -1 ? text.length : at;
  };
  let line = 1;
  let lineStart = 0;
  // Kept, so that many offsets on one long line do not search its end again and again.
  let end = findEnd(0);
  return (offset) => {
    if (offset < lineStart) {
      line = 1;
      lineStart = 0;
      end = findEnd(0);
    }
    while (end < offset) {
      line += 1;
      lineStart = end + 1;
      end = findEnd(lineStart);
    }
    return { line, column: offset - lineStart + 1 };
  };
}
