import type { ServerDeps } from '../deps.ts';
import type { Job } from '../jobs/job.ts';
import type { Timers } from '../time/timers.ts';
import type { LimitStore } from './limit-store.ts';
import { createMemoryLimitStore } from './memory-store.ts';
import { createSharedLimitStore } from './shared-store.ts';

/** Where a server counts: in its memory, or in the PostgreSQL database that it may share with other servers. */
export interface CountingPlace {
  readonly limits: LimitStore;
  readonly jobs: readonly Job[];
  /** False when counts should be shared and are not. */
  readonly isShared: () => boolean;
}

export function createLimitStore(
  { store, clock, log }: Pick<ServerDeps, 'store' | 'clock' | 'log'>,
  timers: Timers,
): CountingPlace {
  const memory = createMemoryLimitStore(() => clock.monotonicMs());
  if (store.limits === null) return { limits: memory, jobs: [], isShared: () => true };
  const shared = createSharedLimitStore({ shared: store.limits, memory, clock, log, timers });
  return { limits: shared, jobs: [shared], isShared: () => shared.isShared() };
}
