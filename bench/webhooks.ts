import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { silentLogger } from '@securescan/core';
import { createClock, createHttpClient } from '@securescan/host';
import { openStore } from '@securescan/store';
import { createWakeups } from '../packages/server/src/wake/wakeups.ts';
import { createDispatcher } from '../packages/server/src/webhooks/dispatcher.ts';
import { realTimers } from '../packages/server/src/time/timers.ts';
import type { Bench } from './figure.ts';

const WEBHOOKS = 5;
const EVENTS = 400;

/** Deliveries per second from a full outbox to a fast local receiver, and how long one takes to arrive when idle. */
export const webhooksBench: Bench = {
  id: 'webhooks',
  async run() {
    const directory = mkdtempSync(join(tmpdir(), 'securescan-bench-'));
    const arrived: { readonly path: string; readonly n: number; readonly at: number }[] = [];
    let onArrival: () => void = () => undefined;
    const server = createServer((incoming, response) => {
      let body = '';
      incoming.on('data', (chunk: Buffer) => (body += chunk.toString()));
      incoming.on('end', () => {
        const { data } = JSON.parse(body) as { data: { n: number } };
        arrived.push({ path: incoming.url ?? '', n: data.n, at: performance.now() });
        response.end('ok');
        onArrival();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const arrivals = (count: number) =>
      new Promise<void>((resolve) => {
        onArrival = () => {
          if (arrived.length >= count) resolve();
        };
        onArrival();
      });

    const clock = createClock();
    const store = await openStore({ kind: 'sqlite', path: join(directory, 'bench.db') }, () => clock.now());
    const wakeups = createWakeups();
    const job = createDispatcher(
      { store, clock, log: silentLogger, wakeups, newId: randomUUID, config: { secretKey: null } },
      {
        http: createHttpClient({ allowPrivate: false, allowLoopback: true }),
        timers: realTimers,
        random: Math.random,
      },
    );
    const now = () => clock.now().toISOString();
    const enqueue = (n: number) =>
      store.transaction(({ webhooks }) => webhooks.enqueue('webhook.test', { n }, now(), randomUUID));
    for (let index = 0; index < WEBHOOKS; index += 1) {
      await store.transaction(({ webhooks }) =>
        webhooks.create({
          id: randomUUID(),
          name: `bench ${index}`,
          url: `${url}/${index}`,
          eventFilter: ['webhook.test'],
          enabled: true,
          createdAt: now(),
          secret: randomUUID(),
          previousSecret: null,
          previousSecretUntil: null,
        }),
      );
    }
    for (let n = 0; n < EVENTS; n += 1) await enqueue(n);
    const start = performance.now();
    await job.start();
    await arrivals(WEBHOOKS * EVENTS);
    const seconds = (performance.now() - start) / 1000;
    const inOrder = Array.from({ length: WEBHOOKS }, (_, index) =>
      arrived.filter(({ path }) => path === `/${index}`).map(({ n }) => n),
    ).every((numbers) => numbers.every((n, index) => n === index));

    const before = performance.now();
    await enqueue(EVENTS);
    wakeups.deliveriesDue();
    await arrivals(WEBHOOKS * EVENTS + 1);
    const idleMs = (arrived.at(WEBHOOKS * EVENTS)?.at ?? Infinity) - before;

    const bare = await measureBareRequests(url, 500);
    await job.stop(AbortSignal.timeout(5000));
    await store.close();
    server.closeAllConnections();
    server.close();
    rmSync(directory, { recursive: true, force: true });
    return [
      {
        name: `${WEBHOOKS * EVENTS} webhook deliveries to ${WEBHOOKS} endpoints`,
        against: 'the target per second, in order',
        value: inOrder ? (WEBHOOKS * EVENTS) / seconds : 0,
        limit: 300,
        atLeast: true,
        unit: '/s',
        note: `${seconds.toFixed(1)} s; bare requests one after the other: ${bare.toFixed(0)}/s`,
      },
      {
        name: 'an event from its commit to the receiver, when idle',
        against: 'the target',
        value: idleMs,
        limit: 100,
        unit: 'ms',
        note: 'one run',
      },
    ];
  },
};

/** Requests per second to the same receiver without anything around them. */
async function measureBareRequests(url: string, count: number): Promise<number> {
  const start = performance.now();
  for (let index = 0; index < count; index += 1) {
    await new Promise<void>((resolve, reject) => {
      const sent = request(url, { method: 'POST', agent: false }, (response) => response.resume().on('end', resolve));
      sent.on('error', reject);
      sent.end('{"data":{"n":0}}');
    });
  }
  return (count * 1000) / (performance.now() - start);
}
