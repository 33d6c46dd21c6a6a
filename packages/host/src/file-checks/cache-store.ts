import { createHash } from 'node:crypto';
import { lstat, readdir, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { makeDirectory } from '../files/make-directory.ts';
import { writeFileAtomic } from '../files/write-file-atomic.ts';
import { readOrigin } from '../git/made-tree.ts';
import { readFileBounded } from '../walk/read-file.ts';

const MAX_FILES = 128;
const MAX_TREE_BYTES = 256 * 1024 * 1024;
const MAX_TOTAL_BYTES = 512 * 1024 * 1024;
const MAX_AGE_MS = 30 * 24 * 60 * 60 * 1000;

/** What is kept of one tree between runs, by name. Losing it costs time only, so nothing here throws. */
export interface TreeStore {
  load(name: string): Promise<Buffer | null>;
  save(name: string, bytes: Uint8Array): Promise<void>;
}

/**
 * @param directory - the cache directory
 * @param root - absolute root of the tree
 * @param start - absolute path of the target below it
 */
export function openTreeStore(directory: string, root: string, start: string): TreeStore {
  const trees = join(directory, 'trees');
  const findFile = async (name: string): Promise<string> => {
    const origin = (await readOrigin(root)) ?? root;
    const id = createHash('sha256')
      .update(`${origin}\0${start.slice(root.length)}`)
      .digest('hex');
    return join(trees, `${id.slice(0, 32)}.${name}`);
  };
  return {
    async load(name) {
      if (!(await isOurs(trees))) return null;
      const path = await findFile(name);
      const read = await readFileBounded(path, MAX_TREE_BYTES);
      if (read.kind !== 'read') return null;
      const now = new Date();
      // Used lately, so it is among the last to be removed.
      await utimes(path, now, now).catch(() => {});
      return read.bytes;
    },
    async save(name, bytes) {
      try {
        await makeDirectory(trees, 0o700);
        if (!(await isOurs(trees))) return;
        await writeFileAtomic(await findFile(name), bytes, { mode: 0o600 });
        await prune(trees);
      } catch {
        // A full or read-only disk: the next run reads the files again.
      }
    },
  };
}

/** Results that somebody else can write could hide findings; such a directory is not used. */
async function isOurs(directory: string): Promise<boolean> {
  const found = await lstat(directory).catch(() => null);
  if (found === null || !found.isDirectory()) return false;
  return process.getuid === undefined || (found.uid === process.getuid() && (found.mode & 0o022) === 0);
}

async function prune(directory: string): Promise<void> {
  const found = await Promise.all(
    (await readdir(directory)).map(async (name) => {
      const path = join(directory, name);
      const { mtimeMs, size } = await stat(path);
      return { path, mtimeMs, size };
    }),
  );
  found.sort((a, b) => b.mtimeMs - a.mtimeMs);
  const oldest = Date.now() - MAX_AGE_MS;
  let total = 0;
  for (const [index, { path, mtimeMs, size }] of found.entries()) {
    total += size;
    if (index >= MAX_FILES || total > MAX_TOTAL_BYTES || mtimeMs < oldest) await rm(path, { force: true });
  }
}
