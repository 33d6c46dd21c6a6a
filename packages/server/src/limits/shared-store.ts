import type { Clock, Logger } from '@securescan/core';
import { describeError } from '@securescan/model';
import type { SharedLimits } from '@securescan/store';
import type { Job } from '../jobs/job.ts';
import type { Timers } from '../time/timers.ts';
import type { LimitStore } from './limit-store.ts';
import { toTake } from './token-bucket.ts';

/** How long the database may take before this process counts for itself, and how long it then does so. */
const TIMEOUT_MS = 1000;
const REST_MS = 5000;
const SWEEP_EVERY_MS = 60_000;
/** Longest span that a limit looks back. */
const IDLE_MS = 15 * 60_000;

export interface SharedLimitStore extends LimitStore, Job {
  /** False while the database is away and this process counts for itself. */
  isShared(): boolean;
}

/**
 * Counts in the database, so that a limit holds over all processes. While the database is away the same limits are kept in
 * memory: never open, at worst once per process.
 */
export function createSharedLimitStore(deps: {
  readonly shared: SharedLimits;
  readonly memory: LimitStore;
  readonly clock: Pick<Clock, 'monotonicMs'>;
  readonly log: Logger;
  readonly timers: Timers;
}): SharedLimitStore {
  const { shared, memory, clock, log, timers } = deps;
  let restsUntil = Number.NEGATIVE_INFINITY;
  let cancelSweep = (): void => undefined;
  let sweeping: Promise<unknown> = Promise.resolve();
  let isRunning = false;

  async function ask<T>(inDatabase: () => Promise<T>, inMemory: () => Promise<T>): Promise<T> {
    if (clock.monotonicMs() < restsUntil) return inMemory();
    try {
      return await withinTime(inDatabase(), timers);
    } catch (error) {
      restsUntil = clock.monotonicMs() + REST_MS;
      log.warn({ reason: describeError(error) }, 'limits are counted per process: the database is away');
      return inMemory();
    }
  }

  function scheduleSweep(): void {
    cancelSweep = timers.after(SWEEP_EVERY_MS, () => {
      sweeping = shared
        .sweep(IDLE_MS)
        .catch((error: unknown) => {
          log.warn({ reason: describeError(error) }, 'old counts of limits not removed');
        })
        .finally(() => {
          if (isRunning) scheduleSweep();
        });
    });
  }

  return {
    name: 'limits',
    hit: (key, limit, windowMs) =>
      ask(
        async () => {
          const retryAfterMs = await shared.hit(key, limit, windowMs);
          return { allowed: retryAfterMs === 0, retryAfterMs };
        },
        () => memory.hit(key, limit, windowMs),
      ),
    undo: (key) =>
      ask(
        () => shared.undo(key),
        () => memory.undo(key),
      ),
    take: (key, bucket) =>
      ask(
        async () => {
          const { allowed, missingMs } = await shared.take(key, bucket);
          return toTake(bucket, missingMs, allowed);
        },
        () => memory.take(key, bucket),
      ),
    once: (key, ttlMs) =>
      ask(
        () => shared.once(key, ttlMs),
        () => memory.once(key, ttlMs),
      ),
    isShared: () => clock.monotonicMs() >= restsUntil,
    start() {
      if (!isRunning) {
        isRunning = true;
        scheduleSweep();
      }
      return Promise.resolve();
    },
    async stop() {
      isRunning = false;
      cancelSweep();
      await sweeping;
    },
    isHealthy: () => true,
  };
}

function withinTime<T>(asked: Promise<T>, timers: Timers): Promise<T> {
  return new Promise((resolve, reject) => {
    const cancel = timers.after(TIMEOUT_MS, () => {
      reject(new Error(`no answer within ${TIMEOUT_MS} ms`));
    });
    asked.then(resolve, reject).finally(cancel);
  });
}
