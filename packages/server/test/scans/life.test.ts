import { silentLogger } from '@securescan/core';
import { openStore } from '@securescan/store';
import type { ScanFence, ScanRecord, Store } from '@securescan/store';
import { describeDatabases } from '@securescan/testkit/databases';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { HttpProblem } from '../../src/problem/http-problem.ts';
import { createCancelScan } from '../../src/resources/scans/cancel-scan.ts';
import { concludeScan, toEmptyEnd } from '../../src/scans/conclude.ts';
import { settleInterrupted } from '../../src/scans/interrupted.ts';
import { Journal, LostScan } from '../../src/scans/journal.ts';
import { TERMINAL_EVENTS } from '../../src/scans/wire.ts';
import { createWakeups } from '../../src/wake/wakeups.ts';
import { createFakeTime } from '../fake-time.ts';
import { makeTestConfig } from '../http/test-config.ts';
import { makeRequest } from '../request.ts';

type Step =
  | { readonly kind: 'create' }
  | { readonly kind: 'claim'; readonly owner: string }
  | { readonly kind: 'end'; readonly fence: number; readonly status: 'completed' | 'failed' }
  | { readonly kind: 'interrupt'; readonly fence: number; readonly isOurDoing: boolean }
  | { readonly kind: 'cancel'; readonly scan: number };

const step = fc.oneof<fc.Arbitrary<Step>[]>(
  fc.constant({ kind: 'create' }),
  fc.record({ kind: fc.constant('claim' as const), owner: fc.constantFrom('a', 'b') }),
  fc.record({
    kind: fc.constant('end' as const),
    fence: fc.nat(20),
    status: fc.constantFrom('completed' as const, 'failed' as const),
  }),
  fc.record({ kind: fc.constant('interrupt' as const), fence: fc.nat(20), isOurDoing: fc.boolean() }),
  fc.record({ kind: fc.constant('cancel' as const), scan: fc.nat(20) }),
);

