import type { CommentStyle } from './comment-styles.ts';

/** What comments a line holds. */
export interface LineComments {
  /** Contents of its comments, without the markers. */
  readonly comments: readonly string[];
  /** Something but comments and whitespace stands on it. */
  readonly hasCode: boolean;
}

type Block = CommentStyle['block'][number];

/**
 * Finds the comments of each line, in time linear in the text. Strings are followed within a line only; a quote that
 * nothing closes on its line is taken as a letter, so an apostrophe does not hide the comment behind it.
 */
export function findComments(lines: readonly string[], style: CommentStyle): readonly LineComments[] {
  let open: Block | null = null;
  return lines.map((line) => {
    const result = scanLine(line, style, open);
    open = result.open;
    return result;
  });
}

function scanLine(line: string, style: CommentStyle, openBefore: Block | null): LineComments & { open: Block | null } {
  const comments: string[] = [];
  const unclosed = new Set<string>();
  let hasCode = false;
  let open = openBefore;
  let at = 0;
  while (at < line.length) {
    if (open !== null) {
      const close = line.indexOf(open[1], at);
      comments.push(line.slice(at, close < 0 ? line.length : close));
      if (close < 0) return { comments, hasCode, open };
      at = close + open[1].length;
      open = null;
      continue;
    }
    const block = style.block.find(([marker]) => line.startsWith(marker, at));
    if (block !== undefined) {
      open = block;
      at += block[0].length;
      continue;
    }
    const marker = style.line.find((text) => line.startsWith(text, at));
    if (marker !== undefined) {
      comments.push(line.slice(at + marker.length));
      return { comments, hasCode, open };
    }
    const char = line.charAt(at);
    hasCode ||= char.trim() !== '' && char !== '\ufeff';
    at = findStringEnd(line, at, char, style, unclosed);
  }
  return { comments, hasCode, open };
}

/** Position behind the string that starts here, or behind this character when none does. */
function findStringEnd(line: string, at: number, quote: string, style: CommentStyle, unclosed: Set<string>): number {
  if (!style.quotes.includes(quote) || unclosed.has(quote)) return at + 1;
  for (let i = at + 1; i < line.length; i += 1) {
    const char = line.charAt(i);
    if (char === '\\') i += 1;
    else if (char === quote) return i + 1;
  }
  unclosed.add(quote);
  return at + 1;
}
