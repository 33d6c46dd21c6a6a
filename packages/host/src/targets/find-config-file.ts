import { lstat, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Names of the project configuration, strongest first. */
const CONFIG_FILE_NAMES = ['.securescan.yml', '.securescan.yaml', 'securescan.yml'] as const;
const MAX_LEVELS = 25;

/**
 * Looks for the project configuration from `start` upwards: at most 25 directories, and not beyond the first that holds
 * `.git`. A file as start counts as a level of its own.
 * @param start - absolute path
 * @returns absolute path of the file, or null
 */
export async function findConfigFile(start: string): Promise<string | null> {
  let directory = start;
  for (let level = 0; level < MAX_LEVELS; level += 1) {
    for (const name of CONFIG_FILE_NAMES) {
      const file = join(directory, name);
      if (await isFile(file)) return file;
    }
    if (await exists(join(directory, '.git'))) return null;
    if (dirname(directory) === directory) return null;
    directory = dirname(directory);
  }
  return null;
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isFile() ?? false;
}

async function exists(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => null)) !== null;
}
