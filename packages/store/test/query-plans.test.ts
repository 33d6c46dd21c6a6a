import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { CompiledQuery } from 'kysely';
import { Kysely } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FindingFilter, Repositories } from '../src/index.ts';
import { openStore } from '../src/index.ts';
import { createRepositories } from '../src/repositories.ts';
import type { Database } from '../src/schema.ts';
import { NodeSqliteDialect } from '../src/sqlite/dialect.ts';

const AT = '2026-01-02T03:04:05.000Z';
const shown: FindingFilter = { includeSuppressed: false };
const claim = { owner: 'me', leaseUntil: AT };

interface Case {
  readonly name: string;
  readonly run: (repositories: Repositories) => Promise<unknown>;
  /** Tables that are small however much is scanned, and are read whole. */
  readonly mayScan?: readonly string[];
  /** It sorts a handful of rows, which an index has found. */
  readonly maySort?: boolean;
}

const cases: readonly Case[] = [
  { name: 'scans.find', run: ({ scans }) => scans.find('a') },
  { name: 'scans.findMany', run: ({ scans }) => scans.findMany(['a', 'b']) },
  { name: 'scans.list', run: ({ scans }) => scans.list({ projects: null, limit: 50 }) },
  {
    name: 'scans.list, behind a cursor',
    run: ({ scans }) => scans.list({ projects: null, limit: 50, after: { createdAt: AT, id: 'a' } }),
  },
  { name: 'scans.list, by status', run: ({ scans }) => scans.list({ projects: null, limit: 50, status: 'failed' }) },
  { name: 'scans.list, of a project', run: ({ scans }) => scans.list({ projects: ['a'], limit: 50 }) },
  { name: 'scans.list, since', run: ({ scans }) => scans.list({ projects: null, limit: 50, since: AT }) },
  { name: 'scans.listKeys', run: ({ scans }) => scans.listKeys({ projects: null, limit: 50 }) },
  { name: 'scans.count', run: ({ scans }) => scans.count({ projects: null }) },
  { name: 'scans.listScanners', run: ({ scans }) => scans.listScanners(['a', 'b']) },
  { name: 'scans.listQueue', run: ({ scans }) => scans.listQueue(10) },
  { name: 'scans.listRunning', run: ({ scans }) => scans.listRunning() },
  { name: 'scans.listHidden', run: ({ scans }) => scans.listHidden() },
  { name: 'scans.claimNext', run: ({ scans }) => scans.claimNext({ ...claim, at: AT }) },
  { name: 'findings.list', run: ({ findings }) => findings.list('a', shown, { limit: 100 }) },
  {
    name: 'findings.list, behind a cursor',
    run: ({ findings }) => findings.list('a', shown, { limit: 100, after: 9 }),
  },
  {
    name: 'findings.list, with suppressed ones',
    run: ({ findings }) => findings.list('a', { includeSuppressed: true }, { limit: 100 }),
  },
  {
    name: 'findings.list, by severity',
    run: ({ findings }) => findings.list('a', { ...shown, severity: 'high' }, { limit: 100, after: 9 }),
  },
  {
    name: 'findings.list, by scanner',
    run: ({ findings }) => findings.list('a', { ...shown, scanner: 'bandit' }, { limit: 100, after: 9 }),
  },
  {
    name: 'findings.list, by family',
    run: ({ findings }) => findings.list('a', { ...shown, scanType: 'code' }, { limit: 100, after: 9 }),
  },
  {
    name: 'findings.list, by words, tag and verdict',
    run: ({ findings }) =>
      findings.list('a', { ...shown, text: 'x', tags: ['CIS-1'], status: 'fixed' }, { limit: 100 }),
  },
  { name: 'findings.count', run: ({ findings }) => findings.count('a', shown) },
  { name: 'findings.listIdentities', run: ({ findings }) => findings.listIdentities('a') },
  { name: 'findings.listByOrdinals', run: ({ findings }) => findings.listByOrdinals('a', [1, 2, 3]) },
  { name: 'events.list', run: ({ events }) => events.list('a', 3, 100) },
  { name: 'triage.find', run: ({ triage }) => triage.find('f') },
  { name: 'triage.history', run: ({ triage }) => triage.history('f') },
  { name: 'triage.comments', run: ({ triage }) => triage.comments('f') },
  { name: 'triage.findForeign', run: ({ triage }) => triage.findForeign(['f', 'e'], ['a']) },
  { name: 'webhooks.listDeliveries', run: ({ webhooks }) => webhooks.listDeliveries('a', { limit: 100, before: 9 }) },
  { name: 'webhooks.findDelivery', run: ({ webhooks }) => webhooks.findDelivery('a', 'b') },
  {
    name: 'webhooks.claimDue',
    run: ({ webhooks }) => webhooks.claimDue(AT, claim, ['b']),
    mayScan: ['w'],
    maySort: true,
  },
  { name: 'webhooks.claimNext', run: ({ webhooks }) => webhooks.claimNext('a', AT, claim) },
  { name: 'webhooks.nextDue', run: ({ webhooks }) => webhooks.nextDue(), mayScan: ['w'] },
  { name: 'webhooks.listClaimed', run: ({ webhooks }) => webhooks.listClaimed(), maySort: true },
  { name: 'webhooks.backlog', run: ({ webhooks }) => webhooks.backlog() },
  {
    name: 'webhooks.settle',
    run: ({ webhooks }) =>
      webhooks.settle(
        { seq: 1, owner: 'me' },
        { status: 'failed', attempt: 1, nextAttemptAt: AT, responseBody: '' },
        AT,
      ),
  },
  {
    name: 'notifications.list',
    run: ({ notifications }) => notifications.list({ projects: null, unreadOnly: false, limit: 50 }),
  },
  {
    name: 'notifications.list, unread',
    run: ({ notifications }) => notifications.list({ projects: null, unreadOnly: true, limit: 50 }),
  },
  { name: 'notifications.countUnread', run: ({ notifications }) => notifications.countUnread(null) },
  { name: 'keys.find', run: ({ keys }) => keys.find('a') },
  { name: 'sboms.listOfScan', run: ({ sboms }) => sboms.listOfScan('a'), maySort: true },
  { name: 'waf.runs.list', run: ({ waf }) => waf.runs.list({ projects: null, limit: 50 }) },
  {
    name: 'waf.runs.list, behind a cursor',
    run: ({ waf }) => waf.runs.list({ projects: null, limit: 50, after: { createdAt: AT, id: 'a' } }),
  },
  { name: 'waf.runs.list, of a project', run: ({ waf }) => waf.runs.list({ projects: null, project: 'a', limit: 50 }) },
  {
    name: 'waf.runs.list, of a branch',
    run: ({ waf }) => waf.runs.list({ projects: null, project: 'a', branch: 'b', since: AT, limit: 50 }),
  },
  { name: 'waf.runs.count', run: ({ waf }) => waf.runs.count({ projects: null }) },
  { name: 'waf.runs.find', run: ({ waf }) => waf.runs.find('a', ['b']) },
  { name: 'waf.runs.detail', run: ({ waf }) => waf.runs.detail('a', null) },
  { name: 'waf.runs.controlsMeta', run: ({ waf }) => waf.runs.controlsMeta('a', null) },
  { name: 'waf.runs.findings', run: ({ waf }) => waf.runs.findings('a', {}, { after: 9, limit: 100 }) },
  {
    name: 'waf.runs.findings, by status',
    run: ({ waf }) => waf.runs.findings('a', { status: 'FAIL', severity: 'high' }, { limit: 100 }),
  },
  { name: 'waf.runs.tally', run: ({ waf }) => waf.runs.tally('a'), maySort: true },
  {
    name: 'waf.runs.occurrences',
    run: ({ waf }) => waf.runs.occurrences('f', { projects: null, limit: 10 }),
  },
  { name: 'waf.runs.latest', run: ({ waf }) => waf.runs.latest({ projects: null }), mayScan: ['g'], maySort: true },
  {
    name: 'waf.runs.trend',
    run: ({ waf }) => waf.runs.trend({ projects: null, project: 'a', branch: 'b' }, 90),
    mayScan: ['p', '(subquery'],
    maySort: true,
  },
  { name: 'waf.controls.list', run: ({ waf }) => waf.controls.list({}, { offset: 0, limit: 50 }) },
  {
    name: 'waf.controls.list, by pillar',
    run: ({ waf }) => waf.controls.list({ pillar: 'cost' }, { offset: 0, limit: 50 }),
  },
  {
    name: 'waf.controls.list, by severity',
    run: ({ waf }) => waf.controls.list({ severity: 'low' }, { offset: 0, limit: 50 }),
  },
  { name: 'waf.controls.find', run: ({ waf }) => waf.controls.find('a') },
  { name: 'waf.waivers.find', run: ({ waf }) => waf.waivers.find('a', 'b') },
  { name: 'waf.waivers.list', run: ({ waf }) => waf.waivers.list({ projects: null, project: 'a' }) },
  { name: 'waf.waivers.history', run: ({ waf }) => waf.waivers.history({ projects: null, limit: 50 }) },
  {
    name: 'waf.waivers.history, of one',
    run: ({ waf }) => waf.waivers.history({ projects: null, id: 'a', project: 'b', before: 9, limit: 50 }),
  },
  { name: 'sboms.components', run: ({ sboms }) => sboms.components('a') },
];

