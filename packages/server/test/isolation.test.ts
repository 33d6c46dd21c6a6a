import { join } from 'node:path';
import { type Route, type RouteId, routes } from '@securescan/contract';
import { asFingerprint, asRepoPath } from '@securescan/model';
import { openStore, type Store } from '@securescan/store';
import { makeFinding, makeScanResult } from '@securescan/testkit/scan-results';
import { makeWafFinding, makeWafRun } from '@securescan/testkit/waf-runs';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { ROUTE_RULES } from '../src/auth/route-rules.ts';
import { addKey } from './authentication-setup.ts';
import { type TestService, startTestService } from './http/test-service.ts';

const table: readonly Route[] = Object.values(routes);
const ruleOf = ({ id }: Route) => ROUTE_RULES[id as RouteId];
const isChange = ({ method }: Route): boolean => method !== 'GET';

it('names an audit action for every route that changes something that somebody could ask about', () => {
  const silent = table.filter((route) => isChange(route) && ruleOf(route).audit === null).map(({ id }) => id);
  expect(silent).toEqual(['createEventToken', 'markAllRead', 'markRead', 'checkWafSnippet']);
  expect(table.filter((route) => !isChange(route) && ruleOf(route).audit !== null).map(({ id }) => id)).toEqual([
    'getScanSbom',
    'listAudit',
  ]);
});

const EMPTY_POSTURE = {
  pass: 0,
  fail: 0,
  skip: 0,
  waived: 0,
  score: null,
  weighted_score: null,
  coverage: 0,
  pillars: {},
};

const runIdOf = (project: string): string => `00000000-0000-4000-8000-00000000000${project === 'shop' ? 1 : 2}`;

/** Everything of one project; `mark` stands in all of its texts. */
async function fill(store: Store, project: string, path: string) {
  const mark = `mark-of-${project}`;
  const fingerprint = asFingerprint((project === 'shop' ? 'a' : 'b').repeat(64));
  const at = '2026-01-02T03:04:05.000Z';
  const scanId = `scan-of-${project}`;
  const finding = makeFinding({ title: mark, filePath: asRepoPath(`${mark}.py`), fingerprint });
  const target = { kind: 'directory', display: `/srv/${mark}` } as const;
  await store.saveScan(makeScanResult([finding], { scanId, target }), 'api');
  // Scans of the command belong to no project, so the row is moved.
  const database = new DatabaseSync(path, { timeout: 5000 });
  database.prepare('update scans set project = ? where id = ?').run(project, scanId);
  database.close();
  const key = await addKey(store, ['read'], { name: mark, projects: [project] });
  const runId = runIdOf(project);
  await store.transaction(async ({ waf }) => {
    const run = makeWafRun(project === 'shop' ? 1 : 2, { project, branch: mark, posture: EMPTY_POSTURE });
    await waf.runs.add({
      ...run,
      id: runId,
      controlsMeta: [],
      findings: [makeWafFinding({ message: mark })],
      secretFindings: [],
    });
    const actor = { principal: null, name: mark };
    const common = { id: mark, project, reason: mark, owner: mark, expires: '' };
    await waf.waivers.set({ ...common, resource: '', check: '' }, actor, at);
    const risk = { approver: mark, rfc: '', jiraLink: '', otherLink: '', notes: '', riskLevel: '', residualRisk: '' };
    await waf.risks.set({ ...common, ...risk, acceptedAt: '' }, actor, at);
  });
  await store.transaction(async ({ notifications, sboms, triage, audit, webhooks }) => {
    await notifications.add({
      id: `notification-of-${project}`,
      type: 'scan.complete',
      title: mark,
      body: mark,
      link: null,
      severity: 'info',
      level: 'info',
      scanId,
      project,
      createdAt: at,
      readAt: null,
    });
    const sbom = {
      id: `sbom-of-${project}`,
      scanId,
      targetPath: `/srv/${mark}`,
      project,
      format: 'spdx',
      componentCount: 0,
      createdAt: at,
    } as const;
    await sboms.add(sbom, { root: { name: mark, version: null }, components: [], sources: [] }, []);
    const verdict = { status: 'triaged', note: mark, updatedBy: mark, principal: null, expiresAt: null } as const;
    await triage.set([{ fingerprint, updatedAt: at, ...verdict }]);
    await triage.addComment({
      id: `comment-of-${project}`,
      fingerprint,
      text: mark,
      author: mark,
      principal: null,
      createdAt: at,
    });
    await audit.append({
      ts: at,
      requestId: null,
      actor: { id: mark, kind: 'key', name: mark },
      address: null,
      action: 'scan.start',
      target: { type: 'scan', id: scanId },
      project,
      outcome: 'ok',
      details: { mark },
    });
    await webhooks.create({
      id: `webhook-of-${project}`,
      name: mark,
      url: `https://${mark}.example/`,
      eventFilter: ['scan.complete'],
      enabled: true,
      createdAt: at,
      secret: mark,
      previousSecret: null,
      previousSecretUntil: null,
    });
  });
  return { mark, scanId, fingerprint, keyId: key.id };
}

