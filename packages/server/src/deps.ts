import type { Clock, Logger } from '@securescan/core';
import type { Store } from '@securescan/store';
import type { ServerConfig } from './config/server-config.ts';
import type { Wakeups } from './wake/wakeups.ts';

/** What resources and jobs stand on. Tests build it over a fresh database and a fake clock. */
export interface ServerDeps {
  readonly config: ServerConfig;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Logger;
  readonly wakeups: Wakeups;
  /** UUID version 4; tests count instead. */
  readonly newId: () => string;
  /** Aborts when the server has been told to stop; new scans are then refused, streams end. */
  readonly stopping: AbortSignal;
}
