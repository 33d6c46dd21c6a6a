import { setTimeout as delay } from 'node:timers/promises';

/** How long a transaction waits for the writer of another process, and how long it rests between two looks. */
const LOCK_WAIT_MS = 5000;
const LOCK_RETRY_MS = 10;

const SQLITE_BUSY = 5;

/** Takes the write lock, waiting for it with timers: SQLite's own waiting would hold the event loop. */
export async function beginImmediate(execute: (sql: 'begin immediate') => Promise<unknown>): Promise<void> {
  for (let waited = 0; ; waited += LOCK_RETRY_MS) {
    try {
      await execute('begin immediate');
      return;
    } catch (error) {
      if (!isBusy(error) || waited >= LOCK_WAIT_MS) throw error;
      await delay(LOCK_RETRY_MS);
    }
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && (Number(error.errcode) & 0xff) === SQLITE_BUSY;
}
