// Lexical path arithmetic for absolute paths of either platform, since this package has no `node:path`. Results use
// forward slashes, which both platforms accept.

interface Split {
  /** `/`, `C:/`, `//server/share/`, or empty for a relative path. */
  readonly root: string;
  readonly segments: readonly string[];
}

function split(path: string): Split {
  const slashed = /^[A-Za-z]:[\\/]|^\\\\/.test(path) ? path.replaceAll('\\', '/') : path;
  const root = /^(?:[A-Za-z]:\/|\/\/[^/]+\/[^/]+\/?|\/+)/.exec(slashed)?.[0] ?? '';
  const segments = slashed
    .slice(root.length)
    .split('/')
    .filter((segment) => segment !== '' && segment !== '.');
  return { root: root === '' || root.endsWith('/') ? root.replace(/^\/+$/, '/') : `${root}/`, segments };
}

function resolveDots({ root, segments }: Split): string[] {
  const out: string[] = [];
  for (const segment of segments) {
    if (segment !== '..') out.push(segment);
    else if (out.length > 0 && out.at(-1) !== '..') out.pop();
    else if (root === '') out.push('..');
  }
  return out;
}

/** True for `/a`, `C:\a`, `\\server\share`. */
export function isAbsolutePath(path: string): boolean {
  return split(path).root !== '';
}

/** Removes `.` segments and doubled or trailing slashes; `..` stays, since it may cross a link. Empty becomes `.`. */
export function tidyPath(path: string): string {
  const parts = split(path);
  return parts.root + parts.segments.join('/') || '.';
}

/** `path` seen from `directory`, `..` resolved lexically; an absolute `path` stands for itself. */
export function resolvePath(directory: string, path: string): string {
  const own = split(path);
  const base = own.root === '' ? split(directory) : own;
  const joined = own.root === '' ? { root: base.root, segments: [...base.segments, ...own.segments] } : own;
  return base.root + resolveDots(joined).join('/') || '.';
}

/** The directory above, or null at a root. */
export function parentPath(path: string): string | null {
  const { root, segments } = split(path);
  return segments.length === 0 ? null : root + segments.slice(0, -1).join('/') || '.';
}

/**
 * How to get from one directory to a path, with forward slashes (`..`, `../sub`, `.`). Both must be absolute, or both
 * relative to the same place; without a common root the target itself comes back.
 */
export function relativePath(fromDirectory: string, to: string): string {
  const a = split(fromDirectory);
  const b = split(to);
  const from = resolveDots(a);
  const target = resolveDots(b);
  if (a.root.toLowerCase() !== b.root.toLowerCase()) return b.root + target.join('/');
  let shared = 0;
  while (shared < from.length && shared < target.length && from[shared] === target[shared]) shared += 1;
  return [...from.slice(shared).map(() => '..'), ...target.slice(shared)].join('/') || '.';
}
