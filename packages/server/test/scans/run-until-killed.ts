import { randomUUID } from 'node:crypto';
import { json } from 'node:stream/consumers';
import { silentLogger } from '@securescan/core';
import type { Environment } from '@securescan/host';
import { createClock } from '@securescan/host';
import { openStore } from '@securescan/store';
import type { ServerConfig } from '../../src/config/server-config.ts';
import { createScanRunner } from '../../src/scans/runner.ts';
import { realTimers } from '../../src/time/timers.ts';
import { createWakeups } from '../../src/wake/wakeups.ts';

/** A server process as far as scans are concerned: runs what is pending until it is killed. */
const { config, environment } = (await json(process.stdin)) as { config: ServerConfig; environment: Environment };
const clock = createClock();
const store = await openStore(config.database, () => clock.now());
const runner = createScanRunner(
  {
    config,
    store,
    clock,
    log: silentLogger,
    wakeups: createWakeups(),
    newId: randomUUID,
    stopping: new AbortController().signal,
  },
  { environment, timers: realTimers },
);
await runner.start();
setInterval(() => undefined, 1000);
