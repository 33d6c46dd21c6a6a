import { describeDatabases } from '@securescan/testkit/databases';
import { expect, it } from 'vitest';
import { isRunning, openWorkshop, QUICK_BANDIT, SLOW_BANDIT, startScanServer } from './scan-server.ts';

describeDatabases('scans on the server', (makeDatabase) => {
  it('run to their end with rows for every scanner, events in order and stored findings', async () => {
    await using workshop = await openWorkshop();
    await workshop.addTool('bandit', QUICK_BANDIT);
    await using server = await startScanServer(workshop, { database: await makeDatabase() });
    const created = await server.create({ target_path: workshop.project, scan_types: ['code'] });
    expect(created).toMatchObject({ status: 'pending', started_at: null, queue_position: 0, findings_count: 0 });

    const done = await server.waitFor(created.id, 'completed', 'failed');
    expect(done).toMatchObject({ status: 'completed', error: null, partial: false, queue_position: null });
    expect(done.scanners_run).toContain('bandit');
    expect(done.scanners_skipped).toContainEqual(expect.objectContaining({ name: 'semgrep', reason: 'not installed' }));
    const bandit = done.scanners.find(({ scanner }) => scanner === 'bandit');
    expect(bandit).toMatchObject({ state: 'completed', version: '1.9.4', findings_count: 1 });
    expect(done.findings_count).toBeGreaterThan(0);
    expect(done.risk_score).toBeGreaterThan(0);

    const { store } = server.app.deps;
    const findings = await store.listFindings(created.id);
    expect(findings.filter(({ scanner }) => scanner === 'bandit')).toHaveLength(1);
    const events = await store.events.list(created.id, 0, 100);
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
    expect(events[0]).toMatchObject({ name: 'scan.start', data: { target: workshop.project, scan_types: ['code'] } });
    expect(events.at(-1)).toMatchObject({
      name: 'scan.complete',
      data: { scan_id: created.id, findings_count: done.findings_count, risk_score: done.risk_score },
    });
    const ofBandit = events.filter(({ data }) => data['name'] === 'bandit').map(({ name }) => name);
    expect(ofBandit).toEqual(['scanner.start', 'scanner.complete']);
    const notifications = await store.notifications.list({ projects: null, unreadOnly: false, limit: 10 });
    expect(notifications.map(({ type, scanId }) => [type, scanId])).toEqual([['scan.complete', created.id]]);
  });

  it('give no secret of the server to the tools', async () => {
    await using workshop = await openWorkshop();
    await workshop.addTool('bandit', QUICK_BANDIT);
    const secrets = { SECURESCAN_API_KEY: 'planted-1', DATABASE_URL: 'planted-2', GROQ_API_KEY: 'planted-3' };
    const environment = { ...workshop.environment, ...secrets };
    await using server = await startScanServer({ ...workshop, environment }, { database: await makeDatabase() });
    const { id } = await server.create({ target_path: workshop.project, scan_types: ['code'] });
    await server.waitFor(id, 'completed');
    const seen = await workshop.readOutput('environment');
    expect(seen).toContain('PATH=');
    expect(seen).not.toContain('planted');
    expect(seen).not.toContain('SECURESCAN_API_KEY');
  });

  it('are cancelled within a second with the whole process group of the tool, and keep what was found', async () => {
    await using workshop = await openWorkshop();
    await workshop.addTool('bandit', SLOW_BANDIT);
    await using server = await startScanServer(workshop, { database: await makeDatabase() });
    const { id } = await server.create({ target_path: workshop.project, scan_types: ['code'] });
    const pids = [Number(await workshop.readOutput('child')), Number(await workshop.readOutput('grandchild'))];
    expect(await Promise.all(pids.map(isRunning))).toEqual([true, true]);

    const startedMs = server.app.deps.clock.monotonicMs();
    const answer = await server.call('POST', `/api/v1/scans/${id}/cancel`);
    const tookMs = server.app.deps.clock.monotonicMs() - startedMs;
    expect(answer).toMatchObject({
      status: 200,
      body: { status: 'cancelled', error: 'Scan cancelled by user', partial: true },
    });
    expect(await Promise.all(pids.map(isRunning))).toEqual([false, false]);
    // The row says so when all is done: tools ended, partial results stored.
    expect(tookMs).toBeLessThan(2000);
    const scan = await server.get(id);
    expect(scan.scanners.find(({ scanner }) => scanner === 'bandit')).toMatchObject({ state: 'cancelled' });
    expect(scan.scanners_run).toContain('git-hygiene');
    const { store } = server.app.deps;
    expect((await store.events.list(id, 0, 100)).at(-1)?.name).toBe('scan.cancelled');
    expect((await store.listFindings(id)).length).toBe(scan.findings_count);
    expect(await store.notifications.list({ projects: null, unreadOnly: false, limit: 10 })).toEqual([]);
    expect(await server.call('POST', `/api/v1/scans/${id}/cancel`)).toMatchObject({
      status: 409,
      body: { detail: "Cannot cancel scan in 'cancelled' state" },
    });
  });
});
