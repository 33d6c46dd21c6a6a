import { randomUUID } from 'node:crypto';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { TestLocation } from '@securescan/testkit/databases';
import { describeDatabases } from '@securescan/testkit/databases';
import type { PostgresServer } from '@securescan/testkit/postgres';
import { startPostgres } from '@securescan/testkit/postgres';
import { makeWafpassDatabase, queryPostgres } from '@securescan/testkit/wafpass-database';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../src/index.ts';
import { importWafpass, openStore } from '../src/index.ts';

const now = (): Date => new Date('2026-06-01T00:00:00Z');
const actor = { principal: 'cli', name: 'waf import' };
/** Put together here: nothing shaped like a password stands in the sources. */
const PASSWORD = ['s3', 'cret'].join('');
const AT = '2026-01-02 03:04:05.123456+00';

let server: PostgresServer;
let count = 0;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.stop());

async function makeSource(revision?: number): Promise<string> {
  const url = await server.createDatabase(`wafpass_${(count += 1)}`);
  await makeWafpassDatabase(url, revision);
  return url;
}

type Columns = Readonly<Record<string, unknown>>;

function insert(url: string, table: string, rows: readonly Columns[]): Promise<void> {
  return queryPostgres(
    url,
    rows.map((row) => {
      const names = Object.keys(row);
      const places = names.map((_, index) => `$${index + 1}`);
      const values = Object.values(row).map((value) => (typeof value === 'object' ? JSON.stringify(value) : value));
      return [`insert into ${table} (${names.join(', ')}) values (${places.join(', ')})`, values] as const;
    }),
  );
}

const load = (store: Store, from: string, more: Partial<Parameters<typeof importWafpass>[1]> = {}) =>
  importWafpass(store, { from, postureOf: ({ findings }) => ({ pass: findings.length }), actor, now, ...more });

const nothing = { created: 0, updated: 0, unchanged: 0, kept: 0 };

const finding = {
  check_id: 'c1',
  check_title: 'Encrypted',
  control_id: 'WAF-SEC-010',
  pillar: 'security',
  severity: 'HIGH',
  status: 'fail',
  resource: 'aws_s3_bucket.a',
  message: 'no "key" — é',
  remediation: 'Set it',
  example: null,
};

const run = {
  id: 'A0000000-0000-4000-8000-000000000001',
  project: 'shop',
  branch: 'main',
  git_sha: 'abc',
  triggered_by: 'ci',
  iac_framework: 'cdk',
  score: 66,
  pillar_scores: { security: 50 },
  findings: [finding, { ...finding, status: 'Unsure', severity: 'blocker', example: { compliant: 'x' } }],
  created_at: AT,
};

