import { randomBytes } from 'node:crypto';
import { lstat, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { SecureScanError, describeError } from '@securescan/model';
import { makeDirectory } from './make-directory.ts';

/**
 * Writes a whole file or leaves the old one as it is: a sibling is written, flushed and renamed. Missing parents are made
 * and the mode of an existing file is kept. A symbolic link in the file's place is replaced, never written through, since
 * a scanned repository may have put it there.
 * @param path - absolute, or relative to the working directory
 * @param options - `mode` of a new file (default 0o666 under the umask), `directoryMode` of parents that are made
 * @throws SecureScanError E_OUTPUT_PATH when the place is no place for a file, E_WRITE when writing fails
 */
export async function writeFileAtomic(
  path: string,
  bytes: Uint8Array | string,
  options: { readonly mode?: number; readonly directoryMode?: number } = {},
): Promise<void> {
  await makeParents(path, options.directoryMode);
  const previous = await lstat(path).catch(() => null);
  const behind = previous?.isSymbolicLink() === true ? await stat(path).catch(() => null) : previous;
  if (behind !== null && behind.isDirectory()) {
    throw new SecureScanError('E_OUTPUT_PATH', `${path} is a directory; give a file name.`);
  }
  // A pipe or a device (`/dev/stdout`) cannot be replaced by a rename, only written.
  if (behind !== null && !behind.isFile()) return writeThrough(path, bytes);
  const keptMode = previous?.isFile() === true ? previous.mode & 0o7777 : null;
  const temporary = join(dirname(path), `.securescan-${randomBytes(6).toString('hex')}.tmp`);
  try {
    const handle = await open(temporary, 'wx', keptMode === null ? (options.mode ?? 0o666) : 0o600);
    try {
      await handle.writeFile(bytes);
      if (keptMode !== null) await handle.chmod(keptMode);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw toWriteError(path, error);
  }
  await syncDirectory(dirname(path));
}

async function makeParents(path: string, mode?: number): Promise<void> {
  try {
    await makeDirectory(resolve(dirname(path)), mode);
  } catch (error) {
    throw new SecureScanError(
      'E_OUTPUT_PATH',
      `${path} cannot be written: ${describeError(error)}; choose another place.`,
      { cause: error },
    );
  }
}

async function writeThrough(path: string, bytes: Uint8Array | string): Promise<void> {
  try {
    const handle = await open(path, 'w');
    try {
      await handle.writeFile(bytes);
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw toWriteError(path, error);
  }
}

function toWriteError(path: string, cause: unknown): SecureScanError {
  return new SecureScanError('E_WRITE', `${path} could not be written: ${describeError(cause)}`, { cause });
}

/** Makes the rename itself durable; not every system lets a directory be opened. */
async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r').catch(() => null);
  if (handle === null) return;
  try {
    await handle.sync();
  } catch {
    // The file is whole either way; only after a power cut could the old one come back.
  } finally {
    await handle.close();
  }
}