/** Path parameters, query and body that name the things of a project. */
function inputsOf(route: Route, { scanId, fingerprint, keyId }: Awaited<ReturnType<typeof fill>>) {
  const project = scanId.slice('scan-of-'.length);
  const params: Readonly<Record<string, string>> = {
    scan_id: scanId,
    fingerprint,
    key_id: keyId,
    comment_id: `comment-of-${project}`,
    notification_id: `notification-of-${project}`,
    sbom_id: `sbom-of-${project}`,
    webhook_id: `webhook-of-${project}`,
    delivery_id: 'd',
    scanner_name: 'bandit',
    run_id: runIdOf(project),
    other_id: runIdOf(project),
    waiver_id: `mark-of-${project}`,
    risk_id: `mark-of-${project}`,
    control_id: 'TEAM-1',
  };
  const queries: Readonly<Partial<Record<string, string>>> = {
    compareScans: `?scan_a=${scanId}&scan_b=${scanId}`,
    getCoverage: `?scan_id=${scanId}`,
    generateSbom: `?target_path=/srv&scan_id=${scanId}`,
    getTrends: '?days=365',
    deleteWafWaiver: `?project=${project}`,
    deleteWafRisk: `?project=${project}`,
  };
  const bodies: Readonly<Partial<Record<string, unknown>>> = {
    createScan: { target_path: '/', project },
    setFindingState: { status: 'fixed' },
    setFindingStates: { fingerprints: [fingerprint], status: 'fixed' },
    addComment: { text: 'x' },
    createKey: { name: 'x', projects: [project] },
    createWebhook: { name: 'x', url: 'https://x.example/', event_filter: ['scan.complete'] },
    updateWebhook: { name: 'x' },
    createWafRun: { project },
    setWafControl: {
      id: 'TEAM-1',
      pillar: 'security',
      severity: 'high',
      type: ['iac'],
      description: 'x',
      checks: [{ id: 'c', engine: 'manual', description: 'd' }],
    },
    setWafWaiver: { reason: 'x', owner: 'x', project },
    setWafRisk: { approver: 'x', project },
    checkWafSnippet: { hcl: '' },
  };
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  return { path: `${route.root ? '' : '/api/v1'}${path}${queries[route.id] ?? ''}`, body: bodies[route.id] };
}

