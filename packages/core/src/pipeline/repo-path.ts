import { asRepoPath } from '@securescan/model';
import type { RepoPath } from '@securescan/model';

const WINDOWS = /^(?:[A-Za-z]:[\\/]|\\\\)/;
const URL_SCHEME = /^[A-Za-z][A-Za-z0-9+.-]+:\/\//;

/** A tool's path made relative, or the reason there is none. */
export interface NormalisedPath {
  readonly path: RepoPath | null;
  /** What the tool said, when that is not a file below the root; else null. */
  readonly reported: string | null;
}

/**
 * Turns a path as a tool gave it into a path below the root: forward slashes, no `.` and no `..`.
 * @param reported - absolute, or relative to the root
 * @param root - absolute; null when the target has no files
 */
export function normalisePath(reported: string | null | undefined, root: string | null): NormalisedPath {
  if (reported == null || reported === '') return { path: null, reported: null };
  const text = reported.replaceAll('\0', '').toWellFormed();
  const path = URL_SCHEME.test(text) ? null : findRelative(text, root);
  // The root itself is no file, and where it lies on this machine belongs in no report.
  if (path === null && isRoot(text, root)) return { path: null, reported: null };
  return path === null ? { path: null, reported: text } : { path, reported: null };
}

function isRoot(text: string, root: string | null): boolean {
  return (
    text === '.' || text === './' || (root !== null && text.replace(/[\\/]+$/, '') === root.replace(/[\\/]+$/, ''))
  );
}

function findRelative(text: string, root: string | null): RepoPath | null {
  // Elsewhere a backslash is a letter of the name, and another file may carry the name with a slash.
  const windows = WINDOWS.test(root ?? text);
  const slashed = windows ? text.replaceAll('\\', '/') : text;
  const relative = isAbsolute(slashed) ? findBelow(slashed, root, windows) : slashed;
  const segments = relative === null ? null : resolveDots(relative);
  return segments === null || segments.length === 0 ? null : asRepoPath(segments.join('/'));
}

function isAbsolute(path: string): boolean {
  return path.startsWith('/') || WINDOWS.test(path);
}

function findBelow(path: string, root: string | null, windows: boolean): string | null {
  if (root === null) return null;
  const prefix = `${(windows ? root.replaceAll('\\', '/') : root).replace(/\/+$/, '')}/`;
  const start = path.slice(0, prefix.length);
  const below = windows ? start.toLowerCase() === prefix.toLowerCase() : start === prefix;
  return below ? path.slice(prefix.length) : null;
}

/** Null when the path leaves the root. */
function resolveDots(path: string): string[] | null {
  const out: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') out.push(segment);
    else if (out.pop() === undefined) return null;
  }
  return out;
}
