import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { silentLogger } from '@securescan/core';
import { openStore } from '@securescan/store';
import type { Store } from '@securescan/store';
import { describeDatabases } from '@securescan/testkit/databases';
import { expect, it } from 'vitest';
import { hasOwnerDied, nameOwner } from '../../src/scans/owner.ts';
import { recoverScans } from '../../src/scans/interrupted.ts';
import { TERMINAL_EVENTS } from '../../src/scans/wire.ts';
import { createWakeups } from '../../src/wake/wakeups.ts';
import { makeTestConfig } from '../http/test-config.ts';
import { isRunning, openWorkshop, QUICK_BANDIT, SLOW_BANDIT, startScanServer } from './scan-server.ts';

/** Kills at random moments of a scan that takes about a second. */
const KILLS = Number(process.env['SECURESCAN_TEST_KILLS'] ?? 8);

async function expectOneEnd(store: Store, id: string): Promise<void> {
  const events = await store.events.list(id, 0, 1000);
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
  expect(events.filter(({ name }) => TERMINAL_EVENTS.has(name))).toHaveLength(1);
  const notices = await store.notifications.list({ projects: null, unreadOnly: false, limit: 200 });
  expect(notices.filter(({ scanId, type }) => scanId === id && type.startsWith('scan.'))).toHaveLength(1);
}

