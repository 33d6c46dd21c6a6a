import { silentLogger } from '@securescan/core';
import type { SharedLimits, Store } from '@securescan/store';
import { openStore } from '@securescan/store';
import { type PostgresServer, startPostgres } from '@securescan/testkit/postgres';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSignInLimits } from '../src/auth/sign-in-limits.ts';
import { createLimitStore } from '../src/limits/create-limit-store.ts';
import { createMemoryLimitStore } from '../src/limits/memory-store.ts';
import { createSharedLimitStore } from '../src/limits/shared-store.ts';
import { createFakeTime } from './fake-time.ts';

const WINDOW_MS = 60_000;

/** Gaps between requests in milliseconds: bursts, pauses, and the edges of the window. */
const gaps = fc.array(
  fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 3000 }), fc.integer({ min: 19_000, max: 61_000 })),
  { minLength: 1, maxLength: 60 },
);

function mostInOneWindow(times: readonly number[]): number {
  return Math.max(0, ...times.map((start) => times.filter((at) => at >= start && at < start + WINDOW_MS).length));
}

describe('the store in memory', () => {
  it('never accepts more than the limit in any 60 s, and says a wait that is enough and at most 60 s', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 8 }), gaps, async (limit, waits) => {
        let now = 0;
        const store = createMemoryLimitStore(() => now);
        const accepted: number[] = [];
        for (const wait of waits) {
          now += wait;
          const { allowed, retryAfterMs } = await store.hit('a', limit, WINDOW_MS);
          if (allowed) accepted.push(now);
          else {
            expect(retryAfterMs).toBeGreaterThan(0);
            expect(retryAfterMs).toBeLessThanOrEqual(WINDOW_MS);
            const before = now;
            now += Math.ceil(retryAfterMs / 1000) * 1000 - 1;
            if (retryAfterMs % 1000 === 0) expect((await store.hit('a', limit, WINDOW_MS)).allowed).toBe(false);
            now = before + Math.ceil(retryAfterMs / 1000) * 1000;
            expect((await store.hit('a', limit, WINDOW_MS)).allowed).toBe(true);
            accepted.push(now);
          }
        }
        expect(mostInOneWindow(accepted)).toBeLessThanOrEqual(limit);
      }),
      { numRuns: 300, seed: 4 },
    );
  });

  it('takes a hit back', async () => {
    const store = createMemoryLimitStore(() => 0);
    await store.hit('a', 1, WINDOW_MS);
    await store.undo('a');
    await store.undo('nobody');
    expect((await store.hit('a', 1, WINDOW_MS)).allowed).toBe(true);
    expect((await store.hit('a', 1, WINDOW_MS)).allowed).toBe(false);
  });

  it('allows nothing with a limit of 0', async () => {
    const store = createMemoryLimitStore(() => 0);
    expect(await store.hit('a', 0, WINDOW_MS)).toEqual({ allowed: false, retryAfterMs: WINDOW_MS });
  });

  it('keeps 10,000 clients, the least recently used ones go first, idle ones after the window', async () => {
    let now = 0;
    const store = createMemoryLimitStore(() => now);
    for (let client = 0; client < 20_000; client += 1) {
      await store.hit(`client ${client}`, 1, WINDOW_MS);
      // One that keeps asking is not forgotten, so that others cannot wash its count away.
      if (client % 1000 === 0) await store.hit('busy', 1, WINDOW_MS);
    }
    expect(store.size()).toBe(10_000);
    expect((await store.hit('busy', 1, WINDOW_MS)).allowed).toBe(false);
    expect((await store.hit('client 0', 1, WINDOW_MS)).allowed).toBe(true);
    now += WINDOW_MS;
    await store.hit('late', 1, WINDOW_MS);
    expect(store.size()).toBe(1);
  });

  it('knows a nonce until its time is over, and refuses rather than forgets', async () => {
    let now = 0;
    const store = createMemoryLimitStore(() => now, 3);
    expect(await store.once('n', 1000)).toBe(true);
    now = 999;
    expect(await store.once('n', 1000)).toBe(false);
    now = 1000;
    expect(await store.once('n', 1000)).toBe(true);
    for (const nonce of ['n2', 'n3']) await store.once(nonce, 1000);
    await expect(store.once('one too many', 1000)).rejects.toMatchObject({ status: 503 });
    now = 2000;
    expect(await store.once('one too many', 1000)).toBe(true);
  });
});

