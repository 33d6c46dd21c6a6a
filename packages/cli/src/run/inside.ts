import { basename, isAbsolute, relative, sep } from 'node:path';

/** True when a path lies in a directory, or is it. Both absolute, without links. */
export function isInside(directory: string, path: string): boolean {
  const way = relative(directory, path);
  return way === '' || (!way.startsWith('..') && !isAbsolute(way));
}

/** A path as people see it: below a directory relative to it, elsewhere absolute; with forward slashes. */
export function toShownPath(directory: string, path: string): string {
  const shown = isInside(directory, path) ? relative(directory, path) || basename(path) : path;
  return shown.replaceAll(sep, '/');
}
