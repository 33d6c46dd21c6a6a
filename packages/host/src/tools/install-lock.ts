import { open, rm, stat, utimes } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { SecureScanError } from '@securescan/model';
import { makeDirectory } from '../files/make-directory.ts';
import { errnoCode } from '../walk/read-file.ts';

const POLL_MS = 250;
const HEARTBEAT_MS = 5000;
/** A lock that nobody has touched for so long belongs to a program that is gone. */
const STALE_MS = 30_000;

/**
 * Holds a lock file while `work` runs, so that two installations of one tool come after each other. Who holds it touches
 * it; a lock left behind by a killed program is taken over.
 * @throws SecureScanError E_CANCELLED while waiting
 */
export async function withInstallLock<T>(
  file: string,
  signal: AbortSignal | undefined,
  work: () => Promise<T>,
): Promise<T> {
  await makeDirectory(dirname(file));
  while (!(await tryLock(file))) {
    if (await isStale(file)) {
      await rm(file, { force: true });
      continue;
    }
    try {
      await delay(POLL_MS, undefined, signal === undefined ? {} : { signal });
    } catch (cause) {
      throw new SecureScanError('E_CANCELLED', 'The installation was cancelled.', { cause });
    }
  }
  const heartbeat = setInterval(() => {
    const now = new Date();
    utimes(file, now, now).catch(() => {});
  }, HEARTBEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    await rm(file, { force: true });
  }
}

async function tryLock(file: string): Promise<boolean> {
  try {
    const handle = await open(file, 'wx', 0o600);
    await handle.writeFile(`${process.pid}\n`);
    await handle.close();
    return true;
  } catch (error) {
    if (errnoCode(error) === 'EEXIST') return false;
    throw error;
  }
}

async function isStale(file: string): Promise<boolean> {
  const found = await stat(file).catch(() => null);
  return found !== null && Date.now() - found.mtimeMs > STALE_MS;
}
