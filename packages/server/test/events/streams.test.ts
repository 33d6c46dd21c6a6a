import { once } from 'node:events';
import { connect, createServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
import type { ServerResponse } from 'node:http';
import type { RouteId } from '@securescan/contract';
import type { JsonObject } from '@securescan/model';
import { describeDatabases } from '@securescan/testkit/databases';
import { makeFinding, makeScanResult } from '@securescan/testkit/scan-results';
import { expect, it } from 'vitest';
import type { ServerDeps } from '../../src/deps.ts';
import type { EventStreams } from '../../src/events/streams.ts';
import { createEventStreams } from '../../src/events/streams.ts';
import { toEventTokenSecret, verifyEventToken } from '../../src/events/token.ts';
import type { Handlers } from '../../src/http/handler.ts';
import { createScanHandlers } from '../../src/resources/scans/handlers.ts';
import { concludeScan, toEmptyEnd } from '../../src/scans/conclude.ts';
import type { FakeTime } from '../fake-time.ts';
import { createFakeTime } from '../fake-time.ts';
import type { TestApp, TestAppOptions } from '../http/test-app.ts';
import { openPrincipal, startTestApp } from '../http/test-app.ts';
import { openStream } from './sse-client.ts';

const secret = toEventTokenSecret('test-secret');

interface StreamServer extends AsyncDisposable {
  readonly app: TestApp;
  readonly time: FakeTime;
  readonly streams: EventStreams;
  readonly url: (scanId: string) => string;
  /** Keys that are still valid. */
  readonly revoked: Set<string>;
  /** Whether the streams wait for their next tick. */
  readonly isTicking: () => boolean;
  /** Calls of `events.list` so far. */
  readonly reads: () => number;
  addScan(id: string): Promise<void>;
  /** Commits events and, unless silent, wakes the streams. */
  append(id: string, names: readonly string[], data?: JsonObject, isSilent?: boolean): Promise<void>;
  end(id: string): Promise<void>;
}

describeDatabases('event streams', (makeDatabase) => {
  async function start(options: TestAppOptions = {}): Promise<StreamServer> {
    const time = createFakeTime();
    const revoked = new Set<string>();
    let reads = 0;
    let armed = 0;
    let streams: EventStreams | undefined;
    const app = await startTestApp(
      (real): Partial<Handlers<RouteId>> => {
        const events: ServerDeps['store']['events'] = {
          ...real.store.events,
          list: (...request) => {
            reads += 1;
            return real.store.events.list(...request);
          },
        };
        const deps = { ...real, clock: time.clock, store: { ...real.store, events } };
        streams = createEventStreams(deps, {
          timers: {
            after(milliseconds, callback) {
              armed += 1;
              return time.timers.after(milliseconds, () => {
                armed -= 1;
                callback();
              });
            },
          },
          isStillValid: ({ id }) => Promise.resolve(!revoked.has(id)),
        });
        return createScanHandlers(deps, { streams, timers: time.timers, eventTokenSecret: secret, cwd: '/' });
      },
      { database: await makeDatabase(), ...options },
    );
    if (streams === undefined) throw new Error('unreachable');
    const { store, wakeups } = app.deps;
    const at = (): string => time.clock.now().toISOString();
    return {
      app,
      time,
      streams,
      revoked,
      reads: () => reads,
      isTicking: () => armed > 0,
      url: (scanId) => `${app.origin}/api/v1/scans/${scanId}/events`,
      async addScan(id) {
        await store.transaction(async ({ scans }) => {
          await scans.create({
            id,
            createdAt: at(),
            target: '/srv/shop',
            targetKind: 'directory',
            targetUrl: null,
            targetHost: null,
            project: '',
            scanTypes: ['code'],
            requestId: null,
            createdBy: null,
          });
          await scans.claimNext({ owner: 'test', leaseUntil: at(), at: at() });
        });
      },
      async append(id, names, data = {}, isSilent = false) {
        await store.transaction(async ({ events }) => {
          for (const name of names) await events.append({ scanId: id, name, data: { scan_id: id, ...data }, at: at() });
        });
        if (!isSilent) wakeups.scanChanged(id);
      },
      async end(id) {
        await store.transaction((repositories) =>
          concludeScan(repositories, id, toEmptyEnd('completed', at(), '', false), {
            at: at(),
            newId: () => crypto.randomUUID(),
          }),
        );
        wakeups.scanChanged(id);
      },
      [Symbol.asyncDispose]: () => app[Symbol.asyncDispose](),
    };
  }

  it('open at once, give every event in order with its number, and end with the scan', async () => {
    await using server = await start();
    await server.addScan('one');
    await server.append('one', ['scan.start']);
    const client = await openStream(server.url('one'));
    expect(client.status).toBe(200);
    expect(client.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache',
      'x-accel-buffering': 'no',
    });
    await client.until(({ event }) => event === 'scan.start');
    expect(client.blocks.slice(0, 2)).toEqual([{ comment: 'keepalive' }, { retry: '2000' }]);
    await server.append('one', ['scanner.start', 'scanner.complete']);
    await client.until(({ event }) => event === 'scanner.complete');
    await server.end('one');
    await client.ended;
    expect(client.blocks.slice(2).map(({ id, event }) => [id, event])).toEqual([
      ['1', 'scan.start'],
      ['2', 'scanner.start'],
      ['3', 'scanner.complete'],
      ['4', 'scan.complete'],
    ]);
    expect(client.blocks.at(-1)?.data).toMatchObject({ scan_id: 'one', status: 'completed', target: '/srv/shop' });
    expect(server.streams.count()).toBe(0);
  });

  it('replay everything, or what comes behind Last-Event-ID; the end is told again', async () => {
    await using server = await start();
    await server.addScan('one');
    await server.append('one', ['scan.start', 'scanner.start', 'scanner.complete']);
    await server.end('one');
    const replay = async (lastId?: string): Promise<readonly (string | undefined)[]> => {
      const client = await openStream(server.url('one'), lastId === undefined ? {} : { 'last-event-id': lastId });
      await client.ended;
      return client.events();
    };
    const all = ['scan.start', 'scanner.start', 'scanner.complete', 'scan.complete'];
    expect(await replay()).toEqual(all);
    expect(await replay('2')).toEqual(all.slice(2));
    expect(await replay('4')).toEqual(all.slice(3));
    expect(await replay('99')).toEqual(all.slice(3));
    expect(await replay('rubbish')).toEqual(all);
  });

  it('close scans that ended without events with one frame that says so', async () => {
    await using server = await start();
    await server.app.deps.store.saveScan(makeScanResult([makeFinding()]), 'cli');
    const client = await openStream(server.url('scan-1'));
    await client.ended;
    expect(client.blocks.slice(2)).toEqual([
      {
        event: 'scan.complete',
        data: expect.objectContaining({
          status: 'completed',
          findings_count: 1,
          risk_score: 12.3,
          scanners_run: ['semgrep'],
        }),
      },
    ]);
  });

  it('say something every 15 seconds of silence', async () => {
    await using server = await start();
    await server.addScan('one');
    const client = await openStream(server.url('one'));
    await client.until(({ retry }) => retry !== undefined);
    const comments = (): number => client.blocks.filter(({ comment }) => comment === 'keepalive').length;
    for (let second = 1; second <= 14; second += 1) await letPass(server, 1000);
    expect(comments()).toBe(1);
    await letPass(server, 1000);
    await letPass(server, 1000);
    await server.append('one', ['scanner.start']);
    await client.until(({ event }) => event === 'scanner.start');
    expect(comments()).toBe(2);
    client.close();
  });

  it('bring what another process wrote within a second', async () => {
    await using server = await start();
    await server.addScan('one');
    const client = await openStream(server.url('one'));
    await client.until(({ retry }) => retry !== undefined);
    await server.append('one', ['scanner.start'], {}, true);
    await letPass(server, 1000);
    await client.until(({ event }) => event === 'scanner.start');
    client.close();
  });

  it('read the table once per wake-up for all streams of a scan', async () => {
    await using server = await start();
    await server.addScan('one');
    const clients = await Promise.all(Array.from({ length: 40 }, () => openStream(server.url('one'))));
    await Promise.all(clients.map((client) => client.until(({ retry }) => retry !== undefined)));
    const before = server.reads();
    await server.append('one', ['scanner.start']);
    await Promise.all(clients.map((client) => client.until(({ event }) => event === 'scanner.start')));
    expect(server.reads() - before).toBe(1);
    for (const client of clients) client.close();
  });

  it('are limited in number, per key and in all', async () => {
    await using server = await start({ config: { limits: { maxStreams: 3, maxStreamsPerPrincipal: 2 } } });
    await server.addScan('one');
    const clients = [await openStream(server.url('one')), await openStream(server.url('one'))];
    const refused = await openStream(server.url('one'));
    expect([refused.status, refused.headers['retry-after']]).toEqual([503, '10']);
    clients[0]?.close();
    while (server.streams.count() > 1) await turn();
    const again = await openStream(server.url('one'));
    expect(again.status).toBe(200);
    again.close();
    clients[1]?.close();
  });

  it('end with the server, and with the key', async () => {
    await using server = await start();
    await server.addScan('one');
    const revoked = await openStream(server.url('one'));
    await revoked.until(({ retry }) => retry !== undefined);
    for (let second = 0; second < 30; second += 1) await letPass(server, 1000);
    expect(revoked.events()).toEqual([]);
    server.revoked.add(openPrincipal.id);
    for (let second = 0; second < 30; second += 1) await letPass(server, 1000);
    await revoked.ended;
    expect(revoked.blocks.at(-1)).toEqual({ event: 'auth.revoked', data: {} });

    const open = await openStream(server.url('one'));
    await open.until(({ retry }) => retry !== undefined);
    server.app.stop();
    await open.ended;
    expect(open.blocks.at(-1)?.event).toBe('server.shutdown');
    expect((await openStream(server.url('one'))).status).toBe(503);
  });

  it('hold little for a reader that is too slow, and miss nothing when it reads on', async () => {
    await using server = await start();
    await server.addScan('one');
    const text = 'x'.repeat(8000);
    for (let round = 0; round < 20; round += 1) {
      await server.append(
        'one',
        Array.from({ length: 100 }, () => 'scanner.progress'),
        { text },
      );
    }
    let response: ServerResponse | undefined;
    server.app.app.server.on('request', (_, raw: ServerResponse) => {
      response = raw;
    });
    const client = await openStream(server.url('one'), {}, { isPaused: true });
    await server.end('one');
    // Until the buffers of the system are full and no more is written.
    const countHeld = (): number => response?.writableLength ?? 0;
    let held = 0;
    while (countHeld() === 0) await turn();
    for (let same = 0; same < 20; same += countHeld() === held ? 1 : 0) {
      held = countHeld();
      await turn();
    }
    expect(held).toBeGreaterThan(0);
    expect(held).toBeLessThan(64 * 1024 + 32 * 1024);
    await client.until(({ event }) => event === 'scan.complete');
    const ids = client.blocks.flatMap(({ id }) => (id === undefined ? [] : [Number(id)]));
    expect(ids).toEqual(Array.from({ length: 2001 }, (_, index) => index + 1));
  });

  it('cut a reader off that has taken nothing for a minute', async () => {
    await using server = await start();
    await server.addScan('one');
    await server.append(
      'one',
      Array.from({ length: 3000 }, () => 'scanner.progress'),
      { text: 'x'.repeat(4000) },
    );
    const client = await openStream(server.url('one'), {}, { isPaused: true });
    while (server.streams.count() === 0) await turn();
    // The minute begins when the buffers of the system are full.
    while (server.streams.count() > 0) await letPass(server, 1000);
    client.close();
  });

  it('work over HTTP/2, and answer HEAD with headers alone', async () => {
    await using server = await start();
    await server.addScan('one');
    await server.append('one', ['scan.start']);
    await server.end('one');
    const http2 = createServer((_, raw) => {
      // As the application hands it out.
      server.streams.open(raw as unknown as ServerResponse, {
        scanId: 'one',
        principal: openPrincipal,
        lastEventId: null,
      });
    });
    http2.listen(0, '127.0.0.1');
    await once(http2, 'listening');
    const session = connect(`http://127.0.0.1:${(http2.address() as AddressInfo).port}`);
    const read = async (method: string): Promise<string> => {
      const stream = session.request({ ':path': '/', ':method': method });
      stream.setEncoding('utf8');
      let text = '';
      stream.on('data', (part: string) => {
        text += part;
      });
      stream.end();
      await once(stream, 'close');
      return text;
    };
    const text = await read('GET');
    expect(text).toContain('id: 1\nevent: scan.start\n');
    expect(text).toContain('event: scan.complete\n');
    expect(await read('HEAD')).toBe('');
    session.close();
    http2.close();
  });

  it('can be opened with a token that the scan hands out', async () => {
    await using server = await start();
    await server.addScan('one');
    const answer = await server.app.call('POST', '/api/v1/scans/one/event-token');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const { token, expires_in: expiresIn } = answer.body as { token: string; expires_in: number };
    expect(expiresIn).toBe(300);
    const expiresAt = server.time.clock.now().getTime() / 1000 + 300;
    expect(verifyEventToken(secret, token, server.time.clock.now())).toEqual({
      scanId: 'one',
      keyId: openPrincipal.id,
      expiresAt,
    });
  });
});

function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/** Lets time pass; what the streams do then is done before more time passes, as it is in reality. */
async function letPass(server: StreamServer, milliseconds: number): Promise<void> {
  server.time.advance(milliseconds);
  do await turn();
  while (!server.isTicking() && server.streams.count() > 0);
}
