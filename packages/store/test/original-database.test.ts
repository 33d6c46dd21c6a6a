import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm, watch } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Conversion, Store } from '../src/index.ts';
import { inspectDatabase, openStore } from '../src/index.ts';
import { adoptOriginal } from '../src/original/adopt-original.ts';
import { openSqlite } from '../src/sqlite/open-sqlite.ts';
import { makeOriginal, originalFingerprint, originalKey } from '@securescan/testkit/original-database';
import { originalRows, recordedFindings } from '@securescan/testkit/original-rows';

const NOW = '2026-06-01T12:00:00.000Z';
const now = (): Date => new Date(NOW);
const COPY = 'scans.db.before-securescan-1';

let directory = '';
let path = '';
let zone: string | undefined;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'securescan-original-'));
  path = join(directory, 'scans.db');
  zone = process.env['TZ'];
  process.env['TZ'] = 'Europe/Berlin';
});
afterEach(async () => {
  if (zone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = zone;
  await rm(directory, { recursive: true, force: true });
});

const open = (onConversion?: (conversion: Conversion) => void): Promise<Store> =>
  openStore({ kind: 'sqlite', path }, now, onConversion ? { onConversion } : {});
const everything = { includeSuppressed: true };
const listFindings = (store: Store, scan: string) => store.findings.list(scan, everything, { limit: 100 });

describe('a database of SecureScan 0.x', () => {
  it('opens with all its scans; those that had not ended have failed, local times are in UTC', async () => {
    makeOriginal(path, { rows: originalRows });
    await using store = await open();
    const scans = await store.scans.list({ projects: null });
    expect(scans.map(({ id }) => id).toSorted()).toEqual(['broken', 'done', 'killed', 'older', 'stopped', 'waiting']);
    expect(await store.scans.find('done')).toMatchObject({
      target: '/srv/shop',
      targetKind: 'directory',
      targetUrl: 'http://127.0.0.1:3000',
      scanTypes: ['code', 'iac'],
      status: 'completed',
      // Berlin is two hours ahead in summer, one in winter.
      createdAt: '2026-04-29T18:11:09.123Z',
      startedAt: '2026-04-29T18:11:09.123Z',
      completedAt: '2026-04-29T18:11:21.000Z',
      findingsCount: 7,
      riskScore: 74.8,
      severityCounts: { critical: 1, high: 2, medium: 3, low: 1, info: 0 },
      summary: 'Two things matter.',
      partial: false,
      notices: [],
    });
    expect(await store.scans.find('older')).toMatchObject({
      targetKind: 'file',
      startedAt: '2025-12-24T17:00:00.000Z',
      completedAt: '2025-12-24T17:00:01.500Z',
    });
    const interrupted = { status: 'failed', error: 'Interrupted by server restart', completedAt: NOW, partial: true };
    expect(await store.scans.find('killed')).toMatchObject({
      ...interrupted,
      startedAt: '2026-05-01T06:00:00.000Z',
      findingsCount: 1,
    });
    expect(await store.scans.find('waiting')).toMatchObject({ ...interrupted, startedAt: null, createdAt: NOW });
    expect(await store.scans.find('broken')).toMatchObject({ status: 'failed', error: 'no data', partial: false });
    expect(await store.scans.find('stopped')).toMatchObject({ status: 'cancelled', startedAt: null });
    expect(await store.scans.listRunning()).toEqual([]);
    expect(await store.scans.listQueue(10)).toEqual([]);
  });

  it('tells which scanners ran and which did not, in the order of the registry', async () => {
    makeOriginal(path, { rows: originalRows });
    await using store = await open();
    const scanners = await store.scans.listScanners(['done']);
    expect(scanners.map(({ scanner, scanType, status }) => [scanner, scanType, status])).toEqual([
      ['semgrep', 'code', 'completed'],
      ['bandit', 'code', 'skipped'],
      ['secrets', 'code', 'completed'],
      ['dockerfile', 'iac', 'completed'],
      ['git-hygiene', 'code', 'completed'],
    ]);
    expect(scanners[0]?.outcome).toMatchObject({ findingsCount: 3 });
    expect(scanners[1]?.outcome).toEqual({
      status: 'skipped',
      code: 'not-installed',
      reason: 'not installed',
      installHint: 'pip install bandit',
    });
  });

  it('gives the recorded findings in canonical order and in the present form, with their ids, fingerprints and verdicts', async () => {
    makeOriginal(path, { rows: originalRows });
    await using store = await open();
    const findings = await listFindings(store, 'done');
    expect(findings.map(({ severity, title }) => `${severity}: ${title}`)).toEqual([
      'critical: Potential AWS Access Key detected',
      'high: Piping curl to shell',
      'high: python.lang.security.audit.eval-detected',
      "medium: Using ':latest' tag in FROM",
      'medium: No USER directive found',
      'medium: python.sqlalchemy.sqli',
      'low: generic.todo',
    ]);
    const recorded = recordedFindings('done');
    for (const row of recorded) {
      const found = findings.find(({ id }) => id === row['id']);
      expect(found).toMatchObject({
        title: row['title'],
        description: row['description'],
        lineStart: row['line_start'],
        lineEnd: row['line_end'],
        ruleId: row['rule_id'],
        remediation: row['remediation'],
        fingerprint: row['fingerprint'],
        filePath: String(row['file_path']).replace('/srv/shop/', ''),
      });
    }
    const judged = findings.find(({ ruleId }) => ruleId === 'python.lang.security.audit.eval-detected');
    expect(judged).toMatchObject({
      cwe: 'CWE-95',
      complianceTags: '["OWASP-A03"]',
      verdict: {
        status: 'accepted_risk',
        note: 'until spring',
        updatedBy: 'ann',
        updatedAt: '2026-05-02T10:00:00.500Z',
      },
    });
    expect(JSON.parse(judged?.metadata ?? '')).toEqual({
      cwe: ['CWE-95: Eval Injection'],
      cwe_text: 'CWE-95: Eval Injection',
    });
    const fingerprint = judged?.fingerprint ?? '';
    expect(await store.triage.comments(fingerprint)).toMatchObject([{ id: 'c1', text: 'see ticket', author: 'ann' }]);
    expect(await store.triage.history(fingerprint)).toMatchObject([{ from: null, to: 'accepted_risk' }]);
  });

  it('back-fills fingerprints by the formula of SecureScan 0.x, and says so', async () => {
    makeOriginal(path, { rows: originalRows });
    await using store = await open();
    const [first, second] = await listFindings(store, 'older');
    expect(first).toMatchObject({
      id: 'old-1',
      filePath: 'app.py',
      fingerprint: originalFingerprint('semgrep', 'py.eval', '/srv/shop/app.py', 'CWE-95: Eval Injection'),
      complianceTags: '["OWASP-A03","PCI-DSS-6","SOC2-CC6"]',
    });
    expect(JSON.parse(first?.metadata ?? '')).toMatchObject({
      also_reported_by: [{ scanner: 'bandit', rule_id: null, severity: 'high' }],
    });
    // With the source line where it was kept: without its comment, in small letters.
    expect(second).toMatchObject({
      filePath: null,
      lineStart: null,
      fingerprint: originalFingerprint('semgrep', 'todo', '/etc/motd', '', 'x = 1'),
    });
    expect(JSON.parse(second?.metadata ?? '')).toMatchObject({ reported_path: '/etc/motd' });
    expect((await store.scans.find('older'))?.notices).toEqual([
      '2 findings came from SecureScan 0.x without a fingerprint; it was made without the source line, so the next scan gives another one',
    ]);
  });

  it('keeps keys, webhooks with their secrets, deliveries in order, notifications and bills of materials', async () => {
    makeOriginal(path, { rows: originalRows });
    await using store = await open();
    expect(await store.keys.find('AAAAAAAAAA')).toEqual({
      id: 'AAAAAAAAAA',
      name: 'ci',
      keyHash: originalKey('AAAAAAAAAA').hash,
      prefix: 'ssk_AAAAAAAAAA_s',
      scopes: ['read', 'write'],
      role: null,
      projects: null,
      signature: 'off',
      publicKey: null,
      createdBy: null,
      createdAt: '2026-03-01T00:00:00.000Z',
      expiresAt: null,
      lastUsedAt: '2026-05-01T00:00:00.000Z',
      revokedAt: null,
    });
    expect(await store.keys.census(NOW)).toEqual({ any: true, usable: true, admin: true });

    expect(await store.webhooks.find('w1')).toMatchObject({ secret: 'shared once', enabled: true });
    expect(await store.webhooks.find('w2')).toMatchObject({ enabled: false, eventFilter: ['scan.failed'] });
    const deliveries = await store.webhooks.listDeliveries('w1', { limit: 10 });
    expect(deliveries.toReversed().map(({ id, status, attempt }) => [id, status, attempt])).toEqual([
      ['d1', 'succeeded', 2],
      ['d2', 'pending', 1],
      ['d3', 'pending', 0],
    ]);
    const mine = { owner: 'me', leaseUntil: '2999-01-01T00:00:00.000Z' };
    const [head] = await store.transaction(({ webhooks }) => webhooks.claimDue(NOW, mine, []));
    expect(head).toMatchObject({ id: 'd2', payload: { scan_id: 'second', error: 'é' }, responseBody: 'boom' });

    const notices = await store.notifications.list({ projects: null, unreadOnly: false, limit: 10 });
    expect(notices.map(({ id, severity, level, scanId, readAt }) => [id, severity, level, scanId, readAt])).toEqual([
      ['n3', 'medium', 'warning', 'deleted', null],
      ['n2', 'high', 'error', 'broken', null],
      ['n1', 'critical', 'warning', 'done', '2026-04-30T00:00:00.000Z'],
    ]);

    expect(await store.sboms.list(null)).toMatchObject([
      { id: 's2', scanId: null, format: 'spdx', componentCount: 0 },
      { id: 's1', scanId: 'done', format: 'cyclonedx', componentCount: 3 },
    ]);
    expect((await store.sboms.components('s1')).map(({ id, purl }) => [id, purl])).toEqual([
      ['k1', 'pkg:npm/axios@1.6.7'],
      ['k2', 'pkg:pypi/flask@2.0'],
      ['k3', null],
    ]);
    expect(await store.sboms.readBom('s1')).toMatchObject({
      root: { name: 'shop' },
      components: [
        { purl: 'pkg:generic/local@', version: null, type: 'application' },
        { purl: 'pkg:npm/axios@1.6.7', licence: 'MIT' },
        { purl: 'pkg:pypi/flask@2.0' },
      ],
    });
  });

  it('is converted once, sound afterwards, with a copy of the original beside it', async () => {
    makeOriginal(path, { rows: originalRows });
    const told: Conversion[] = [];
    await (await open((conversion) => told.push(conversion))).close();
    await (await open((conversion) => told.push(conversion))).close();
    expect(readdirSync(directory).toSorted()).toEqual(['scans.db', COPY]);
    const copy = join(directory, COPY);
    expect(told).toEqual([
      {
        copy,
        sentences: [
          `the database of SecureScan 0.x is converted (6 scans, 10 findings); as it was, it is kept in ${copy}`,
          '2 scans had not ended and are failed now',
          '2 findings had no fingerprint; theirs is made without the source line',
          '1 findings of scans that are gone are in the copy only',
          '1 deliveries of webhooks that are gone are in the copy only',
          '1 components of bills of materials that are gone are in the copy only',
        ],
      },
    ]);
    const facts = await inspectDatabase({ kind: 'sqlite', path }, now);
    expect(facts).toMatchObject({ problems: [], missingMigrations: [] });
    const tables = readTables(path);
    expect(tables.filter((name) => name.startsWith('original_') || name.startsWith('idx_'))).toEqual([]);
    expect(statSync(copy).mode & 0o777).toBe(0o600);
    expect(dump(copy)).toEqual(dump(await makeFresh()));
  });

  it('of before the late columns opens too', async () => {
    const late = new Set([
      'target_url',
      'target_host',
      'scanners_run',
      'scanners_skipped',
      'fingerprint',
      'compliance_tags',
    ]);
    const cut = (list: readonly Record<string, string | number | null>[]) =>
      list.map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => !late.has(name))));
    const rows = { ...originalRows, scans: cut(originalRows.scans), findings: cut(originalRows.findings) };
    makeOriginal(path, { hasLateColumns: false, rows });
    await using store = await open();
    expect(await store.scans.find('done')).toMatchObject({ targetUrl: null, findingsCount: 7 });
    // Who ran was not written down; those that have found something did.
    expect((await store.scans.listScanners(['done'])).map(({ scanner }) => scanner)).toEqual([
      'semgrep',
      'secrets',
      'dockerfile',
    ]);
    const fingerprints = (await listFindings(store, 'done')).map(({ fingerprint }) => fingerprint);
    expect(fingerprints.toSorted()).toEqual(
      recordedFindings('done')
        .map((row) => String(row['fingerprint']))
        .toSorted(),
    );
  });

  it('of before webhooks, keys and bills of materials opens too', async () => {
    makeOriginal(path, { rows: { scans: originalRows.scans } });
    const database = new DatabaseSync(path);
    for (const table of ['webhook_deliveries', 'webhooks', 'api_keys', 'sbom_components', 'sbom_documents']) {
      database.exec(`drop table ${table}`);
    }
    database.close();
    await using store = await open();
    expect(await store.scans.count({ projects: null })).toBe(6);
    expect(await store.webhooks.list()).toEqual([]);
  });

  it('takes more rows than are read at once', async () => {
    const findings = Array.from({ length: 2500 }, (_, index) => ({
      ...originalRows.findings[1],
      id: `many-${index}`,
      line_start: 2500 - index,
    }));
    const webhook_deliveries = Array.from({ length: 2500 }, (_, index) => ({
      ...originalRows.webhook_deliveries[0],
      id: `d-${index}`,
      created_at: `2026-05-01T00:00:00.${String(999_999 - Math.floor(index / 2)).padStart(6, '0')}`,
    }));
    makeOriginal(path, { rows: { ...originalRows, findings, webhook_deliveries } });
    await using store = await open();
    const found = await store.findings.list('done', everything, { limit: 3000 });
    expect(found.map(({ lineStart }) => lineStart)).toEqual(findings.map((_, index) => index + 1));
    const ids = (await store.webhooks.listDeliveries('w1', { limit: 3000 })).map(({ id }) => id);
    const inOrder = webhook_deliveries
      .map(({ id, created_at }, row) => ({ id, created_at, row }))
      .toSorted((a, b) => (a.created_at < b.created_at ? -1 : a.created_at > b.created_at ? 1 : a.row - b.row));
    expect(ids.toReversed()).toEqual(inOrder.map(({ id }) => id));
  });
});

