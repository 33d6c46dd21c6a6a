import { compareCodePoints } from '@securescan/model';
import type { DirectiveWord, InlineDirective } from '../pipeline/types.ts';
import { collapseWhitespace, WHITESPACE } from '../pipeline/whitespace.ts';
import { findCommentStyle } from './comment-styles.ts';
import { findComments } from './comments.ts';
import type { LineComments } from './comments.ts';

/** Ignore comments read per file; a file with more of them is made to cost time, not to be read. */
const MAX_DIRECTIVES = 5000;
/** Covers whatever follows, however long the file is. */
export const END_OF_FILE = Number.MAX_SAFE_INTEGER;

const HEAD = new RegExp(
  `(?<![^${WHITESPACE}])securescan[${WHITESPACE}]*:[${WHITESPACE}]*(ignore(?:-next-line|-this-line|-start|-end|-file)?)(?![^${WHITESPACE}])`,
  'gi',
);
/** Behind the ids: a remark after ` (`, ` #`, ` //`, ` --`, ` - `, ` –`, ` —` or `: `, or the last day. */
const REMARK = new RegExp(
  `[${WHITESPACE}](?:\\(|#|//|--|[-\u2013\u2014](?:[${WHITESPACE}]|$)|until=)|:(?:[${WHITESPACE}]|$)`,
);
const UNTIL = new RegExp(`(?:^|[${WHITESPACE}(,;])until=([^${WHITESPACE}),;]*)`);

/** One directive as written, before it is known what it covers. */
interface Mark {
  readonly word: DirectiveWord | 'ignore-end';
  readonly ruleIds: readonly string[];
  readonly until: string | null;
}

/**
 * Finds the ignore comments of a file. Never throws; takes time linear in the text.
 * @param path - tells the kind of file and so what a comment is
 * @param text - with any line ends; lines end at LF, CRLF or CR only
 * @see docs/reference/suppression.md
 */
export function parseDirectives(path: string, text: string): readonly InlineDirective[] {
  if (!/securescan/i.test(text)) return [];
  const lines = findComments(text.split(/\r\n|\r|\n/), findCommentStyle(path));
  const codeLines = findNextCodeLines(lines);
  const found: InlineDirective[] = [];
  const open: OpenRange[] = [];
  for (const [index, line] of lines.entries()) {
    for (const mark of line.comments.flatMap((comment) => parseMarks(comment))) {
      if (found.length >= MAX_DIRECTIVES) return found;
      if (mark.word === 'ignore-end') {
        endRange(found, open, mark, index + 1);
      } else {
        if (mark.word === 'ignore-start') open.push({ position: found.length, ids: mark.ruleIds.join(',') });
        found.push({
          ...cover(mark.word, index + 1, codeLines[index] ?? index + 1),
          directive: mark.word,
          ruleIds: mark.ruleIds,
          until: mark.until,
        });
      }
    }
  }
  return found;
}

function parseMarks(comment: string): Mark[] {
  const marks: Mark[] = [];
  const heads = [...comment.matchAll(HEAD)];
  for (const [i, head] of heads.entries()) {
    const rest = comment.slice(head.index + head[0].length, heads[i + 1]?.index);
    const remarkAt = REMARK.exec(rest)?.index ?? rest.length;
    const ruleIds = parseIds(rest.slice(0, remarkAt));
    const word = (head[1] ?? '').toLowerCase() as Mark['word'];
    if (ruleIds.length === 0 && word !== 'ignore-end') continue;
    marks.push({ word, ruleIds, until: UNTIL.exec(rest.slice(remarkAt))?.[1] ?? null });
  }
  return marks;
}

function parseIds(text: string): readonly string[] {
  const ids = text.split(',').map((id) => collapseWhitespace(id));
  return [...new Set(ids.filter((id) => id !== ''))].toSorted(compareCodePoints);
}

function cover(
  word: DirectiveWord,
  line: number,
  codeLine: number,
): Pick<InlineDirective, 'line' | 'targetLine' | 'targetEnd' | 'closed'> {
  switch (word) {
    case 'ignore-this-line':
      return { line, targetLine: line, targetEnd: line, closed: true };
    case 'ignore-next-line':
      return { line, targetLine: line + 1, targetEnd: line + 1, closed: true };
    case 'ignore-file':
      return { line, targetLine: 1, targetEnd: END_OF_FILE, closed: true };
    case 'ignore-start':
      return { line, targetLine: line, targetEnd: END_OF_FILE, closed: false };
    case 'ignore':
      return { line, targetLine: line, targetEnd: codeLine, closed: true };
    default:
      return word satisfies never;
  }
}

/**
 * Per line, the number of the first line with code from there on, else its own: a comment on its own line also covers
 * the next line with code, over blank lines and further comments.
 */
function findNextCodeLines(lines: readonly LineComments[]): readonly number[] {
  const next: number[] = lines.map((_, index) => index + 1);
  let codeLine: number | null = null;
  for (let index = lines.length - 1; index >= 0; index -= 1) {
    if (lines[index]?.hasCode === true) codeLine = index + 1;
    if (codeLine !== null) next[index] = codeLine;
  }
  return next;
}

/** An `ignore-start` that nothing has ended yet. */
interface OpenRange {
  readonly position: number;
  readonly ids: string;
}

/** `ignore-end` ends the latest open range of the same rules; without rules, the latest open range. */
function endRange(found: InlineDirective[], open: OpenRange[], end: Mark, line: number): void {
  const ids = end.ruleIds.join(',');
  const at = open.findLastIndex((range) => ids === '' || range.ids === ids);
  const position = open[at]?.position;
  const start = position === undefined ? undefined : found[position];
  if (position === undefined || start === undefined) return;
  found[position] = { ...start, targetEnd: line, closed: true };
  open.splice(at, 1);
}
