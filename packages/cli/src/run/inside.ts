import { relative, isAbsolute } from 'node:path';

/** True when a path lies in a directory, or is it. Both absolute, without links. */
export function isInside(directory: string, path: string): boolean {
  const way = relative(directory, path);
  return way === '' || (!way.startsWith('..') && !isAbsolute(way));
}
