import { parentPath, resolvePath } from './paths.ts';

/** Names of the configuration file, the first that is there wins. */
export const CONFIG_FILE_NAMES = ['.securescan.yml', '.securescan.yaml', 'securescan.yml'] as const;

/** What the search asks about a path; links are followed. */
export interface ConfigSearch {
  kind(path: string): Promise<'file' | 'directory' | 'other' | null>;
}

const MAX_DIRECTORIES = 25;

/**
 * Looks for the configuration that holds for a path: in its directory, then upwards, up to and including the first
 * directory with a `.git` entry, through at most 25 directories.
 * @param start - absolute path of a directory, or of a file, whose directory then counts
 * @returns absolute path of the file, or null
 */
export async function discoverConfig(start: string, search: ConfigSearch): Promise<string | null> {
  const isFile = (await search.kind(start)) === 'file';
  let directory: string | null = isFile ? parentPath(start) : start;
  for (let count = 0; directory !== null && count < MAX_DIRECTORIES; count += 1) {
    for (const name of CONFIG_FILE_NAMES) {
      const path = resolvePath(directory, name);
      if ((await search.kind(path)) === 'file') return path;
    }
    if ((await search.kind(resolvePath(directory, '.git'))) !== null) return null;
    directory = parentPath(directory);
  }
  return null;
}