describe('on SQLite no query reads a whole table or sorts what an index has in order', () => {
  const directory = mkdtempSync(join(tmpdir(), 'securescan-plans-'));
  const path = join(directory, 'scans.db');
  const queries: CompiledQuery[] = [];
  let database: DatabaseSync;
  let db: Kysely<Database>;
  let repositories: Repositories;

  beforeAll(async () => {
    await (await openStore({ kind: 'sqlite', path }, () => new Date(AT))).close();
    database = new DatabaseSync(path);
    db = new Kysely<Database>({
      dialect: new NodeSqliteDialect(database),
      log: ({ query }) => void queries.push(query),
    });
    repositories = createRepositories({ write: db, read: db });
  });
  afterAll(async () => {
    await db.destroy();
    rmSync(directory, { recursive: true, force: true });
  });

  function explain({ sql, parameters }: CompiledQuery): readonly string[] {
    const rows = database.prepare(`explain query plan ${sql}`).all(...(parameters as (string | number | null)[]));
    return rows.map(({ detail }) => String(detail));
  }

  it.each(cases)('$name', async ({ run, mayScan = [], maySort = false }) => {
    queries.length = 0;
    await run(repositories);
    expect(queries).not.toEqual([]);
    const wrong = queries.flatMap((query) =>
      explain(query)
        .filter(
          (step) =>
            isWhole(step) && !(maySort && isSort(step)) && !mayScan.some((table) => step.startsWith(`SCAN ${table}`)),
        )
        .map((step) => `${step}: ${query.sql}`),
    );
    expect(wrong).toEqual([]);
  });

  it('would notice a query that does', () => {
    const plan = (sql: string): readonly string[] => explain({ sql, parameters: [] } as unknown as CompiledQuery);
    expect(plan('select * from findings where title = 1').some(isWhole)).toBe(true);
    expect(plan("select * from findings where scan_id = 'a' order by title").some(isWhole)).toBe(true);
    expect(plan("select * from findings where scan_id = 'a' order by ordinal").some(isWhole)).toBe(false);
  });
});

/** A walk through an index in its order is none: it ends with the page. */
function isWhole(step: string): boolean {
  return isSort(step) || (step.startsWith('SCAN ') && !step.includes('USING') && step !== 'SCAN CONSTANT ROW');
}

/** Sorting by the last term only sorts what is equal in all others. */
function isSort(step: string): boolean {
  return step.startsWith('USE TEMP B-TREE') && !step.includes('LAST TERM');
}