describe('the store in PostgreSQL', () => {
  let server: PostgresServer;
  let store: Store;
  let shared: SharedLimits;
  beforeAll(async () => {
    server = await startPostgres();
    store = await openStore({ kind: 'postgres', url: await server.createDatabase('limits') }, () => new Date());
    if (store.limits === null) throw new Error('PostgreSQL shares limits');
    shared = store.limits;
  });
  afterAll(async () => {
    await store.close();
    await server.stop();
  });

  it('agrees with the one in memory within a second on random traces, and is never laxer', async () => {
    let trace = 0;
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 5 }), gaps, async (limit, waits) => {
        const key = `trace ${(trace += 1)}`;
        let now = 1_000_000;
        const accepted: number[] = [];
        for (const wait of waits) {
          now += wait;
          const retryAfterMs = await shared.hit(key, limit, WINDOW_MS, now);
          const exact = accepted.filter((at) => at > now - WINDOW_MS);
          if (retryAfterMs === 0) {
            accepted.push(now);
            continue;
          }
          expect(retryAfterMs).toBeLessThanOrEqual(WINDOW_MS);
          // It may be stricter by the second in which hits are put together, not more.
          const lately = accepted.filter((at) => at > now - WINDOW_MS - 1000);
          expect(lately.length).toBeGreaterThanOrEqual(limit);
          if (exact.length >= limit) {
            const due = (exact.at(-limit) ?? 0) + WINDOW_MS - now;
            expect(retryAfterMs).toBeGreaterThanOrEqual(due);
            expect(retryAfterMs).toBeLessThan(due + 1000);
          }
        }
        expect(mostInOneWindow(accepted)).toBeLessThanOrEqual(limit);
      }),
      { numRuns: 40, seed: 4 },
    );
  });

  it('agrees with the one in memory on token buckets', async () => {
    let trace = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 30 }),
        gaps,
        async (capacity, perMinute, waits) => {
          const key = `bucket ${(trace += 1)}`;
          const bucket = { capacity, intervalMs: WINDOW_MS / perMinute };
          let now = 1_000_000;
          const memory = createMemoryLimitStore(() => now);
          for (const wait of waits) {
            now += wait;
            const { allowed, missingMs } = await shared.take(key, bucket, now);
            const expected = await memory.take(key, bucket);
            expect(allowed).toBe(expected.allowed);
            expect(missingMs).toBeCloseTo(expected.fullAfterMs, 3);
          }
        },
      ),
      { numRuns: 30, seed: 4 },
    );
  });

  it('lets exactly the limit pass when many processes ask at once', async () => {
    const waits = await Promise.all(Array.from({ length: 50 }, () => shared.hit('crowd', 7, WINDOW_MS)));
    expect(waits.filter((wait) => wait === 0)).toHaveLength(7);
    const takes = await Promise.all(
      Array.from({ length: 50 }, () => shared.take('crowd', { capacity: 7, intervalMs: WINDOW_MS })),
    );
    expect(takes.filter(({ allowed }) => allowed)).toHaveLength(7);
    const firsts = await Promise.all(Array.from({ length: 50 }, () => shared.once('crowd', WINDOW_MS)));
    expect(firsts.filter(Boolean)).toHaveLength(1);
  });

  it('takes a hit back, knows a nonce until its time is over, and sweeps only what is old', async () => {
    expect(await shared.hit('undo', 1, WINDOW_MS)).toBe(0);
    await shared.undo('undo');
    await shared.undo('nobody');
    expect(await shared.hit('undo', 1, WINDOW_MS)).toBe(0);
    expect(await shared.once('nonce', 1000, 5000)).toBe(true);
    expect(await shared.once('nonce', 1000, 5999)).toBe(false);
    expect(await shared.once('nonce', 1000, 6000)).toBe(true);
    await shared.sweep(WINDOW_MS);
    expect(await shared.hit('undo', 1, WINDOW_MS)).toBeGreaterThan(0);
  });

  it('holds over two servers: sign-ins that failed at one count at the other, a nonce is good for one of them', async () => {
    const url = await server.createDatabase('two_servers');
    const stores = [];
    for (let n = 0; n < 2; n += 1) stores.push(await openStore({ kind: 'postgres', url }, () => new Date()));
    const { clock, timers } = createFakeTime();
    const [one, two] = stores.map((own) => {
      const place = createLimitStore({ store: own, clock, log: silentLogger }, timers);
      return { ...place.limits, guard: createSignInLimits(place.limits, clock).guard };
    });
    if (one === undefined || two === undefined) throw new Error('two servers');
    const wrong = () => Promise.resolve(null);
    for (let n = 0; n < 5; n += 1) {
      expect(await one.guard('192.0.2.1', `a${n}`, wrong)).toBeNull();
      expect(await two.guard('192.0.2.1', `b${n}`, wrong)).toBeNull();
    }
    await expect(one.guard('192.0.2.1', 'c', wrong)).rejects.toMatchObject({ status: 429 });
    await expect(two.guard('192.0.2.1', 'c', wrong)).rejects.toMatchObject({ status: 429 });
    expect([await one.once('nonce', WINDOW_MS), await two.once('nonce', WINDOW_MS)]).toEqual([true, false]);
    for (const own of stores) await own.close();
  });

  it('is left for memory, with the same limit, while it does not answer', async () => {
    const time = createFakeTime();
    const warnings: string[] = [];
    const log = { ...silentLogger, warn: (_: unknown, message: string) => warnings.push(message) };
    let isAway = true;
    let asked = 0;
    const broken: SharedLimits = {
      ...shared,
      hit: (...hit) => {
        asked += 1;
        return isAway ? Promise.reject(new Error('connection refused')) : shared.hit(...hit);
      },
      once: () => new Promise(() => undefined),
    };
    const memory = createMemoryLimitStore(() => time.clock.monotonicMs());
    const limits = createSharedLimitStore({ shared: broken, memory, clock: time.clock, log, timers: time.timers });
    expect((await limits.hit('away', 1, WINDOW_MS)).allowed).toBe(true);
    expect((await limits.hit('away', 1, WINDOW_MS)).allowed).toBe(false);
    expect(limits.isShared()).toBe(false);
    expect(asked).toBe(1);
    expect(warnings).toEqual(['limits are counted per process: the database is away']);
    isAway = false;
    time.advance(5000);
    expect((await limits.hit('away', 1, WINDOW_MS)).allowed).toBe(true);
    expect(limits.isShared()).toBe(true);
    expect(asked).toBe(2);
    const hanging = limits.once('hangs', WINDOW_MS);
    time.advance(1000);
    expect(await hanging).toBe(true);
    expect(limits.isShared()).toBe(false);
  });
});