describeDatabases('life of a scan', (makeDatabase) => {
  it('never leaves a terminal state, and ends with exactly one event and at most one notification', async () => {
    const time = createFakeTime();
    await using store = await openStore(await makeDatabase(), () => time.clock.now());
    await store.transaction(({ webhooks }) =>
      webhooks.create({
        id: 'hook',
        name: 'hook',
        url: 'https://example.com',
        eventFilter: ['scan.complete', 'scan.failed'],
        enabled: true,
        createdAt: time.clock.now().toISOString(),
        secret: 'secret',
        previousSecret: null,
        previousSecretUntil: null,
      }),
    );
    let ids = 0;
    const newId = (): string => `id-${(ids += 1)}`;
    const deps = {
      store,
      clock: time.clock,
      newId,
      log: silentLogger,
      wakeups: createWakeups(),
      config: makeTestConfig(),
      stopping: new AbortController().signal,
    };
    const cancel = createCancelScan(deps, time.timers);

    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
        const scans: string[] = [];
        const claimed: ScanRecord[] = [];
        const ended = new Map<string, string>();
        for (const next of steps) {
          time.advance(10);
          await take(next, scans, claimed);
          for (const id of scans) await checkScan(store, id, ended);
        }
        // Whatever is left would be picked up by the next property's claims.
        for (const id of scans) await drop(id);
      }),
      { numRuns: store.kind === 'sqlite' ? 60 : 15 },
    );

    async function take(next: Step, scans: string[], claimed: ScanRecord[]): Promise<void> {
      const at = time.clock.now().toISOString();
      if (next.kind === 'create') {
        const id = newId();
        scans.push(id);
        await store.transaction((repositories) =>
          repositories.scans.create({
            id,
            createdAt: at,
            // Half of the targets are gone when their scan is to be tried again.
            target: scans.length % 2 === 0 ? '/' : '/no/such/directory',
            targetKind: 'directory',
            targetUrl: null,
            targetHost: null,
            project: '',
            scanTypes: ['code'],
            requestId: null,
            createdBy: null,
          }),
        );
      } else if (next.kind === 'claim') {
        const before = await store.scans.listQueue(1);
        const scan = await store.transaction((repositories) =>
          repositories.scans.claimNext({ owner: next.owner, leaseUntil: at, at }),
        );
        expect(scan?.id).toBe(before[0]);
        if (scan) claimed.push(scan);
      } else if (next.kind === 'cancel') {
        const id = scans[next.scan % Math.max(1, scans.length)];
        if (id === undefined) return;
        const answer = cancel({ params: { scan_id: id }, query: undefined, body: undefined }, makeRequest());
        const settled = answer.then(
          (value) => ('json' in value ? value.json.status : 'none'),
          (error: unknown) => (error instanceof HttpProblem ? error.status : Promise.reject(error as Error)),
        );
        // The owner of a running scan never answers here, so patience runs out.
        const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
        while ((await Promise.race([settled, turn()])) === undefined) time.advance(1000);
        expect(['cancelled', 409]).toContain(await settled);
      } else {
        const scan = claimed[next.fence % Math.max(1, claimed.length)];
        if (scan === undefined) return;
        if (next.kind === 'interrupt') {
          await settleInterrupted(deps, scan, { reason: 'Interrupted', isOurDoing: next.isOurDoing });
          return;
        }
        const fence: ScanFence = { scanId: scan.id, owner: scan.owner ?? '', attempt: scan.attempt };
        const now = await store.scans.find(scan.id);
        const isHeld = now?.status === 'running' && now.owner === fence.owner && now.attempt === fence.attempt;
        const end = { ...toEmptyEnd(next.status, at, 'error', false), ...(next.status === 'completed' ? FOUND : {}) };
        const journal = new Journal({ ...deps, fence, onCommit: () => undefined, onFailure: () => undefined });
        const outcome = journal.transact((repositories) => concludeScan(repositories, scan.id, end, { at, newId }));
        if (isHeld) expect((await outcome).scan.status).toBe(next.status);
        else await expect(outcome).rejects.toBeInstanceOf(LostScan);
      }
    }

    async function drop(id: string): Promise<void> {
      await store.transaction(async (repositories) => {
        const scan = await repositories.scans.lock(id);
        const at = time.clock.now().toISOString();
        if (scan?.status === 'pending' || scan?.status === 'running')
          await repositories.scans.end(id, toEmptyEnd('cancelled', at, '', true));
        await repositories.scans.hide(id);
        await repositories.scans.remove(id);
      });
    }
  }, 120_000);
});

const FOUND = {
  findingsCount: 2,
  severityCounts: { critical: 0, high: 2, medium: 0, low: 0, info: 0 },
  riskScore: 50,
  error: null,
};

async function checkScan(store: Store, id: string, ended: Map<string, string>): Promise<void> {
  const scan = await store.scans.find(id);
  if (scan === undefined) throw new Error(`scan ${id} is gone`);
  const events = await store.events.list(id, 0, 100);
  const last = events.filter(({ name }) => TERMINAL_EVENTS.has(name));
  const notices = (await store.notifications.list({ projects: null, unreadOnly: false, limit: 1000 })).filter(
    ({ scanId }) => scanId === id,
  );
  const deliveries = (await store.webhooks.listDeliveries('hook', { limit: 1000 })).filter(
    ({ payload }) => payload['scan_id'] === id,
  );
  const before = ended.get(id);
  if (before !== undefined) expect(scan.status).toBe(before);
  if (scan.status === 'pending' || scan.status === 'running') {
    expect([last.length, notices.length, deliveries.length]).toEqual([0, 0, 0]);
    expect(scan.owner === null).toBe(scan.status === 'pending');
    return;
  }
  ended.set(id, scan.status);
  expect(scan.owner).toBeNull();
  expect(last.map(({ name }) => name)).toEqual([
    { completed: 'scan.complete', failed: 'scan.failed', cancelled: 'scan.cancelled' }[scan.status],
  ]);
  expect(events.at(-1)).toEqual(last[0]);
  const told = scan.status === 'cancelled' ? 0 : 1;
  expect([notices.length, deliveries.length]).toEqual([told, told]);
}
