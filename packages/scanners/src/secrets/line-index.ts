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
  let line = 1;
  let lineStart = 0;
  return (offset) => {
    if (offset < lineStart) {
      line = 1;
      lineStart = 0;
    }
    for (;;) {
      const at = text.indexOf(lineEnd, lineStart);
      if (at === -1 || at >= offset) break;
      line += 1;
      lineStart = at + 1;
    }
    return { line, column: offset - lineStart + 1 };
  };
}