describe('a database of SecureScan 0.x that cannot be converted', () => {
  const expectUntouched = (bytes: Buffer): void => {
    expect(readFileSync(path).equals(bytes)).toBe(true);
    expect(readdirSync(directory)).toEqual(['scans.db']);
  };

  it.each([
    [
      'severity',
      'findings',
      { ...originalRows.findings[0], id: 'bad', severity: 'terrible' },
      /severity of the row bad in the table findings/,
    ],
    [
      'time',
      'finding_comments',
      { ...originalRows.finding_comments[0], id: 'bad', created_at: 'yesterday' },
      /created_at of the row bad in the table finding_comments: "yesterday" is no time/,
    ],
    [
      'JSON',
      'webhook_deliveries',
      { ...originalRows.webhook_deliveries[0], id: 'bad', payload: '{' },
      /payload of the row bad in the table webhook_deliveries: holds no JSON/,
    ],
    [
      'verdict',
      'finding_states',
      { ...originalRows.finding_states[0], fingerprint: 'bad', status: 'maybe' },
      /status of the row bad in the table finding_states/,
    ],
  ] as const)('for a %s is left as it was, with one sentence', async (_name, table, row, message) => {
    makeOriginal(path, { rows: { ...originalRows, [table]: [...originalRows[table], row] } });
    const bytes = readFileSync(path);
    const error: unknown = await open().catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'E_STORE', message: expect.stringMatching(message) });
    expect(error).toMatchObject({ message: expect.stringContaining('it is left as it was') });
    expectUntouched(bytes);
  });

  it.each([
    ['cut off', (size: number) => truncateSync(path, Math.floor(size / 2 / 4096) * 4096)],
    ['overwritten in the middle', (size: number) => overwrite(Math.floor(size / 2), 4096)],
    ['without its head', () => overwrite(0, 100)],
  ])('because it is %s is left as it was', async (_name, damage) => {
    makeOriginal(path, { rows: originalRows });
    damage(statSync(path).size);
    const bytes = readFileSync(path);
    await expect(open()).rejects.toMatchObject({ code: 'E_STORE', message: expect.stringContaining(path) });
    expectUntouched(bytes);
  });

  it('for lack of room is left as it was', async () => {
    makeOriginal(path, { rows: originalRows });
    const { write, close } = openSqlite(path);
    const adopt = adoptOriginal(write, { path, now, readFreeBytes: () => Promise.resolve(1024 * 1024) });
    await expect(adopt).rejects.toThrow(/it takes 17 MiB for a while, and 1 MiB are free/);
    await close();
    expect(readdirSync(directory)).toEqual(['scans.db']);
  });

  it('does not overwrite an earlier copy', async () => {
    writeFileSync(join(directory, COPY), 'precious');
    makeOriginal(path, { rows: originalRows });
    await (await open()).close();
    expect(readFileSync(join(directory, COPY), 'utf8')).toBe('precious');
    expect(existsSync(join(directory, `${COPY}.2`))).toBe(true);
  });
});

