import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { silentLogger } from '@securescan/core';
import { createClock } from '@securescan/host';
import { openStore } from '@securescan/store';
import { expect, it } from 'vitest';
import { buildApp } from '../../src/app.ts';
import type { Job } from '../../src/jobs/job.ts';
import { createMetrics } from '../../src/metrics/metrics.ts';
import { startServer, type ServerParts } from '../../src/start-server.ts';
import { createWakeups } from '../../src/wake/wakeups.ts';
import { openRaw } from './raw-socket.ts';
import { makeSystemHandlers } from './system-handlers.ts';
import { openAccess } from './test-app.ts';
import { makeTestConfig } from './test-config.ts';
import { startTestService } from './test-service.ts';

async function start(parts: Partial<ServerParts> = {}, config: Parameters<typeof makeTestConfig>[0] = {}) {
  const clock = createClock();
  const store = await openStore({ kind: 'sqlite', path: ':memory:' }, () => clock.now());
  const stopping = new AbortController();
  const deps = {
    config: makeTestConfig(config),
    store,
    clock,
    log: silentLogger,
    wakeups: createWakeups(),
    newId: () => 'id',
    stopping: stopping.signal,
  };
  const server = await startServer(deps, {
    ...openAccess,
    handlers: makeSystemHandlers(deps),
    jobs: [],
    metrics: createMetrics(),
    version: '1',
    countKeys: () => Promise.resolve({ any: false, usable: false, admin: false }),
    stopping,
    ...parts,
  });
  return { server, deps, stopping };
}

/** A job that finishes its work when it is told to, or is cut off. */
function makeJob(name: string, events: string[], work?: Promise<void>): Job {
  return {
    name,
    start: () => {
      events.push(`${name} starts`);
      return Promise.resolve();
    },
    stop: async (deadline) => {
      events.push(`${name} stops`);
      if (!deadline.aborted) await Promise.race([work ?? Promise.resolve(), once(deadline, 'abort')]);
      events.push(`${name} is gone${deadline.aborted ? ', cut off' : ''}`);
    },
    isHealthy: () => true,
  };
}

it('starts its jobs in order, answers while they finish, and then closes', async () => {
  const events: string[] = [];
  const work = Promise.withResolvers<void>();
  const { server } = await start({ jobs: [makeJob('a', events), makeJob('b', events, work.promise)] });
  expect(events).toEqual(['a starts', 'b starts']);
  const stopped = server.stop();
  const ready = await fetch(`${server.url}/ready`);
  expect([ready.status, await ready.json()]).toEqual([503, { detail: 'shutting down', status: 'shutting_down' }]);
  work.resolve();
  await stopped;
  expect(events.slice(2)).toEqual(['a stops', 'b stops', 'a is gone', 'b is gone']);
  await expect(fetch(`${server.url}/health`)).rejects.toThrow();
});

it('cuts work off when it is told to stop twice', async () => {
  const events: string[] = [];
  const { server } = await start(
    { jobs: [makeJob('a', events, new Promise(() => undefined))] },
    { shutdownGraceMs: 3_600_000 },
  );
  const stopped = server.stop();
  await server.stop();
  await stopped;
  expect(events.at(-1)).toBe('a is gone, cut off');
});

it('cuts work off when the grace period ends', async () => {
  const events: string[] = [];
  const { server } = await start(
    { jobs: [makeJob('a', events, new Promise(() => undefined))] },
    { shutdownGraceMs: 50 },
  );
  await server.stop();
  expect(events.at(-1)).toBe('a is gone, cut off');
});

it('closes connections that somebody keeps open', async () => {
  const { server } = await start();
  using raw = await openRaw(server.port);
  raw.write('GET /health HTTP/1.1\r\nhost: x\r\n\r\n');
  await once(raw.socket, 'data');
  await server.stop();
  expect(await raw.readToEnd()).toMatch(/^HTTP\/1\.1 200/);
});

it('undoes a start that fails half-way', async () => {
  const { server: other } = await start();
  const events: string[] = [];
  await expect(start({ jobs: [makeJob('a', events)] }, { port: other.port })).rejects.toThrow(
    /cannot listen on 127\.0\.0\.1:\d+: another program uses the port/,
  );
  expect(events).toEqual(['a starts', 'a stops', 'a is gone, cut off']);
  await other.stop();
});

it.each([
  [{ host: '0.0.0.0' }, /no credential[^]*plain HTTP/],
  [
    { auth: { required: true } },
    /SECURESCAN_AUTH_REQUIRED=1 but no credentials configured[^]*SECURESCAN_EVENT_TOKEN_SECRET/,
  ],
])('does not start with %j', async (config, message) => {
  await expect(start({}, config)).rejects.toThrow(message);
});

it('ends open event streams at once when the whole server stops', async () => {
  await using server = await startTestService({ config: { shutdownGraceMs: 3_600_000 } });
  const created = await fetch(`${server.origin}/api/v1/scans`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ target_path: server.directory, scan_types: ['baseline'] }),
  });
  const { id } = (await created.json()) as { id: string };
  const stream = await fetch(`${server.origin}/api/v1/scans/${id}/events`);
  const stopped = server.service.stop();
  const text = await stream.text();
  expect(text).toMatch(/event: (server\.shutdown|scan\.\w+)/);
  await server.service.stop();
  await stopped;
});

it('sheds load while the event loop is late, except health', async () => {
  let nowMs = 0;
  const { server, deps } = await start();
  await server.stop();
  const app = await buildApp(
    { ...deps, clock: { now: () => new Date(0), monotonicMs: () => nowMs } },
    { ...openAccess, handlers: makeSystemHandlers(deps) },
  );
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const ask = (path: string) => fetch(`http://127.0.0.1:${port}${path}`);
  expect((await ask('/')).status).toBe(200);
  nowMs += 5000;
  const shed = await ask('/');
  expect([shed.status, shed.headers.get('retry-after')]).toEqual([503, '2']);
  expect((await ask('/health')).status).toBe(200);
  await app.close();
});
