import type { Stats } from 'node:fs';
import { lstat, readFile, realpath, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { SecureScanError } from '@securescan/model';

/**
 * Top level of the git work tree that holds a path, found without running git; null when there is none.
 * @param path - absolute
 */
export async function findRepositoryRoot(path: string): Promise<string | null> {
  for (let directory = path; ; directory = dirname(directory)) {
    if (await isRepositoryEntry(join(directory, '.git'))) return directory;
    if (dirname(directory) === directory) return null;
  }
}

/** A directory with a HEAD, or the file of a linked work tree or submodule. Anything else is only a name. */
async function isRepositoryEntry(entry: string): Promise<boolean> {
  try {
    const found = await lstat(entry);
    if (found.isFile()) return found.size < 8192 && (await readFile(entry, 'utf8')).startsWith('gitdir:');
    return (await stat(join(entry, 'HEAD'))).isFile();
  } catch {
    return false;
  }
}

/**
 * Top level of the work tree that holds a directory.
 * @throws SecureScanError E_NOT_A_REPOSITORY
 */
export async function requireRepository(directory: string): Promise<string> {
  const real = await realpath(directory).catch(() => directory);
  const root = await findRepositoryRoot(real);
  if (root === null) {
    throw new SecureScanError('E_NOT_A_REPOSITORY', `${directory} is not inside a git work tree; run this in a clone.`);
  }
  return root;
}

/** True for a directory that is a repository itself, without a work tree: what lies in it are objects, not files. */
export async function isBareRepository(directory: string): Promise<boolean> {
  const has = (name: string, isKind: (found: Stats) => boolean) =>
    stat(join(directory, name)).then(isKind, () => false);
  return (
    (await has('HEAD', (found) => found.isFile())) &&
    (await has('objects', (found) => found.isDirectory())) &&
    (await has('refs', (found) => found.isDirectory())) &&
    /^\s*bare\s*=\s*true\s*$/m.test(await readFile(join(directory, 'config'), 'utf8').catch(() => ''))
  );
}