async function call(
  server: TestService,
  key: string,
  { method, id }: Route,
  { path, body }: ReturnType<typeof inputsOf>,
) {
  const response = await fetch(`${server.origin}${path}`, {
    method,
    headers: { 'x-api-key': key, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (id === 'streamScanEvents' && response.ok) {
    await response.body?.cancel();
    return { status: response.status, total: null, text: '' };
  }
  return { status: response.status, total: response.headers.get('x-total-count'), text: await response.text() };
}

/** Answers that differ from call to call whatever the projects. */
const RESTLESS = new Set([
  'getReadiness',
  'getStatus',
  'listAudit',
  'getOwnKey',
  'getSession',
  'createEventToken',
  'getScanSbom',
]);

describe('a key of one project', () => {
  it('sees nothing of another one on any route: no record, no count', async () => {
    await using server = await startTestService({ config: { fakeNow: '2026-03-01T00:00:00Z' } });
    const path = join(server.directory, 'scans.db');
    await using store = await openStore({ kind: 'sqlite', path }, () => new Date());
    const shop = await fill(store, 'shop', path);
    const { key } = await addKey(store, ['read', 'write', 'admin'], { projects: ['shop'] });
    const readAll = async () => {
      const answers = new Map<string, unknown>();
      for (const route of table) {
        if (isChange(route) || RESTLESS.has(route.id)) continue;
        answers.set(route.id, await call(server, key, route, inputsOf(route, shop)));
      }
      return answers;
    };
    // Marks what the key may see, so it comes before the first look.
    await call(server, key, routes.markAllRead, inputsOf(routes.markAllRead, shop));
    const before = await readAll();
    for (const id of [
      'listScans',
      'listFindings',
      'listNotifications',
      'listSboms',
      'getFindingState',
      'listComments',
      'listWafRuns',
      'getWafRun',
      'listWafRunFindings',
      'listWafWaivers',
      'listWafWaiverHistory',
      'listWafRisks',
      'listWafRiskHistory',
      'getWafPosture',
      'getWafTrends',
      'listWafFrameworks',
    ]) {
      expect(JSON.stringify(before.get(id)), id).toContain(shop.mark);
    }
    const bank = await fill(store, 'bank', path);
    expect(await readAll()).toEqual(before);

    for (const route of table) {
      const { status, text } = await call(server, key, route, inputsOf(route, bank));
      const { projects } = ruleOf(route);
      const where = `${route.id}: ${status} ${text.slice(0, 200)}`;
      expect(text, where).not.toContain(bank.mark);
      if (projects === 'unbound') expect(status, where).toBe(403);
      else if (projects === 'record') expect(isChange(route) ? [403, 404] : [404], where).toContain(status);
    }
    expect(await readAll()).toEqual(before);
    expect(await store.notifications.countUnread(['bank'])).toBe(1);
  });
});

/** Not done here: they start a scan, fetch a tool, or need a scan that runs or lacks a document, or a delivery that has ended. */
const ELSEWHERE = new Set(['createScan', 'cancelScan', 'installScanner', 'redeliver', 'getScanSbom']);

it('finds every change in the audit log, under the name that the table gives', async () => {
  await using server = await startTestService();
  const path = join(server.directory, 'scans.db');
  await using store = await openStore({ kind: 'sqlite', path }, () => new Date());
  const shop = await fill(store, 'shop', path);
  const { key } = await addKey(store, ['read', 'write', 'admin']);
  const changes = table.filter((route) => ruleOf(route).audit !== null && !ELSEWHERE.has(route.id));
  const removals = changes.filter(({ method }) => method === 'DELETE');
  for (const route of [...changes.filter((change) => !removals.includes(change)), ...removals]) {
    const inputs = inputsOf(route, shop);
    const target = { ...inputs, path: inputs.path.replace('target_path=/srv', `target_path=${server.directory}`) };
    const before = (await store.audit.findLast())?.seq ?? 0;
    const { status, text } = await call(server, key, route, target);
    expect(status, `${route.id} ${text}`).toBeLessThan(300);
    const rows = await store.audit.listRows(before, 100);
    expect(
      rows.map(({ action }) => action),
      route.id,
    ).toContain(ruleOf(route).audit);
    expect(
      rows.every(({ actor_id: actor }) => actor !== null),
      route.id,
    ).toBe(true);
  }
});