describeDatabases('an import from wafpass-server', (makeDatabase) => {
  const open = async (location?: TestLocation) => openStore(location ?? (await makeDatabase()), now);

  it('brings everything of revision 0007 over, and again only what is new or was changed', async () => {
    const url = await makeSource();
    await insert(url, 'runs', [
      {
        ...run,
        path: 'infra | modules',
        controls_loaded: 70,
        controls_run: 3,
        detected_regions: [
          ['eu-central-1', 'aws', null],
          ['europe-west3', 'gcp'],
        ],
        source_paths: ['infra'],
        controls_meta: [{ id: 'WAF-SEC-010', title: 't', pillar: 'security', severity: 'high' }],
        secret_findings: [{ file: 'a.tf', line_no: 3, masked_value: 'abcd********' }],
        plan_changes: { summary: { add: 1 } },
      },
    ]);
    await insert(url, 'controls', [
      {
        id: 'WAF-X-1',
        pillar: 'cost',
        severity: 'low',
        type: ['iac'],
        description: 'd',
        checks: [{ id: 'c' }],
        created_at: AT,
        updated_at: AT,
      },
    ]);
    const times = { created_at: AT, updated_at: AT };
    await insert(url, 'waivers', [
      { id: 'WAF-SEC-010', reason: 'r', owner: 'o', expires: '2031-09-30', project: 'shop', ...times },
      { id: 'WAF-SEC-020', expires: 'next summer', ...times },
      { id: 'WAF-SEC-030', expires: '2001-01-01', ...times },
      { id: 'waf-sec-040', reason: 'older', created_at: AT, updated_at: '2025-01-01T00:00:00Z' },
      { id: 'WAF-SEC-040', reason: 'newer', ...times },
    ]);
    await insert(url, 'risk_acceptances', [{ id: 'R-1', approver: 'ann', jira_link: 'javascript:x', ...times }]);

    await using store = await open();
    expect(await load(store, url)).toEqual({
      revision: '0007',
      runs: { imported: 1, present: 0 },
      controls: { ...nothing, created: 1 },
      waivers: { ...nothing, created: 4 },
      risks: { ...nothing, created: 1 },
      notes: [
        'waiver waf-sec-040 (all projects) was left out: another spelling of the same id was changed later than 2025-01-01T00:00:00.000000Z',
        "waiver WAF-SEC-020 (all projects) ends 'next summer', which is no date: set another",
        'waiver WAF-SEC-030 (all projects) has expired on 2001-01-01',
      ],
    });

    const id = run.id.toLowerCase();
    const at = '2026-01-02T03:04:05.123456Z';
    expect(await store.waf.runs.detail(id, null)).toEqual({
      id,
      createdAt: at,
      project: 'shop',
      branch: 'main',
      gitSha: 'abc',
      triggeredBy: 'ci',
      iacFramework: 'cdk',
      stage: '',
      path: 'infra | modules',
      score: 66,
      pillarScores: { security: 50 },
      posture: { pass: 2 },
      controlsLoaded: 70,
      controlsRun: 3,
      findingsCount: 2,
      schemaVersion: '1.0',
      run: {},
      detectedRegions: [
        ['eu-central-1', 'aws', null],
        ['europe-west3', 'gcp'],
      ],
      sourcePaths: ['infra'],
      controlsMeta: [{ id: 'WAF-SEC-010', title: 't', pillar: 'security', severity: 'high' }],
      secretFindings: [{ file: 'a.tf', line_no: 3, masked_value: 'abcd********' }],
      planChanges: { summary: { add: 1 } },
      diagnostics: [],
      sourceSnapshot: null,
      createdBy: null,
      requestId: null,
    });
    const empty = { regulatory_mapping: [], file: '', line: null, end_line: null, fingerprint: '', waived: null };
    expect((await store.waf.runs.findings(id, {}, { limit: 9 })).map((placed) => placed.finding)).toEqual([
      { ...finding, ...empty, severity: 'high', status: 'FAIL' },
      { ...finding, ...empty, severity: 'blocker', status: 'Unsure', example: { compliant: 'x' } },
    ]);
    expect(await store.waf.controls.find('WAF-X-1')).toEqual({
      id: 'WAF-X-1',
      pillar: 'cost',
      severity: 'low',
      definition: { type: ['iac'], description: 'd', checks: [{ id: 'c' }], regulatory_mapping: [], source: 'wafpass' },
      createdAt: at,
      updatedAt: at,
    });
    expect(await store.waf.waivers.list({ projects: null })).toMatchObject([
      { id: 'WAF-SEC-010', project: 'shop', reason: 'r', owner: 'o', createdAt: at, updatedAt: at, createdBy: 'cli' },
      { id: 'WAF-SEC-020', expires: 'next summer' },
      { id: 'WAF-SEC-030', expires: '2001-01-01' },
      { id: 'WAF-SEC-040', reason: 'newer' },
    ]);
    expect(await store.waf.risks.list({ projects: null })).toMatchObject([
      { id: 'R-1', approver: 'ann', jiraLink: 'javascript:x', riskLevel: 'accepted', residualRisk: 'medium' },
    ]);

    // Here one is changed and one removed, there one is changed and a run is new.
    await store.transaction(async ({ waf }) => {
      const [first] = await waf.waivers.list({ projects: null });
      if (first) await waf.waivers.set({ ...first, reason: 'ours' }, actor, now().toISOString());
      await waf.waivers.remove('WAF-SEC-030', '', actor, now().toISOString());
    });
    await queryPostgres(url, [
      "update waivers set expires = '2030-01-01', updated_at = '2026-05-05T00:00:00Z' where id = 'WAF-SEC-020'",
    ]);
    await insert(url, 'runs', [{ ...run, id: randomUUID(), created_at: '2024-01-01T00:00:00Z' }]);
    expect(await load(store, url)).toMatchObject({
      runs: { imported: 1, present: 1 },
      controls: { ...nothing, unchanged: 1 },
      waivers: { created: 0, updated: 1, unchanged: 1, kept: 2 },
      risks: { ...nothing, unchanged: 1 },
    });
    expect(await store.waf.waivers.find('WAF-SEC-010', 'shop')).toMatchObject({ reason: 'ours' });
    expect(await store.waf.waivers.find('WAF-SEC-030', '')).toBeUndefined();
    expect(await load(store, url)).toMatchObject({ runs: { imported: 0, present: 2 } });
  });

  it.each([1, 2, 3, 4, 5, 6])('takes what revision 000%i has', async (revision) => {
    const url = await makeSource(revision);
    await insert(url, 'runs', [run]);
    await using store = await open();
    expect(await load(store, url)).toMatchObject({ revision: `000${revision}`, runs: { imported: 1 }, notes: [] });
    expect(await store.waf.runs.detail(run.id.toLowerCase(), null)).toMatchObject({
      score: 66,
      findingsCount: 2,
      path: '',
      controlsMeta: [],
      planChanges: null,
    });
  });

  it('takes what it can of documents in another form', async () => {
    const url = await makeSource();
    const odd = {
      ...run,
      pillar_scores: [1],
      detected_regions: ['x', [1, null]],
      source_paths: 7,
      controls_meta: '"x"',
    };
    await insert(url, 'runs', [
      { ...odd, findings: [finding, 7, null, { check_id: 5, status: null, example: [], resource: 'r' }] },
      {
        ...run,
        id: 'b0000000-0000-4000-8000-000000000001',
        findings: { a: 1 },
        score: -5,
        secret_findings: [1, { file: 'f' }],
      },
    ]);
    await using store = await open();
    const { runs, notes } = await load(store, url);
    expect(runs).toEqual({ imported: 2, present: 0 });
    expect(notes).toEqual([
      expect.stringMatching(/^run a0000000-.*: 2 of its findings are none and were left out$/),
      expect.stringMatching(/: 1 of its findings/),
    ]);
    expect(await store.waf.runs.detail(run.id.toLowerCase(), null)).toMatchObject({
      pillarScores: {},
      detectedRegions: [['1', null]],
      sourcePaths: [],
      controlsMeta: [],
      findingsCount: 2,
    });
  });

  it('is completed by the next one when it was interrupted, and leaves no half a run', async () => {
    const url = await makeSource();
    const many = Array.from({ length: 12 }, (_, n) => ({
      ...run,
      id: randomUUID(),
      created_at: `2026-01-01T00:00:${String(n).padStart(2, '0')}Z`,
    }));
    // One instant for several, so that pages break between equals.
    await insert(url, 'runs', [...many, ...many.map((row) => ({ ...row, id: randomUUID(), created_at: AT }))]);
    await using store = await open();
    const stop = new AbortController();
    const stopped = load(store, url, {
      signal: stop.signal,
      onRuns: (imported) => void (imported >= 10 && stop.abort()),
    });
    await expect(stopped).rejects.toThrow(/abort/i);
    const all = await store.waf.runs.list({ projects: null });
    expect(all).toHaveLength(10);
    for (const { id, findingsCount } of all) expect(await store.waf.runs.countFindings(id, {})).toBe(findingsCount);
    expect((await load(store, url)).runs).toEqual({ imported: 14, present: 10 });
    expect(await store.waf.runs.count({ projects: null })).toBe(24);
  });
});

