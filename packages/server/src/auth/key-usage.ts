import type { Clock, Logger } from '@securescan/core';
import { describeError } from '@securescan/model';
import type { Store } from '@securescan/store';
import type { Job } from '../jobs/job.ts';
import type { Timers } from '../time/timers.ts';

/** A key's last use is written at most this often. */
const WRITE_EVERY_MS = 60_000;

/** When keys were last used, kept in memory and written now and then, so that reading with a key writes nothing. */
export interface KeyUsage extends Job {
  note(keyId: string): void;
  /** The last use that is not written yet. */
  find(keyId: string): string | undefined;
}

export function createKeyUsage(deps: {
  readonly store: Pick<Store, 'transaction'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Logger;
  readonly timers: Timers;
}): KeyUsage {
  let pending = new Map<string, string>();
  let isRunning = false;
  let cancelTimer = (): void => undefined;
  let writing: Promise<void> = Promise.resolve();

  async function write(): Promise<void> {
    if (pending.size === 0) return;
    const uses = pending;
    pending = new Map();
    try {
      await deps.store.transaction(({ keys }) => keys.touch(uses));
    } catch (error) {
      // Told again with the next write; what was used since then is newer.
      pending = new Map([...uses, ...pending]);
      deps.log.warn({ reason: describeError(error) }, 'last use of keys not written');
    }
  }

  function schedule(): void {
    cancelTimer = deps.timers.after(WRITE_EVERY_MS, () => {
      writing = write().finally(() => {
        if (isRunning) schedule();
      });
    });
  }

  return {
    name: 'key-usage',
    note: (keyId) => {
      pending.set(keyId, deps.clock.now().toISOString());
    },
    find: (keyId) => pending.get(keyId),
    start() {
      if (!isRunning) {
        isRunning = true;
        schedule();
      }
      return Promise.resolve();
    },
    async stop() {
      isRunning = false;
      cancelTimer();
      await writing;
      await write();
    },
    isHealthy: () => true,
  };
}
