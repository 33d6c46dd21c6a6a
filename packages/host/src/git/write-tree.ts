import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SecureScanError, describeError } from '@securescan/model';
import { makeTempDir } from '../files/temp-dir.ts';
import { mapBounded } from '../walk/bounded.ts';
import { toPathText } from '../walk/path-text.ts';
import { errnoCode } from '../walk/read-file.ts';
import { ORIGIN_FILE, TREE_DIRECTORY } from './made-tree.ts';
import { readBlobs } from './objects.ts';
import type { GitOptions } from './run-git.ts';

/** Larger contents are left out and noted. */
const MAX_BLOB_BYTES = 50 * 1000 * 1000;
const MAX_NOTES = 100;
const CONCURRENT_WRITES = 16;
const LFS_POINTER = 'version https://git-lfs.github.com/spec/';

/** An entry of a tree or of the index. */
export interface TreeEntry {
  /** As git writes it: `100644`, `100755`, `120000` (link), `160000` (submodule). */
  readonly mode: string;
  readonly sha: string;
  readonly size: number;
  readonly path: Buffer;
}

/** A directory filled from git's objects; removed when it is disposed of. */
export interface MadeTree extends AsyncDisposable {
  /** Absolute path of the tree's root. */
  readonly path: string;
  /** What is not in it as it would be in a checkout: submodules, large files stored elsewhere, names that cannot be. */
  readonly notes: readonly string[];
}

/**
 * Writes entries to a new temporary directory. The repository and its work tree are only read: no checkout, no filter, no
 * hook, nothing registered, so nothing is left behind in it even after a kill.
 * @param origin - lasting name, under which results are kept between runs
 */
export async function makeTree(
  repository: string,
  entries: readonly TreeEntry[],
  origin: string,
  options: GitOptions,
): Promise<MadeTree> {
  const temporary = await makeTempDir('tree');
  try {
    const path = join(temporary.path, TREE_DIRECTORY);
    await mkdir(path);
    await writeFile(join(temporary.path, ORIGIN_FILE), origin);
    const notes = await fill(path, repository, entries, options);
    return { path, notes, [Symbol.asyncDispose]: () => temporary[Symbol.asyncDispose]() };
  } catch (error) {
    await temporary[Symbol.asyncDispose]();
    if (error instanceof SecureScanError) throw error;
    throw new SecureScanError('E_WRITE', `A copy of the commit could not be written: ${describeError(error)}`, {
      cause: error,
    });
  }
}

async function fill(
  root: string,
  repository: string,
  entries: readonly TreeEntry[],
  options: GitOptions,
): Promise<string[]> {
  const notes: string[] = [];
  const { files, links } = sortOut(entries, notes);
  const batch: { entry: TreeEntry; bytes: Buffer }[] = [];
  let missing = files.length;
  let pending = 0;
  const flush = async (): Promise<void> => {
    await mapBounded(batch.splice(0), CONCURRENT_WRITES, ({ entry, bytes }) => writeEntry(root, entry, bytes, notes));
    pending = 0;
  };
  for await (const { blob, bytes } of readBlobs(repository, files, options)) {
    missing -= 1;
    batch.push({ entry: blob, bytes });
    pending += bytes.length;
    if (batch.length >= 256 || pending > 16 * 1024 * 1024) await flush();
  }
  await flush();
  if (missing > 0) notes.push(`${missing} files are missing from the repository's objects (a partial clone?)`);
  // Links come last, and after all directories: nothing can be written through one that the tree itself brought.
  for (const link of links) await makeParent(root, link, notes);
  for await (const { blob, bytes } of readBlobs(repository, links, options)) await writeLink(root, blob, bytes, notes);
  return notes.length > MAX_NOTES ? [...notes.slice(0, MAX_NOTES), `and ${notes.length - MAX_NOTES} more`] : notes;
}

function sortOut(entries: readonly TreeEntry[], notes: string[]): { files: TreeEntry[]; links: TreeEntry[] } {
  const files: TreeEntry[] = [];
  const links: TreeEntry[] = [];
  for (const entry of entries) {
    const path = toPathText(entry.path);
    if (!isSafePath(entry.path)) notes.push(`${path}: a name that no checkout would have was left out`);
    else if (entry.mode === '160000') notes.push(`${path}: a submodule, whose content is not in this repository`);
    else if (entry.size > MAX_BLOB_BYTES) notes.push(`${path}: larger than ${MAX_BLOB_BYTES} bytes and left out`);
    else (entry.mode === '120000' ? links : files).push(entry);
  }
  return { files, links };
}

/** A tree made by hand can hold any bytes; nothing may be written outside the directory or look like a repository. */
function isSafePath(path: Buffer): boolean {
  const text = path.toString('latin1');
  const names = process.platform === 'win32' ? text.split(/[\\/]/) : text.split('/');
  return names.every((name) => name !== '' && name !== '.' && name !== '..' && name.toLowerCase() !== '.git');
}

async function writeEntry(root: string, entry: TreeEntry, bytes: Buffer, notes: string[]): Promise<void> {
  const location = locate(root, entry);
  try {
    await mkdir(parentOf(location), { recursive: true });
    await writeFile(location, bytes, { flag: 'wx' });
    if (entry.mode === '100755') await chmod(location, 0o755);
    if (bytes.length < 1024 && bytes.toString('latin1', 0, LFS_POINTER.length) === LFS_POINTER) {
      notes.push(`${toPathText(entry.path)}: stored with Git LFS; only its pointer was looked at`);
    }
  } catch (error) {
    noteUnwritable(error, entry, notes);
  }
}

async function writeLink(root: string, entry: TreeEntry, target: Buffer, notes: string[]): Promise<void> {
  try {
    await symlink(target, locate(root, entry));
  } catch (error) {
    noteUnwritable(error, entry, notes);
  }
}

async function makeParent(root: string, entry: TreeEntry, notes: string[]): Promise<void> {
  try {
    await mkdir(parentOf(locate(root, entry)), { recursive: true });
  } catch (error) {
    noteUnwritable(error, entry, notes);
  }
}

/** What this file system cannot hold (two names differing in case, a name too long) is noted; a full disk is an error. */
function noteUnwritable(error: unknown, entry: TreeEntry, notes: string[]): void {
  const code = errnoCode(error) ?? '';
  if (!['EEXIST', 'ENOTDIR', 'EISDIR', 'ENAMETOOLONG', 'EINVAL', 'EILSEQ', 'ENOENT', 'EPERM'].includes(code))
    throw error;
  notes.push(`${toPathText(entry.path)}: could not be written (${code})`);
}

function locate(root: string, entry: TreeEntry): Buffer {
  return Buffer.concat([Buffer.from(`${root}/`), entry.path]);
}

function parentOf(location: Buffer): Buffer {
  return location.subarray(0, location.lastIndexOf(0x2f));
}
