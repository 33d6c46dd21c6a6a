import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Makes a directory and its parents, one level after the other: Node's own recursion never ends where a system refuses new
 * names, as /proc does.
 * @param path - absolute
 */
export async function makeDirectory(path: string, mode?: number): Promise<void> {
  const known = await stat(path).catch(() => null);
  if (known?.isDirectory() === true) return;
  const parent = dirname(path);
  if (parent !== path) await makeDirectory(parent, mode);
  try {
    await mkdir(path, mode);
  } catch (error) {
    // Another process may have made it meanwhile.
    if ((await stat(path).catch(() => null))?.isDirectory() !== true) throw error;
  }
}