it('may be from the database that it goes into', async () => {
  const url = await makeSource();
  await insert(url, 'runs', [run]);
  await using store = await openStore({ kind: 'postgres', url }, now);
  expect((await load(store, url)).runs).toEqual({ imported: 1, present: 0 });
  expect((await load(store, url)).runs).toEqual({ imported: 0, present: 1 });
});

describe('an import that cannot begin', () => {
  const failing = async (from: string): Promise<string> => {
    await using store = await openStore({ kind: 'sqlite', path: ':memory:' }, now);
    return load(store, from).then(
      () => 'it did',
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
  };
  const withPassword = (url: string): string => url.replace('securescan@', `securescan:${PASSWORD}@`);

  it.each(['0008', '0099_later', 'abcdef012345'])('says so of revision %s', async (revision) => {
    const url = await makeSource();
    await queryPostgres(url, [`update alembic_version set version_num = '${revision}'`]);
    expect(await failing(withPassword(url))).toMatch(
      new RegExp(`^the database 127\\.0\\.0\\.1:\\d+/wafpass_\\d+ is at revision ${revision}; revisions 0001 to 0007`),
    );
  });

  it('says so of two revisions, of none, and of other databases', async () => {
    const url = await makeSource();
    await queryPostgres(url, ["insert into alembic_version values ('0006')"]);
    expect(await failing(url)).toContain('is at revision 0007, 0006');
    await queryPostgres(url, ['delete from alembic_version']);
    expect(await failing(url)).toContain('is at revision (none)');
    await queryPostgres(url, ['drop table alembic_version']);
    expect(await failing(url)).toContain('is no database of wafpass-server: it has no table alembic_version');
  });

  it('says so of a table that is missing', async () => {
    const url = await makeSource();
    await queryPostgres(url, ['drop table runs']);
    expect(await failing(url)).toMatch(/^cannot read the database .*relation "runs" does not exist/);
  });

  it('says so of an unknown database, a silent port and a text that is no address', async () => {
    const url = await makeSource();
    expect(await failing(withPassword(url.replace(/[^/]+$/, 'nothing')))).toMatch(/it has no such database$/);
    const free = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => void free.once('listening', resolve));
    const { port } = free.address() as AddressInfo;
    await new Promise((resolve) => void free.close(resolve));
    expect(await failing(`postgres://u:${PASSWORD}@127.0.0.1:${port}/x`)).toBe(
      `cannot connect to the database 127.0.0.1:${port}/x: nothing listens there; is the host and the port right, and does the server run?`,
    );
    for (const text of ['', 'x', `postgres://u:${PASSWORD}@:a:b`, 'mysql://u@h/d'])
      expect(await failing(text)).toMatch(/^the address of the database must look like/);
  });

  it('says so of a wrong password, without showing it', async () => {
    const url = await makeSource();
    await queryPostgres(url, [
      `create role guest login password 'x${PASSWORD}'`,
      `do $$ begin execute format('copy (values (%L), (%L)) to %L',
         'host all guest 127.0.0.1/32 scram-sha-256', 'host all all 127.0.0.1/32 trust', current_setting('hba_file')); end $$`,
    ]);
    await server.interrupt();
    await server.resume();
    const wrong = url.replace('securescan@', `guest:${PASSWORD}@`);
    const message = await failing(wrong);
    expect(message).toMatch(/^cannot connect to the database 127.*: it refuses the user or the password$/);
    expect(message).not.toContain(PASSWORD);
  });
});
