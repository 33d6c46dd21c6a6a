import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { describeDatabases } from '@securescan/testkit/databases';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Store, StoredWebhook } from '../src/index.ts';
import { openStore } from '../src/index.ts';

const at = (seconds: number): string => new Date(Date.UTC(2026, 0, 1) + seconds * 1000).toISOString();
const now = (): Date => new Date(at(0));

function makeWebhook(id: string, changes: Partial<StoredWebhook> = {}): StoredWebhook {
  return {
    id,
    name: id,
    url: 'https://example.com/',
    eventFilter: ['scan.complete'],
    enabled: true,
    createdAt: at(0),
    secret: 'first',
    previousSecret: null,
    previousSecretUntil: null,
    ...changes,
  };
}

const mine = { owner: 'me', leaseUntil: at(9999) };
const none = { seq: 0, owner: null };

const enqueue = (store: Store, data: Record<string, number>, time: string) =>
  store.transaction(({ webhooks }) => webhooks.enqueue('scan.complete', data, time, randomUUID));
const claimDue = (store: Store, time: string, busy: string[] = []) =>
  store.transaction(({ webhooks }) => webhooks.claimDue(time, mine, busy));

describeDatabases('webhooks', (makeDatabase) => {
  it('gives back, changes and removes a webhook', async () => {
    await using store = await openStore(await makeDatabase(), now);
    const webhook = makeWebhook('a', { eventFilter: ['scan.failed', 'scan.failed'] });
    await store.transaction(({ webhooks }) => webhooks.create(webhook));
    expect(await store.webhooks.find('a')).toEqual(webhook);
    expect(await store.webhooks.find('b')).toBeUndefined();

    const renamed = await store.transaction(({ webhooks }) => webhooks.update('a', { name: 'new', enabled: false }));
    expect(renamed).toEqual({ ...webhook, name: 'new', enabled: false });
    expect(await store.transaction(({ webhooks }) => webhooks.update('a', {}))).toEqual(renamed);
    expect(await store.transaction(({ webhooks }) => webhooks.update('b', { name: 'x' }))).toBeUndefined();

    expect(await store.transaction(({ webhooks }) => webhooks.rotateSecret('a', 'second', at(60)))).toMatchObject({
      secret: 'second',
      previousSecret: 'first',
      previousSecretUntil: at(60),
    });
    await enqueue(store, {}, at(1));
    expect(await store.transaction(({ webhooks }) => webhooks.remove('a'))).toBe(true);
    expect(await store.transaction(({ webhooks }) => webhooks.remove('a'))).toBe(false);
    expect(await store.webhooks.listDeliveries('a', { limit: 10 })).toEqual([]);
  });

  it('queues for those that are enabled and want the event, and for nobody when the transaction fails', async () => {
    await using store = await openStore(await makeDatabase(), now);
    await store.transaction(async ({ webhooks }) => {
      await webhooks.create(makeWebhook('wants'));
      await webhooks.create(makeWebhook('other', { eventFilter: ['scan.failed'] }));
      await webhooks.create(makeWebhook('disabled', { enabled: false }));
    });
    expect(await enqueue(store, { n: 1 }, at(1))).toBe(1);
    const failing = store.transaction(async ({ webhooks }) => {
      await webhooks.enqueue('scan.complete', { n: 2 }, at(2), randomUUID);
      throw new Error('undone');
    });
    await expect(failing).rejects.toThrow('undone');
    expect(await store.webhooks.listDeliveries('wants', { limit: 10 })).toMatchObject([
      { event: 'scan.complete', payload: { n: 1 }, status: 'pending', attempt: 0, nextAttemptAt: at(1) },
    ]);
    expect(await store.webhooks.listDeliveries('disabled', { limit: 10 })).toEqual([]);
  });

  it('hands out the oldest delivery of each webhook, one at a time, and holds the others back while it waits for its retry', async () => {
    await using store = await openStore(await makeDatabase(), now);
    await store.transaction(async ({ webhooks }) => {
      await webhooks.create(makeWebhook('a'));
      await webhooks.create(makeWebhook('b'));
    });
    for (const n of [1, 2, 3]) await enqueue(store, { n }, at(n));

    const [first, ofB] = await claimDue(store, at(10));
    expect(first).toMatchObject({ webhookId: 'a', payload: { n: 1 }, status: 'delivering' });
    expect(ofB).toMatchObject({ webhookId: 'b', payload: { n: 1 } });
    expect(await claimDue(store, at(10))).toEqual([]);

    const retry = {
      status: 'pending',
      attempt: 1,
      nextAttemptAt: at(30),
      responseCode: 500,
      responseBody: 'boom',
    } as const;
    await store.transaction(({ webhooks }) => webhooks.settle(first ?? none, retry, at(11)));
    expect(await claimDue(store, at(20))).toEqual([]);
    expect(await store.webhooks.nextDue()).toEqual({ first: at(30), last: at(30) });

    const again = await store.transaction(({ webhooks }) => webhooks.claimNext('a', at(30), mine));
    expect(again).toMatchObject({ payload: { n: 1 }, attempt: 1 });
    await store.transaction(async ({ webhooks }) => {
      const done = { status: 'succeeded', attempt: 2, nextAttemptAt: at(31), responseBody: 'ok' } as const;
      await webhooks.settle(again ?? none, done, at(31));
      expect(await webhooks.claimNext('a', at(31), mine)).toMatchObject({ payload: { n: 2 } });
    });
    // The code of an earlier attempt stays when a later one got no answer.
    expect((await store.webhooks.listDeliveries('a', { limit: 10 })).at(-1)).toMatchObject({
      responseCode: 500,
      status: 'succeeded',
    });
    expect(await store.webhooks.backlog()).toEqual({ waiting: 5, oldestCreatedAt: at(1) });
  });

  it('keeps the order of each webhook under any mix of outcomes', async () => {
    await using store = await openStore(await makeDatabase(), now);
    await store.transaction(async ({ webhooks }) => {
      for (const id of ['a', 'b', 'c']) await webhooks.create(makeWebhook(id));
    });
    const arrived = new Map<string, number[]>([
      ['a', []],
      ['b', []],
      ['c', []],
    ]);
    const [outcomes] = fc.sample(fc.array(fc.boolean(), { minLength: 400, maxLength: 400 }), 1);
    for (let n = 0; n < 20; n += 1) await enqueue(store, { n }, at(n));
    for (const [index, succeeds] of (outcomes ?? []).entries()) {
      const time = at(100 + index);
      for (const delivery of await claimDue(store, time)) {
        if (succeeds) arrived.get(delivery.webhookId)?.push(Number(delivery.payload['n']));
        const outcome = {
          status: succeeds ? 'succeeded' : 'pending',
          attempt: delivery.attempt + 1,
          nextAttemptAt: at(100 + index + (delivery.seq % 3)),
          responseBody: '',
        } as const;
        await store.transaction(({ webhooks }) => webhooks.settle(delivery, outcome, time));
      }
    }
    for (const numbers of arrived.values()) expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    expect(arrived.get('a')?.length).toBeGreaterThan(0);
  });

  it('numbers deliveries in the order in which their transactions end', async () => {
    await using store = await openStore(await makeDatabase(), now);
    await store.transaction(({ webhooks }) => webhooks.create(makeWebhook('a')));
    const queued = Promise.withResolvers<void>();
    const mayEnd = Promise.withResolvers<void>();
    const ends: number[] = [];
    const first = store.transaction(async ({ webhooks }) => {
      await webhooks.enqueue('scan.complete', { n: 1 }, at(1), randomUUID);
      queued.resolve();
      await mayEnd.promise;
      ends.push(1);
    });
    await queued.promise;
    const second = enqueue(store, { n: 2 }, at(2)).then(() => ends.push(2));
    // Were it possible, the second would end first, and be sent before the first could be seen.
    await Promise.race([second, delay(100)]);
    mayEnd.resolve();
    await Promise.all([first, second]);
    expect(ends).toEqual([1, 2]);
    expect((await store.webhooks.listDeliveries('a', { limit: 2 })).map(({ payload }) => payload['n'])).toEqual([2, 1]);
  });

  it('lets a delivery wait again whose sender died, and ignores the sender when it comes back late', async () => {
    await using store = await openStore(await makeDatabase(), now);
    await store.transaction(({ webhooks }) => webhooks.create(makeWebhook('a')));
    await enqueue(store, { n: 1 }, at(1));
    const [lost = none] = await claimDue(store, at(2));
    expect(await store.webhooks.listClaimed()).toMatchObject([{ seq: lost.seq, owner: 'me', leaseUntil: at(9999) }]);
    expect(await store.transaction(({ webhooks }) => webhooks.release(lost, at(60)))).toBe(true);
    expect(await store.transaction(({ webhooks }) => webhooks.release(lost, at(60)))).toBe(false);
    const late = { status: 'succeeded', attempt: 1, nextAttemptAt: at(61), responseBody: '' } as const;
    await store.transaction(({ webhooks }) => webhooks.settle(lost, late, at(61)));
    expect(await store.webhooks.listDeliveries('a', { limit: 1 })).toMatchObject([{ status: 'pending', owner: null }]);
    const other = { owner: 'other', leaseUntil: at(9999) };
    await store.transaction(({ webhooks }) => webhooks.claimDue(at(70), other, []));
    await store.transaction(({ webhooks }) => webhooks.settle(lost, late, at(71)));
    expect(await store.transaction(({ webhooks }) => webhooks.release(lost, at(71)))).toBe(false);
    expect(await store.webhooks.listClaimed()).toMatchObject([{ owner: 'other' }]);
  });

  it('pages and prunes deliveries, never those that wait', async () => {
    await using store = await openStore(await makeDatabase(), now);
    await store.transaction(({ webhooks }) => webhooks.create(makeWebhook('a')));
    for (let n = 0; n < 6; n += 1) await enqueue(store, { n }, at(n));
    for (let n = 0; n < 4; n += 1) {
      const [delivery] = await claimDue(store, at(10));
      const done = { status: 'succeeded', attempt: 1, nextAttemptAt: at(10), responseBody: '' } as const;
      await store.transaction(({ webhooks }) => webhooks.settle(delivery ?? none, done, at(10)));
    }
    const numbers = (deliveries: readonly { payload: Readonly<Record<string, unknown>> }[]) =>
      deliveries.map(({ payload }) => payload['n']);
    const page = await store.webhooks.listDeliveries('a', { limit: 4 });
    expect(numbers(page)).toEqual([5, 4, 3, 2]);
    expect(numbers(await store.webhooks.listDeliveries('a', { limit: 4, before: page.at(-1)?.seq ?? 0 }))).toEqual([
      1, 0,
    ]);
    expect(await store.transaction(({ webhooks }) => webhooks.prune(at(1), 100))).toBe(1);
    expect(await store.transaction(({ webhooks }) => webhooks.prune(at(0), 3))).toBe(2);
    expect(numbers(await store.webhooks.listDeliveries('a', { limit: 9 }))).toEqual([5, 4, 3]);
    expect(await store.transaction(({ webhooks }) => webhooks.prune(at(999), 0))).toBe(1);
    expect(numbers(await store.webhooks.listDeliveries('a', { limit: 9 }))).toEqual([5, 4]);
  });
});
