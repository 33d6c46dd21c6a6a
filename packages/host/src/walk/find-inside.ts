import { realpath } from 'node:fs/promises';
import { isAbsolute, resolve, sep } from 'node:path';

/** Absolute path without links, or null when there is nothing or it lies outside the root. */
export async function findInside(root: string, path: string): Promise<string | null> {
  if (isAbsolute(path) || path.includes('\0')) return null;
  const location = resolve(root, path);
  try {
    const [realRoot, real] = await Promise.all([realpath(root), realpath(location)]);
    const prefix = realRoot.endsWith(sep) ? realRoot : realRoot + sep;
    return real.startsWith(prefix) ? real : null;
  } catch {
    return null;
  }
}
