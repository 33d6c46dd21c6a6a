import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Store } from '@securescan/store';
import { describeDatabases } from '@securescan/testkit/databases';
import { expect, it } from 'vitest';
import { openWorkshop, QUICK_BANDIT, SLOW_BANDIT, startScanServer } from './scan-server.ts';

async function addWebhook(store: Store, eventFilter: readonly string[]): Promise<void> {
  await store.transaction(({ webhooks }) =>
    webhooks.create({
      id: 'hook',
      name: 'hook',
      url: 'https://example.com',
      eventFilter,
      enabled: true,
      createdAt: '2026-01-01T00:00:00.000Z',
      secret: 'secret',
      previousSecret: null,
      previousSecretUntil: null,
    }),
  );
}

/** A stand-in for bandit with `count` findings, each on a line of its own. */
const manyFindings = (count: number): string => `
if [ "$1" = --version ]; then echo 'bandit 1.9.4'; exit 0; fi
printf '{"errors": [], "results": ['
i=1
while [ $i -le ${count} ]; do
  [ $i -gt 1 ] && printf ','
  printf '{"filename": "./app.py", "issue_confidence": "HIGH", "issue_severity": "LOW", "issue_text": "number %s", "line_number": %s, "line_range": [%s], "test_id": "B%s"}' $i $i $i $i
  i=$((i + 1))
done
echo ']}'
exit 1`;

