import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { asRepoPath, compareCodePoints, type RepoPath } from '@securescan/model';
import { WALK_LIMITS } from './limits.ts';
import { VENDORED_DIRECTORIES } from './vendored.ts';
import type { WalkResult } from './walk.ts';

/** Names of the files that are ignored, those inside ignored directories too; at most `WALK_LIMITS.ignoredFiles`. */
export async function listIgnoredFiles(
  root: string,
  walk: Pick<WalkResult, 'ignored' | 'files'>,
  signal: AbortSignal,
): Promise<readonly RepoPath[]> {
  const found = walk.ignored.filter((path) => !path.endsWith('/'));
  const directories = walk.ignored.filter((path) => path.endsWith('/')).toSorted(compareCodePoints);
  // Files that git tracks are in the tree although their directory is ignored.
  const scanned = directories.length === 0 ? new Set<string>() : new Set<string>(walk.files.map((file) => file.path));
  for (let directory = directories.pop(); directory !== undefined; directory = directories.pop()) {
    if (signal.aborted || found.length >= WALK_LIMITS.ignoredFiles) break;
    if (directory.split('/').length > WALK_LIMITS.depth) continue;
    // A directory that cannot be listed shows no names; it is ignored anyway.
    for (const entry of await readdir(join(root, directory), { withFileTypes: true }).catch(() => [])) {
      const path = directory + entry.name;
      if (entry.isFile() && !scanned.has(path)) found.push(path);
      else if (entry.isDirectory() && !VENDORED_DIRECTORIES.has(entry.name)) directories.push(`${path}/`);
    }
  }
  return found.toSorted(compareCodePoints).slice(0, WALK_LIMITS.ignoredFiles).map(asRepoPath);
}
