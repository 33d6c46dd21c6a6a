import { createHmac, generateKeyPairSync, randomUUID } from 'node:crypto';
import { silentLogger } from '@securescan/core';
import { createHttpClient } from '@securescan/host';
import type { Store } from '@securescan/store';
import { openStore } from '@securescan/store';
import { describeDatabases } from '@securescan/testkit/databases';
import { expect, it, vi } from 'vitest';
import type { Job } from '../src/jobs/job.ts';
import { checkSignature, readKeyIdOfSignature } from '../src/signing/request-signature.ts';
import type { SigningKey } from '../src/signing/signing-key.ts';
import { createWakeups } from '../src/wake/wakeups.ts';
import type { Wakeups } from '../src/wake/wakeups.ts';
import { nameOwner } from '../src/scans/owner.ts';
import { createDispatcher } from '../src/webhooks/dispatcher.ts';
import { createFakeTime } from './fake-time.ts';
import type { FakeTime } from './fake-time.ts';
import { startReceiver } from './receiver.ts';

const events = ['scan.complete', 'scan.failed', 'scanner.failed', 'webhook.test'];

interface World extends AsyncDisposable {
  readonly store: Store;
  readonly time: FakeTime;
  readonly wakeups: Wakeups;
  readonly job: Job;
  addWebhook(id: string, url: string): Promise<void>;
  enqueue(n: number): Promise<void>;
  deliveries(
    id: string,
  ): Promise<readonly { readonly status: string; readonly attempt: number; readonly responseBody: string | null }[]>;
}

async function makeWorld(
  location: Parameters<typeof openStore>[0],
  allowLoopback = true,
  signer?: SigningKey,
): Promise<World> {
  const time = createFakeTime();
  const store = await openStore(location, () => time.clock.now());
  const wakeups = createWakeups();
  const deps = { store, clock: time.clock, log: silentLogger, wakeups, newId: randomUUID, config: { secretKey: null } };
  const http = createHttpClient({ allowPrivate: false, allowLoopback });
  const job = createDispatcher(deps, {
    http,
    timers: time.timers,
    random: () => 0.5,
    ...(signer ? { openKey: () => Promise.resolve(signer) } : {}),
  });
  return {
    store,
    time,
    wakeups,
    job,
    addWebhook: (id, url) =>
      store.transaction(({ webhooks }) =>
        webhooks.create({
          id,
          name: id,
          url,
          eventFilter: events,
          enabled: true,
          createdAt: time.clock.now().toISOString(),
          secret: `secret of ${id}`,
          previousSecret: null,
          previousSecretUntil: null,
        }),
      ),
    async enqueue(n) {
      await store.transaction(({ webhooks }) =>
        webhooks.enqueue('scan.complete', { n }, time.clock.now().toISOString(), randomUUID),
      );
      wakeups.deliveriesDue();
    },
    deliveries: (id) => store.webhooks.listDeliveries(id, { limit: 100 }),
    async [Symbol.asyncDispose]() {
      await job.stop(AbortSignal.timeout(0));
      await store.close();
    },
  };
}

const numberOf = ({ body }: { readonly body: string }) => (JSON.parse(body) as { data: { n: number } }).data.n;

