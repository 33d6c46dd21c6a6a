import { randomUUID } from 'node:crypto';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { silentLogger } from '../packages/core/src/index.ts';
import type { Principal } from '../packages/server/src/auth/principal.ts';
import { createEventStreams } from '../packages/server/src/events/streams.ts';
import { realTimers } from '../packages/server/src/time/timers.ts';
import { createWakeups } from '../packages/server/src/wake/wakeups.ts';
import { openStore } from '../packages/store/src/index.ts';
import type { Bench, Figure } from './figure.ts';

const STREAMS = 1000;
const EVENTS = 30;
const LIMIT_MS = 500;

/** What the readers, in a process of their own, tell at the end. */
interface Report {
  readonly slowestMs: number;
  readonly received: number;
}

/** A thousand open streams of one scan: how long until the last of them has an event. */
export const eventStreamsBench: Bench = {
  id: 'event-streams',
  run: async () => [await measure()],
};

async function measure(): Promise<Figure> {
  const directory = await mkdtemp(join(tmpdir(), 'securescan-bench-streams-'));
  const clock = { now: () => new Date(), monotonicMs: () => performance.now() };
  const store = await openStore({ kind: 'sqlite', path: join(directory, 'scans.db') }, clock.now);
  const wakeups = createWakeups();
  const stopping = new AbortController();
  const streams = createEventStreams(
    {
      store,
      clock,
      wakeups,
      log: silentLogger,
      stopping: stopping.signal,
      config: { limits: { maxStreams: STREAMS, maxStreamsPerPrincipal: STREAMS } },
    },
    { timers: realTimers, isStillValid: () => Promise.resolve(true) },
  );
  const principal: Principal = { id: 'env', kind: 'env', name: null, scopes: ['read'], role: null, projects: null };
  const server = createServer((_, response) => {
    streams.open(response, { scanId: 'scan', principal, lastEventId: null });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const at = (): string => clock.now().toISOString();
  await store.transaction(async ({ scans }) => {
    const target = { target: '/srv', targetKind: 'directory', targetUrl: null, targetHost: null } as const;
    const scan = { id: 'scan', createdAt: at(), project: '', scanTypes: ['code'], requestId: null, createdBy: null };
    await scans.create({ ...scan, ...target });
    await scans.claimNext({ owner: randomUUID(), leaseUntil: at(), at: at() });
  });

  const readers = fork(new URL('./event-stream-readers.ts', import.meta.url), {
    env: { PORT: String((server.address() as AddressInfo).port), STREAMS: String(STREAMS), EVENTS: String(EVENTS) },
    execArgv: [],
  });
  await once(readers, 'message');
  const reported = once(readers, 'message') as Promise<[Report]>;
  let healthMs = 0;
  for (let index = 0; index < EVENTS; index += 1) {
    const data = { scan_id: 'scan', scanner: 'semgrep', name: 'semgrep', sent_ms: Date.now() };
    await store.transaction(({ events }) => events.append({ scanId: 'scan', name: 'scanner.start', data, at: at() }));
    const before = performance.now();
    wakeups.scanChanged('scan');
    await new Promise((resolve) => setTimeout(resolve, 0));
    healthMs = Math.max(healthMs, performance.now() - before);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const [report] = await reported;
  stopping.abort();
  server.closeAllConnections();
  server.close();
  await store.close();
  await rm(directory, { recursive: true, force: true });
  if (report.received !== STREAMS * EVENTS) throw new Error(`${report.received} of ${STREAMS * EVENTS} events arrived`);
  return {
    name: `an event to ${STREAMS} open streams`,
    against: 'commit to the last reader, both processes on this machine',
    value: report.slowestMs,
    limit: LIMIT_MS,
    unit: 'ms',
    note: `slowest of ${EVENTS} events to every stream; event loop held ${healthMs.toFixed(0)} ms at most`,
  };
}