it('two processes at once convert it once', async () => {
  makeOriginal(path, { rows: originalRows });
  const script = `const { openStore } = await import(${JSON.stringify(import.meta.resolve('../src/index.ts'))});
    const store = await openStore({ kind: 'sqlite', path: ${JSON.stringify(path)} }, () => new Date(0));
    console.log(await store.scans.count({ projects: null }));
    await store.close();`;
  const run = async (): Promise<string> =>
    (await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script])).stdout.trim();
  expect(await Promise.all([run(), run(), run()])).toEqual(['6', '6', '6']);
  expect(readdirSync(directory).toSorted()).toEqual(['scans.db', COPY]);
});

it('is whole again after the process that converted it was killed', async () => {
  const findings = Array.from({ length: 20_000 }, (_, n) => ({
    ...originalRows.findings[0],
    id: `f-${n}`,
    line_start: n,
  }));
  makeOriginal(path, { rows: { ...originalRows, findings } });
  const script = `const { openStore } = await import(${JSON.stringify(import.meta.resolve('../src/index.ts'))});
    await openStore({ kind: 'sqlite', path: ${JSON.stringify(path)} }, () => new Date(0));`;
  const copied = waitForFile(COPY);
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'ignore' });
  const ended = once(child, 'exit');
  await copied;
  child.kill('SIGKILL');
  expect(await ended).toEqual([null, 'SIGKILL']);
  await using store = await open();
  expect(await store.findings.count('done', everything)).toBe(20_000);
  // The copy of the first attempt is left; a later one never replaces it.
  expect(readdirSync(directory)).toEqual(expect.arrayContaining([COPY, `${COPY}.2`]));
});

async function waitForFile(name: string): Promise<void> {
  for await (const { filename } of watch(directory)) if (filename === name) return;
}

function overwrite(start: number, length: number): void {
  const bytes = readFileSync(path);
  bytes.fill(0xff, start, start + length);
  writeFileSync(path, bytes);
}

async function makeFresh(): Promise<string> {
  const fresh = join(await mkdtemp(join(directory, 'fresh-')), 'scans.db');
  makeOriginal(fresh, { rows: originalRows });
  return fresh;
}

function readTables(file: string): readonly string[] {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    return database
      .prepare('select name from sqlite_master order by name')
      .all()
      .map(({ name }) => String(name));
  } finally {
    database.close();
  }
}

/** Schema and rows of a file. */
function dump(file: string): unknown {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const schema = database.prepare('select name, sql from sqlite_master order by name').all();
    const tables = Object.keys(originalRows).map((table) => database.prepare(`select * from ${table}`).all());
    return { schema, tables };
  } finally {
    database.close();
  }
}