describeDatabases('webhook dispatcher', (makeDatabase) => {
  it('sends each event once, signed over its exact bytes, with the documented headers', async () => {
    await using world = await makeWorld(await makeDatabase());
    await using receiver = await startReceiver(() => ({ status: 200 }));
    await world.addWebhook('hook', `${receiver.url}/path`);
    await world.job.start();
    await world.enqueue(1);
    const [request] = await receiver.waitFor(1);
    const [row] = await vi.waitUntil(async () => {
      const rows = await world.store.webhooks.listDeliveries('hook', { limit: 9 });
      return rows[0]?.status === 'succeeded' && rows;
    });
    expect(row).toMatchObject({ attempt: 1, responseCode: 200, responseBody: 'ok' });
    const { headers, body, path } = request ?? { headers: {}, body: '', path: '' };
    expect(path).toBe('/path');
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'user-agent': 'SecureScan-Webhook/0.9',
      'x-securescan-event': 'scan.complete',
      'x-securescan-webhook-id': 'hook',
      'x-securescan-delivery': row?.id,
      'x-securescan-attempt': '1',
    });
    const unixSeconds = Math.floor(world.time.clock.now().getTime() / 1000);
    const v1 = createHmac('sha256', 'secret of hook').update(`${unixSeconds}.${body}`).digest('hex');
    expect(headers['x-securescan-signature']).toBe(`t=${unixSeconds},v1=${v1}`);
    expect(body).toBe(
      `{"event":"scan.complete","data":{"n":1},"delivered_at":"${world.time.clock.now().toISOString()}"}`,
    );
  });

  it('is signed with the key of the server too, over address and body', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    await using world = await makeWorld(await makeDatabase(), true, { key: privateKey, keyId: 'k1' });
    await using receiver = await startReceiver(() => ({ status: 200 }));
    await world.addWebhook('hook', `${receiver.url}/path?a=1`);
    await world.job.start();
    await world.enqueue(1);
    const [request] = await receiver.waitFor(1);
    const { headers, body } = request ?? { headers: {}, body: '' };
    const flat = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
    const seen = { method: 'POST', authority: new URL(receiver.url).host, path: '/path', query: 'a=1', headers: flat };
    const spki = publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
    const check = (message: typeof seen) =>
      checkSignature(message, { publicKey: spki, authority: message.authority, now: world.time.clock.now() });
    expect(readKeyIdOfSignature(flat)).toBe('k1');
    expect(check(seen)?.coversBody(Buffer.from(body))).toBe(true);
    expect(check(seen)?.coversBody(Buffer.from(`${body} `))).toBe(false);
    expect(check({ ...seen, query: 'a=2' })).toBeNull();
  });

  it('holds later events back while the first waits for its retry', async () => {
    await using world = await makeWorld(await makeDatabase());
    await using receiver = await startReceiver((_request, index) => ({
      status: index === 0 ? 500 : 200,
      body: 'boom',
    }));
    await world.addWebhook('hook', receiver.url);
    for (const n of [1, 2, 3, 4]) await world.enqueue(n);
    await world.job.start();
    await receiver.waitFor(1);
    await vi.waitUntil(async () => (await world.deliveries('hook')).at(-1)?.attempt === 1);
    expect(receiver.received.map(numberOf)).toEqual([1]);
    // The bound of the first retry is 5 s, the drawn half of it 2.5 s.
    await vi.waitUntil(() => {
      world.time.advance(1000);
      return receiver.received.length >= 5;
    });
    expect(receiver.received.map(numberOf)).toEqual([1, 1, 2, 3, 4]);
    expect(receiver.received[1]?.headers['x-securescan-attempt']).toBe('2');
  });

  it('does not let a receiver that hangs hold up another one', async () => {
    await using world = await makeWorld(await makeDatabase());
    await using slow = await startReceiver(() => null);
    await using fast = await startReceiver(() => ({ status: 204, body: '' }));
    await world.addWebhook('slow', slow.url);
    await world.addWebhook('fast', fast.url);
    await world.job.start();
    for (const n of [1, 2, 3]) await world.enqueue(n);
    await slow.waitFor(1);
    await fast.waitFor(3);
    expect(fast.received.map(numberOf)).toEqual([1, 2, 3]);
    expect(slow.received).toHaveLength(1);
  });

  it('gives up after 30 minutes, tells people, and goes on with the next event', async () => {
    await using world = await makeWorld(await makeDatabase());
    await using receiver = await startReceiver((request) => ({ status: numberOf(request) === 1 ? 503 : 200 }));
    await world.addWebhook('hook', receiver.url);
    await world.enqueue(1);
    await world.job.start();
    await vi.waitUntil(
      async () => {
        world.time.advance(60_000);
        return (await world.deliveries('hook'))[0]?.status === 'failed';
      },
      { timeout: 20_000 },
    );
    expect(await world.store.notifications.list({ projects: null, unreadOnly: true, limit: 9 })).toMatchObject([
      { type: 'webhook.failed', title: 'Webhook hook could not be delivered', level: 'warning' },
    ]);
    await world.enqueue(2);
    await vi.waitUntil(async () => (await world.deliveries('hook'))[0]?.status === 'succeeded');
  });

  it('switches a webhook off whose receiver says that it is gone, and fails what was queued for it', async () => {
    await using world = await makeWorld(await makeDatabase());
    await using receiver = await startReceiver(() => ({ status: 410 }));
    await world.addWebhook('hook', receiver.url);
    await world.enqueue(1);
    await world.enqueue(2);
    await world.job.start();
    await vi.waitUntil(async () => (await world.deliveries('hook')).every(({ status }) => status === 'failed'));
    expect(await world.store.webhooks.find('hook')).toMatchObject({ enabled: false });
    expect(await world.deliveries('hook')).toMatchObject([
      { attempt: 0, responseBody: 'webhook deleted/disabled' },
      { attempt: 1, responseBody: 'ok' },
    ]);
    expect(receiver.received).toHaveLength(1);
  });

  it('follows no redirect, and refuses private addresses unless they are allowed', async () => {
    await using world = await makeWorld(await makeDatabase(), false);
    await using receiver = await startReceiver(() => ({ status: 200 }));
    await world.addWebhook('hook', receiver.url);
    await world.enqueue(1);
    await world.job.start();
    await vi.waitUntil(async () => (await world.deliveries('hook'))[0]?.attempt === 1);
    expect((await world.deliveries('hook'))[0]?.responseBody).toMatch(/^transport: .*may not reach/);
    expect(receiver.received).toEqual([]);
  });

  it('sends what a dead process had begun, after its start', async () => {
    const location = await makeDatabase();
    await using receiver = await startReceiver(() => ({ status: 200 }));
    {
      await using world = await makeWorld(location);
      await world.addWebhook('hook', receiver.url);
      await world.enqueue(1);
      const now = world.time.clock.now().toISOString();
      // A process of this machine, long gone, that promised to be done much later.
      const claim = {
        owner: nameOwner('dead').replace(/-\d+-\d+\//, '-4194304-1/'),
        leaseUntil: '2999-01-01T00:00:00.000Z',
      };
      await world.store.transaction(({ webhooks }) => webhooks.claimDue(now, claim, []));
    }
    await using world = await makeWorld(location);
    await world.job.start();
    await receiver.waitFor(1);
    await vi.waitUntil(async () => (await world.deliveries('hook'))[0]?.status === 'succeeded');
  });

  it('takes over what another node has begun, when its lease has ended and not before', async () => {
    const location = await makeDatabase();
    await using world = await makeWorld(location);
    await using receiver = await startReceiver(() => ({ status: 200 }));
    await world.addWebhook('hook', receiver.url);
    await world.job.start();
    const now = world.time.clock.now();
    await world.store.transaction(async ({ webhooks }) => {
      await webhooks.enqueue('scan.complete', { n: 1 }, now.toISOString(), randomUUID);
      const claim = { owner: 'elsewhere:1-2-3/1', leaseUntil: new Date(now.getTime() + 30_000).toISOString() };
      await webhooks.claimDue(now.toISOString(), claim, []);
    });
    await world.addWebhook('free', `${receiver.url}/free`);
    world.time.advance(29_000);
    await world.enqueue(2);
    await receiver.waitFor(1);
    world.time.advance(2000);
    const received = (await receiver.waitFor(3)).map((request) => [request.path, numberOf(request)]);
    expect(received).toEqual([
      ['/free', 2],
      ['/', 1],
      ['/', 2],
    ]);
  });

  it('does not wait for a clock that was set back to come round again', async () => {
    await using world = await makeWorld(await makeDatabase());
    await using receiver = await startReceiver(() => ({ status: 200 }));
    await world.addWebhook('hook', receiver.url);
    const later = new Date(world.time.clock.now().getTime() + 3_600_000).toISOString();
    await world.store.transaction(({ webhooks }) => webhooks.enqueue('scan.complete', { n: 1 }, later, randomUUID));
    await world.enqueue(2);
    await world.job.start();
    expect((await receiver.waitFor(2)).map(numberOf)).toEqual([1, 2]);
  });

  it('stops at once when there is no time left, and keeps what was in flight for the next start', async () => {
    await using world = await makeWorld(await makeDatabase());
    await using receiver = await startReceiver(() => null);
    await world.addWebhook('hook', receiver.url);
    await world.enqueue(1);
    await Promise.all([world.job.start(), world.job.start()]);
    await receiver.waitFor(1);
    await world.job.stop(AbortSignal.abort());
    expect(await world.deliveries('hook')).toMatchObject([{ status: 'pending', attempt: 0 }]);
    expect(world.job.isHealthy()).toBe(false);
    await world.job.stop(AbortSignal.abort());
  });
});