describeDatabases('crashes', (makeDatabase) => {
  it(
    'a scan whose process is killed at any moment is tried again once and then fails, without loss or doubles',
    async () => {
      await using workshop = await openWorkshop();
      await workshop.addTool('bandit', QUICK_BANDIT);
      const pids = new Map<string, number>();
      const log = {
        ...silentLogger,
        child: () => log,
        info: (fields: Readonly<Record<string, unknown>>) => {
          if (typeof fields['scanId'] === 'string' && typeof fields['pid'] === 'number')
            pids.set(fields['scanId'], fields['pid']);
        },
      };
      await using server = await startScanServer(workshop, { database: await makeDatabase(), log });
      const { store } = server.app.deps;
      let failed = 0;
      for (let round = 0; round < KILLS; round += 1) {
        const { id } = await server.create({ target_path: workshop.project, scan_types: ['code'] });
        const ended = server.waitFor(id, 'completed', 'failed');
        // Every second scan is killed in its second attempt too.
        for (let attempt = 0; attempt <= round % 2; attempt += 1) {
          await until(() => pids.has(id));
          // Random moments are what is tested.
          await delay((1500 * ((round * 7 + attempt * 3) % KILLS)) / KILLS);
          const pid = pids.get(id);
          pids.delete(id);
          if (pid !== undefined && (await isRunning(pid))) process.kill(pid, 'SIGKILL');
          else break;
          if (attempt === 1) break;
        }
        const scan = await ended;
        if (scan.status === 'failed') {
          failed += 1;
          expect(scan.error).toContain('ended unexpectedly (SIGKILL)');
          expect(scan.findings_count).toBe(0);
          expect(await store.listFindings(id)).toEqual([]);
        } else {
          expect((await store.listFindings(id)).length).toBe(scan.findings_count);
          expect(scan.findings_count).toBeGreaterThan(0);
        }
        expect(scan.scanners.every(({ state }) => state !== 'pending' && state !== 'running')).toBe(true);
        await expectOneEnd(store, id);
      }
      expect(failed).toBeLessThan(KILLS);
    },
    60_000 + KILLS * 10_000,
  );

  it('the tools of a killed process end with it', async () => {
    await using workshop = await openWorkshop();
    await workshop.addTool('bandit', SLOW_BANDIT);
    let scanPid = 0;
    const log = {
      ...silentLogger,
      child: () => log,
      info: (fields: Readonly<Record<string, unknown>>) => {
        if (typeof fields['pid'] === 'number') scanPid = fields['pid'];
      },
    };
    await using server = await startScanServer(workshop, { database: await makeDatabase(), log });
    const { id } = await server.create({ target_path: workshop.project, scan_types: ['code'] });
    const pids = [Number(await workshop.readOutput('child')), Number(await workshop.readOutput('grandchild'))];
    process.kill(scanPid, 'SIGKILL');
    await until(async () => !(await isRunning(pids[0] ?? 0)) && !(await isRunning(pids[1] ?? 0)));
    await server.waitFor(id, 'running', 'pending');
    expect((await server.get(id)).status).not.toBe('completed');
  });

  it('a stop hands running scans back, and the next start finishes them', async () => {
    await using workshop = await openWorkshop();
    await workshop.addTool('bandit', SLOW_BANDIT);
    const database = await makeDatabase();
    let id = '';
    let pids: number[] = [];
    {
      await using server = await startScanServer(workshop, { database });
      ({ id } = await server.create({ target_path: workshop.project, scan_types: ['code'] }));
      pids = [Number(await workshop.readOutput('child')), Number(await workshop.readOutput('grandchild'))];
      await server.runner.stop(AbortSignal.abort());
      expect(await Promise.all(pids.map(isRunning))).toEqual([false, false]);
      const scan = await server.get(id);
      expect(scan).toMatchObject({ status: 'pending', started_at: null, queue_position: 0 });
      const events = await server.app.deps.store.events.list(id, 0, 100);
      expect(events.at(-1)).toMatchObject({
        name: 'scan.requeued',
        data: { reason: 'Interrupted by server shutdown' },
      });
    }
    await workshop.addTool('bandit', QUICK_BANDIT);
    await using server = await startScanServer(workshop, { database });
    expect((await server.waitFor(id, 'completed')).scanners_run).toContain('bandit');
    await expectOneEnd(server.app.deps.store, id);
  });

  it('a stop lets running scans finish while there is time', async () => {
    await using workshop = await openWorkshop();
    await workshop.addTool('bandit', QUICK_BANDIT);
    await using server = await startScanServer(workshop, { database: await makeDatabase() });
    const first = await server.create({ target_path: workshop.project, scan_types: ['code'] });
    await server.waitFor(first.id, 'running');
    await server.runner.stop(new AbortController().signal);
    expect((await server.get(first.id)).status).toBe('completed');
    const second = await server.create({ target_path: workshop.project, scan_types: ['code'] });
    expect((await server.get(second.id)).status).toBe('pending');
  });

  it('scans of a killed server are taken over at once on the same machine, and after their lease from another', async () => {
    await using workshop = await openWorkshop();
    const database = await makeDatabase();
    const now = (): Date => new Date('2026-01-01T00:00:00Z');
    await using store = await openStore(database, now);
    for (const id of ['one', 'two', 'three']) {
      await store.transaction(({ scans }) =>
        scans.create({
          id,
          createdAt: now().toISOString(),
          target: id === 'two' ? '/no/such/directory' : workshop.project,
          targetKind: 'directory',
          targetUrl: null,
          targetHost: null,
          project: '',
          scanTypes: ['code'],
          requestId: null,
          createdBy: null,
        }),
      );
    }
    const other = spawn(process.execPath, [join(import.meta.dirname, 'claim-and-wait.ts')], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { PATH: process.env['PATH'] },
    });
    other.stdin.end(JSON.stringify(database));
    await once(other.stdout, 'data');
    const deps = {
      store,
      clock: { now, monotonicMs: () => 0 },
      newId: nextId(),
      log: silentLogger,
      wakeups: createWakeups(),
    };
    const states = async (): Promise<unknown[]> =>
      Promise.all(['one', 'two', 'three'].map(async (id) => (await store.scans.find(id))?.status));
    expect(await states()).toEqual(['running', 'running', 'running']);
    await recoverScans(deps);
    expect(await states()).toEqual(['running', 'running', 'running']);

    other.kill('SIGKILL');
    await once(other, 'exit');
    await recoverScans(deps);
    expect(await states()).toEqual(['pending', 'failed', 'running']);
    expect(await store.scans.find('two')).toMatchObject({ error: 'Interrupted by server restart', partial: true });
    await expectOneEnd(store, 'two');

    const later = new Date(now().getTime() + 31_000);
    await recoverScans({ ...deps, clock: { now: () => later, monotonicMs: () => 0 } });
    expect(await states()).toEqual(['pending', 'failed', 'pending']);
  });

  it('a server that is killed takes its scans and their tools with it, and the next one runs them to their end', async () => {
    await using workshop = await openWorkshop();
    await workshop.addTool('bandit', SLOW_BANDIT);
    const database = await makeDatabase();
    let id = '';
    {
      await using server = await startScanServer(workshop, { database, hasRunner: false });
      ({ id } = await server.create({ target_path: workshop.project, scan_types: ['code'] }));
    }
    const config = makeTestConfig({ database, tools: { directory: workshop.tools } });
    const other = spawn(process.execPath, [join(import.meta.dirname, 'run-until-killed.ts')], {
      stdio: ['pipe', 'inherit', 'inherit'],
      env: { PATH: process.env['PATH'] },
    });
    other.stdin.end(JSON.stringify({ config, environment: workshop.environment }));
    const pids = [Number(await workshop.readOutput('child')), Number(await workshop.readOutput('grandchild'))];
    expect(await Promise.all(pids.map(isRunning))).toEqual([true, true]);
    other.kill('SIGKILL');
    await once(other, 'exit');
    for (const pid of pids) await until(async () => !(await isRunning(pid)));

    await workshop.addTool('bandit', QUICK_BANDIT);
    await using server = await startScanServer(workshop, { database });
    const scan = await server.waitFor(id, 'completed');
    expect(scan.scanners_run).toContain('bandit');
    const events = await server.app.deps.store.events.list(id, 0, 100);
    expect(events.find(({ name }) => name === 'scan.requeued')?.data).toMatchObject({
      reason: 'Interrupted by server restart',
      attempt: 1,
    });
    await expectOneEnd(server.app.deps.store, id);
  });

  it('an owner that runs is alive whatever its lease says', () => {
    const owner = nameOwner('1');
    expect(hasOwnerDied({ owner, leaseUntil: '2000-01-01T00:00:00.000Z' }, new Date(0))).toBe(false);
    expect(hasOwnerDied({ owner: 'elsewhere:1-2-3/1', leaseUntil: '2000-01-01T00:00:00.000Z' }, new Date())).toBe(true);
    expect(hasOwnerDied({ owner: 'elsewhere:1-2-3/1', leaseUntil: '2999-01-01T00:00:00.000Z' }, new Date())).toBe(
      false,
    );
  });
});

function nextId(): () => string {
  let count = 0;
  return () => `id-${(count += 1)}`;
}

/** Looks until it is so; what is looked at has no event. */
async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await delay(10);
}
