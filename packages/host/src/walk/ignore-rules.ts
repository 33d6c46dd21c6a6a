import { isGlobSpecial, wildmatch } from './wildmatch.ts';

/** More lines than this in one file are not used; a real file has some hundred. */
const MAX_PATTERNS = 20_000;

/** One line of an ignore file, ready to be compared. All texts are byte strings. */
export interface IgnorePattern {
  readonly text: string;
  readonly negated: boolean;
  readonly directoryOnly: boolean;
  /** Compared with the last name of the path instead of the path below the file's directory. */
  readonly nameOnly: boolean;
  /** Length of the start of `text` that holds no wildcard. */
  readonly literalLength: number;
  /** `*` and then no wildcard, as in `*.pyc`. */
  readonly suffixOnly: boolean;
}

/** The patterns of one ignore file and the directory they are relative to (empty, or ending in a slash). */
export interface IgnoreRules {
  readonly base: string;
  readonly patterns: readonly IgnorePattern[];
  readonly parent: IgnoreRules | null;
}

export type IgnoreVerdict = 'ignored' | 'included' | null;

/**
 * Reads the text of an ignore file as git does.
 * @param content - bytes as Latin-1
 * @see https://git-scm.com/docs/gitignore
 */
export function parseIgnoreFile(content: string): IgnorePattern[] {
  const text = content.startsWith('\u00ef\u00bb\u00bf') ? content.slice(3) : content;
  const patterns: IgnorePattern[] = [];
  for (const line of text.split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const pattern = parseIgnorePattern(trimTrailingSpaces(line.endsWith('\r') ? line.slice(0, -1) : line));
    if (pattern !== null) patterns.push(pattern);
    if (patterns.length >= MAX_PATTERNS) break;
  }
  return patterns;
}

/** Reads one pattern; null when nothing can match it. */
export function parseIgnorePattern(line: string): IgnorePattern | null {
  const negated = line.startsWith('!');
  let text = negated ? line.slice(1) : line;
  const directoryOnly = text.endsWith('/');
  if (directoryOnly) text = text.slice(0, -1);
  if (text === '') return null;
  const nameOnly = !text.includes('/');
  if (text.startsWith('/')) text = text.slice(1);
  const literalLength = countLiteral(text, 0);
  return {
    text,
    negated,
    directoryOnly,
    nameOnly,
    literalLength,
    suffixOnly: text.startsWith('*') && countLiteral(text, 1) === text.length - 1,
  };
}

/**
 * What the rules say of a path: the last matching line of the nearest file decides; null when no line matches.
 * Whether a directory above is ignored is the caller's to know, since nothing below it can be included again.
 * @param path - byte string relative to the root
 */
export function judgePath(rules: IgnoreRules | null, path: string, isDirectory: boolean): IgnoreVerdict {
  const name = path.slice(path.lastIndexOf('/') + 1);
  for (let current = rules; current !== null; current = current.parent) {
    if (!path.startsWith(current.base)) continue;
    const below = current.base === '' ? path : path.slice(current.base.length);
    for (let i = current.patterns.length - 1; i >= 0; i -= 1) {
      const pattern = current.patterns[i];
      if (pattern === undefined || (pattern.directoryOnly && !isDirectory)) continue;
      if (pattern.nameOnly ? matchesName(pattern, name) : matchesPath(pattern, below)) {
        return pattern.negated ? 'included' : 'ignored';
      }
    }
  }
  return null;
}

function matchesName(pattern: IgnorePattern, name: string): boolean {
  if (pattern.literalLength === pattern.text.length) return pattern.text === name;
  if (pattern.suffixOnly) return name.length >= pattern.text.length - 1 && name.endsWith(pattern.text.slice(1));
  return wildmatch(pattern.text, name, false);
}

function matchesPath(pattern: IgnorePattern, path: string): boolean {
  const { text, literalLength } = pattern;
  if (literalLength > 0 && !path.startsWith(text.slice(0, literalLength))) return false;
  if (literalLength === text.length) return path.length === literalLength;
  // The literal start is cut off before the comparison, as git does: `**` right after it counts as a whole segment.
  return wildmatch(text.slice(literalLength), path.slice(literalLength), true);
}

function countLiteral(text: string, start: number): number {
  let end = start;
  while (end < text.length && !isGlobSpecial(text[end])) end += 1;
  return end - start;
}

/** Spaces at the end do not count unless a backslash keeps them. */
function trimTrailingSpaces(line: string): string {
  let lastSpace = -1;
  for (let i = 0; i < line.length; i += 1) {
    if (line[i] === ' ') {
      if (lastSpace === -1) lastSpace = i;
    } else {
      lastSpace = -1;
      if (line[i] === '\\') {
        i += 1;
        if (i >= line.length) return line;
      }
    }
  }
  return lastSpace === -1 ? line : line.slice(0, lastSpace);
}
