import { unquoteGitPath } from './git-path.ts';

/** A line of the head side that a review comment can be attached to. */
export interface DiffLine {
  /** Number of lines below the first hunk header of the file; GitHub's older coordinate. */
  readonly position: number;
  /** Which hunk of the file holds it, from 0. A comment may span lines of one hunk only. */
  readonly hunk: number;
  /** The line without its prefix and line end. */
  readonly text: string;
}

/** Per file of the head side: line number → what the diff knows of it. */
export type DiffPositions = ReadonlyMap<string, ReadonlyMap<number, DiffLine>>;

interface FileState {
  readonly lines: Map<number, DiffLine>;
  position: number;
  hunks: number;
}

/** What is left of the current hunk: lines of each parent and of the head. */
interface Hunk {
  readonly parents: number[];
  head: number;
  line: number;
}

const HUNK = /^(@@+) ((?:-\d+(?:,\d+)? )+)\+(\d+)(?:,(\d+))? \1/;

/**
 * Lines of the head side in a unified (or combined) diff as git prints it. The counts of the hunk headers say where a hunk
 * ends, so lines that look like headers are no headers. Never throws.
 * @see https://git-scm.com/docs/diff-format
 */
export function parseDiffPositions(diff: string): DiffPositions {
  const files = new Map<string, Map<number, DiffLine>>();
  let file: FileState | null = null;
  let hunk: Hunk | null = null;
  let hasPrefixes = true;
  for (const line of diff.replace(/\n$/, '').split('\n')) {
    if (hunk !== null && file !== null) {
      if (line.startsWith('\\')) continue;
      if (takeHunkLine(line, hunk, file)) {
        if (hunk.head <= 0 && hunk.parents.every((left) => left <= 0)) hunk = null;
        continue;
      }
      hunk = null;
    }
    if (line.startsWith('diff --')) {
      file = null;
      hasPrefixes = !namesAreEqual(line);
    } else if (line.startsWith('Binary files ') || line.startsWith('GIT binary patch')) {
      file = null;
    } else if (line.startsWith('+++ ')) {
      const path = headPath(line.slice(4), hasPrefixes);
      file = path === null ? null : openFile(files, path);
    } else if (file !== null) {
      hunk = openHunk(line, file);
    }
  }
  return files;
}

function openFile(files: Map<string, Map<number, DiffLine>>, path: string): FileState {
  const lines = files.get(path) ?? new Map<number, DiffLine>();
  files.set(path, lines);
  return { lines, position: -1, hunks: 0 };
}

function openHunk(line: string, file: FileState): Hunk | null {
  const match = HUNK.exec(line);
  if (match === null) return null;
  const [, , olds = '', start = '0', count = '1'] = match;
  file.position += 1;
  file.hunks += 1;
  return {
    parents: olds
      .trim()
      .split(' ')
      .map((old) => Number(old.split(',')[1] ?? 1)),
    head: Number(count),
    line: Number(start),
  };
}

/** Counts one line of a hunk; false when it cannot be one. */
function takeHunkLine(line: string, hunk: Hunk, file: FileState): boolean {
  const width = hunk.parents.length;
  // Some tools strip the blank of an empty context line.
  const prefix = line === '' || line === '\r' ? ' '.repeat(width) : line.slice(0, width);
  if (prefix.length < width || /[^ +-]/.test(prefix)) return false;
  file.position += 1;
  const removed = prefix.includes('-');
  prefix.split('').forEach((sign, parent) => {
    if (sign === (removed ? '-' : ' ')) hunk.parents[parent] = (hunk.parents[parent] ?? 0) - 1;
  });
  if (removed) return true;
  file.lines.set(hunk.line, {
    position: file.position,
    hunk: file.hunks - 1,
    text: line.slice(width).replace(/\r$/, ''),
  });
  hunk.line += 1;
  hunk.head -= 1;
  return true;
}

/** Path of a `+++` line: without quotes, without the TAB that git puts behind names with blanks, without prefix. */
function headPath(name: string, hasPrefixes: boolean): string | null {
  const path = unquoteGitPath(name.replace(/\r$/, '').replace(/\t.*$/, ''));
  if (path === '/dev/null') return null;
  return hasPrefixes ? path.replace(/^[a-z0-9]\//, '') : path;
}

/** True for `diff --git x x`, as `diff.noprefix` makes it: with prefixes the two names differ. */
function namesAreEqual(header: string): boolean {
  const names = header.replace(/^diff --\S+ /, '').replace(/\r$/, '');
  const half = (names.length - 1) / 2;
  return names.length > 0 && names.slice(0, half) === names.slice(half + 1);
}
