import { stat } from 'node:fs/promises';
import { discoverConfig } from '@securescan/core';

/**
 * Looks for the project configuration that holds for a path, on this machine's disk; see `discoverConfig` for the way.
 * @param start - absolute path
 * @returns absolute path of the file, or null
 */
export async function findConfigFile(start: string): Promise<string | null> {
  return discoverConfig(start, {
    async kind(path) {
      const found = await stat(path).catch(() => null);
      if (found === null) return null;
      return found.isFile() ? 'file' : found.isDirectory() ? 'directory' : 'other';
    },
  });
}
