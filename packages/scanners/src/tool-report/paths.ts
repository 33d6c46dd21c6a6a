/**
 * A path of a tool's report relative to the target's root, with forward slashes. A path outside the root is returned with
 * forward slashes and otherwise as it came.
 * @param path - absolute, or relative to `base`
 * @param root - absolute path of the target's root
 * @param base - absolute directory that relative paths start from; default the root
 */
export function toRootRelative(path: string, root: string, base: string = root): string {
  // A back slash is an ordinary character in a file name, unless paths start with a drive or a share.
  const windows = /^[A-Za-z]:[\\/]|^\\\\/.test(root);
  const forward = (text: string): string => (windows ? text.replaceAll('\\', '/') : text);
  const given = forward(path);
  const absolute = isAbsolute(given) ? given : `${forward(base)}/${given}`;
  return relativeInside(withoutDots(absolute), withoutDots(forward(root))) ?? given;
}

/** Absolute path of something below the root. */
export function toAbsolute(root: string, path: string): string {
  return path === '' ? root : `${root.replace(/[\\/]$/, '')}/${path}`;
}

/** Directory of a repository path; empty for the root. */
export function directoryOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash === -1 ? '' : path.slice(0, slash);
}

/** Last segment of a repository path. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** An absolute path without `.`, `..` and empty segments. */
function withoutDots(path: string): string {
  const kept: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') kept.pop();
    else if (segment !== '' && segment !== '.') kept.push(segment);
  }
  return `/${kept.join('/')}`;
}

function isAbsolute(forward: string): boolean {
  return forward.startsWith('/') || /^[A-Za-z]:\//.test(forward);
}

function relativeInside(path: string, root: string): string | null {
  if (path === root) return '';
  const prefix = root.endsWith('/') ? root : `${root}/`;
  return path.startsWith(prefix) ? path.slice(prefix.length) : null;
}
