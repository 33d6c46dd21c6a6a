import { randomBytes } from 'node:crypto';
import { access, constants, lstat, open, rm, stat } from 'node:fs/promises';
import type { Stats } from 'node:fs';
import { dirname, join } from 'node:path';
import { SecureScanError, describeError } from '@securescan/model';

/** A file to be written. */
export interface OutputFile {
  /** Absolute. */
  readonly path: string;
  /** As the user typed it. */
  readonly display: string;
}

/**
 * Checks that a file can be written where it is wanted, so that a long scan does not end in a wrong path. An existing file is
 * left as it is, and missing directories are not made.
 * @throws SecureScanError E_OUTPUT_PATH
 */
export async function checkOutputPlace({ path, display }: OutputFile): Promise<void> {
  if (display === '') throw new SecureScanError('E_OUTPUT_PATH', 'the name of the output file is empty; give one');
  const found = await lookAt(() => lstat(path), display);
  const behind = found?.isSymbolicLink() === true ? await stat(path).catch(() => null) : found;
  if (behind?.isDirectory() === true) throw refuse(display, 'it is a directory');
  if (/[/\\]$/.test(display)) throw refuse(display, 'a name that ends in a slash is that of a directory');
  if (behind?.isSocket() === true) throw refuse(display, 'it is a socket');
  // A device or a pipe is written itself; a file is replaced, which is a matter of its directory.
  if (behind !== null && !behind.isFile()) return checkAccess(path, display);
  const directory = await findNearestDirectory(path, display);
  await checkAccess(directory, display);
  await tryToWrite(directory, display);
}

/** The nearest directory that exists; the missing ones below it are made when the file is written. */
async function findNearestDirectory(path: string, display: string): Promise<string> {
  for (let parent = dirname(path); ; parent = dirname(parent)) {
    const found = await lookAt(() => stat(parent), display);
    if (found === null && dirname(parent) !== parent) continue;
    if (found?.isDirectory() === true) return parent;
    throw refuse(display, `${parent} is not a directory`);
  }
}

async function checkAccess(path: string, display: string): Promise<void> {
  await access(path, constants.W_OK).catch((error: unknown) => {
    throw refuse(display, `${path} is not writable`, error);
  });
}

/** Permissions do not tell of directories that take no files from anyone, as those below /proc. */
async function tryToWrite(directory: string, display: string): Promise<void> {
  const probe = join(directory, `.securescan-${randomBytes(6).toString('hex')}.tmp`);
  try {
    const handle = await open(probe, 'wx', 0o600);
    await handle.close();
  } catch (error) {
    throw refuse(display, `${directory} takes no files (${describeError(error)})`, error);
  } finally {
    await rm(probe, { force: true });
  }
}

/** null for what does not exist. */
async function lookAt(look: () => Promise<Stats>, display: string): Promise<Stats | null> {
  try {
    return await look();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw refuse(display, describeError(error), error);
  }
}

function refuse(display: string, why: string, cause?: unknown): SecureScanError {
  return new SecureScanError('E_OUTPUT_PATH', `cannot write ${display}: ${why}`, cause === undefined ? {} : { cause });
}