describeDatabases('how scans end', (makeDatabase) => {
  it('a scanner that fails is told of everywhere, and the scan completes without it', async () => {
    await using workshop = await openWorkshop();
    await workshop.addTool(
      'bandit',
      `[ "$1" = --version ] && { echo 'bandit 1.9.4'; exit 0; }\necho 'it broke' >&2\nexit 7`,
    );
    await using server = await startScanServer(workshop, { database: await makeDatabase() });
    const { store } = server.app.deps;
    await addWebhook(store, ['scanner.failed', 'scan.complete']);
    const { id } = await server.create({ target_path: workshop.project, scan_types: ['code'] });
    const scan = await server.waitFor(id, 'completed');
    expect(scan.partial).toBe(true);
    expect(scan.scanners_run).not.toContain('bandit');
    expect(scan.scanners.find(({ scanner }) => scanner === 'bandit')).toMatchObject({
      state: 'failed',
      reason: expect.stringContaining('it broke'),
    });
    const failure = (await store.events.list(id, 0, 100)).find(({ name }) => name === 'scanner.failed');
    expect(failure?.data).toMatchObject({ scan_id: id, scanner: 'bandit', name: 'bandit', scan_type: 'code' });
    const deliveries = await store.webhooks.listDeliveries('hook', { limit: 10 });
    expect(deliveries.map(({ event }) => event)).toEqual(['scan.complete', 'scanner.failed']);
    expect(deliveries[1]?.payload).toEqual(failure?.data);
    expect(deliveries[0]?.payload).toMatchObject({
      scan_id: id,
      target_path: workshop.project,
      risk_score: scan.risk_score,
    });
    const notices = await store.notifications.list({ projects: null, unreadOnly: false, limit: 10 });
    expect(notices.find(({ type }) => type === 'scanner.failed')).toMatchObject({
      title: 'Scanner failed',
      severity: 'medium',
      level: 'warning',
      body: expect.stringMatching(/^bandit failed: .*it broke/),
      link: `/scan/${id}`,
    });
  });

  it('a configuration that is not valid fails the scan with all of its problems', async () => {
    await using workshop = await openWorkshop();
    await writeFile(join(workshop.project, '.securescan.yml'), 'severity_overrides:\n  B307: terrible\n');
    await using server = await startScanServer(workshop, { database: await makeDatabase() });
    const { store } = server.app.deps;
    await addWebhook(store, ['scan.failed']);
    const { id } = await server.create({ target_path: workshop.project, scan_types: ['code'] });
    const scan = await server.waitFor(id, 'failed');
    expect(scan.error).toContain('severity_overrides');
    expect(scan).toMatchObject({ findings_count: 0, risk_score: null });
    expect((await store.events.list(id, 0, 100)).map(({ name }) => name)).toEqual(['scan.failed']);
    expect(await store.webhooks.listDeliveries('hook', { limit: 10 })).toHaveLength(1);
    expect(await store.notifications.list({ projects: null, unreadOnly: false, limit: 10 })).toMatchObject([
      { type: 'scan.failed', title: 'Scan failed', severity: 'high', level: 'error' },
    ]);
  });

  it('a configuration cannot make the server read files outside the roots', async () => {
    await using workshop = await openWorkshop();
    await writeFile(join(workshop.root, 'secret.txt'), 'root:planted:0:0\n');
    await writeFile(join(workshop.project, '.securescan.yml'), 'baseline: ../secret.txt\n');
    await using server = await startScanServer(workshop, {
      database: await makeDatabase(),
      scans: { roots: [workshop.project] },
    });
    const { id } = await server.create({ target_path: workshop.project, scan_types: ['code'] });
    const scan = await server.waitFor(id, 'completed', 'failed');
    expect(JSON.stringify(scan)).not.toContain('planted');
    expect((await server.app.deps.store.scans.find(id))?.notices.join()).toContain('baseline file not found');
  });

  it('thousands of findings are stored whole, in order', async () => {
    await using workshop = await openWorkshop();
    const count = 2345;
    await writeFile(join(workshop.project, 'app.py'), 'x = 1\n'.repeat(count));
    await workshop.addTool('bandit', manyFindings(count));
    await using server = await startScanServer(workshop, { database: await makeDatabase() });
    const { id } = await server.create({ target_path: workshop.project, scan_types: ['code'] });
    const scan = await server.waitFor(id, 'completed');
    const findings = await server.app.deps.store.listFindings(id);
    expect(findings.filter(({ scanner }) => scanner === 'bandit')).toHaveLength(count);
    expect(scan.findings_count).toBe(findings.length);
  });

  it('scans wait their turn: as many at once as allowed, first come first served', async () => {
    await using workshop = await openWorkshop();
    await workshop.addTool('bandit', SLOW_BANDIT);
    await using server = await startScanServer(workshop, {
      database: await makeDatabase(),
      scans: { maxConcurrent: 1 },
    });
    const body = { target_path: workshop.project, scan_types: ['code'] };
    const first = await server.create(body);
    await workshop.readOutput('child');
    const second = await server.create(body);
    const third = await server.create(body);
    expect([second.queue_position, third.queue_position]).toEqual([0, 1]);
    expect([(await server.get(second.id)).status, (await server.get(third.id)).status]).toEqual(['pending', 'pending']);
    await workshop.addTool('bandit', QUICK_BANDIT);
    await server.call('POST', `/api/v1/scans/${first.id}/cancel`);
    const last = await server.waitFor(third.id, 'completed');
    const middle = await server.get(second.id);
    expect(middle.status).toBe('completed');
    expect((middle.completed_at ?? '') <= (last.started_at ?? '')).toBe(true);
  });

  it('a URL and a host are looked at beside the path, in one scan', async () => {
    await using workshop = await openWorkshop();
    await workshop.addTool(
      'nmap',
      `case "$*" in *--version*) echo 'Nmap version 7.94 ( https://nmap.org )'; exit 0;; esac\necho "$@" > {out}/nmap\necho 'no report' >&2; exit 1`,
    );
    const site = createServer((_, response) => response.setHeader('set-cookie', 'id=1').end('<form></form>'));
    site.listen(0, '127.0.0.1');
    await once(site, 'listening');
    const url = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
    await using server = await startScanServer(workshop, {
      database: await makeDatabase(),
      scans: { allowPrivateTargets: true },
    });
    const { id } = await server.create({
      target_path: workshop.project,
      scan_types: ['code', 'dast', 'network'],
      target_url: url,
      target_host: '127.0.0.1',
    });
    const scan = await server.waitFor(id, 'completed');
    expect(scan).toMatchObject({ target_url: url, target_host: '127.0.0.1', partial: true });
    expect(scan.scanners_run).toEqual(expect.arrayContaining(['builtin_dast', 'git-hygiene', 'secrets']));
    expect(scan.scanners.find(({ scanner }) => scanner === 'nmap')?.state).toBe('failed');
    expect(await workshop.readOutput('nmap')).toContain('127.0.0.1');
    const findings = await server.app.deps.store.listFindings(id);
    expect(findings.some(({ scanner }) => scanner === 'builtin_dast')).toBe(true);
    const starts = (await server.app.deps.store.events.list(id, 0, 100)).filter(({ name }) => name === 'scan.start');
    expect(starts).toMatchObject([{ data: { scanner_count: scan.scanners.length } }]);
    site.close();
  });

  it('a target that has become a link to elsewhere is not followed', async () => {
    await using workshop = await openWorkshop();
    const target = join(workshop.root, 'target');
    await mkdir(target);
    await using server = await startScanServer(workshop, {
      database: await makeDatabase(),
      hasRunner: false,
      scans: { roots: [target, workshop.project] },
    });
    const { id } = await server.create({ target_path: target, scan_types: ['code'] });
    const { rm, symlink } = await import('node:fs/promises');
    await rm(target, { recursive: true });
    await symlink('/usr/share', target);
    await server.runner.start();
    expect((await server.waitFor(id, 'failed')).error).toBe(`Path is outside the allowed scan roots: ${target}`);
  });

  it('two servers on one database run every scan once', async () => {
    await using workshop = await openWorkshop();
    await workshop.addTool('bandit', QUICK_BANDIT);
    const database = await makeDatabase();
    await using first = await startScanServer(workshop, { database });
    await using second = await startScanServer(workshop, { database });
    const body = { target_path: workshop.project, scan_types: ['code'] };
    const scans = await Promise.all(
      Array.from({ length: 6 }, (_, index) => (index % 2 === 0 ? first : second).create(body)),
    );
    for (const { id } of scans) {
      // Only the server that runs a scan is woken by it.
      await Promise.race([first.waitFor(id, 'completed'), second.waitFor(id, 'completed')]);
      const events = await first.app.deps.store.events.list(id, 0, 100);
      expect(events.filter(({ name }) => name === 'scan.start')).toHaveLength(1);
      expect((await first.app.deps.store.scans.find(id))?.attempt).toBe(1);
    }
  }, 120_000);
});
