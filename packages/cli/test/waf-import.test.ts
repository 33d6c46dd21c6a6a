import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { openStore } from '@securescan/store';
import type { PostgresServer } from '@securescan/testkit/postgres';
import { startPostgres } from '@securescan/testkit/postgres';
import { makeWafpassDatabase, queryPostgres } from '@securescan/testkit/wafpass-database';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeDirectory, runCli } from './run-cli.ts';

const PASSWORD = ['s3', 'cret'].join('');

let server: PostgresServer;
let from = '';
beforeAll(async () => {
  server = await startPostgres();
  const url = await server.createDatabase('wafpass');
  await makeWafpassDatabase(url);
  from = url.replace('postgres://securescan@', `postgresql+asyncpg://securescan:${PASSWORD}@`);
  const finding = {
    check_title: '',
    severity: 'high',
    resource: 'r',
    message: '',
    remediation: '',
    pillar: 'security',
  };
  const findings = [
    { ...finding, check_id: 'a', control_id: 'WAF-SEC-010', status: 'PASS' },
    { ...finding, check_id: 'b', control_id: 'WAF-SEC-020', status: 'FAIL' },
  ];
  const meta = [{ id: 'WAF-COST-010', pillar: 'cost', severity: 'low' }];
  await queryPostgres(url, [
    [
      "insert into runs (id, project, findings, controls_meta) values (gen_random_uuid(), 'shop', $1, $2)",
      [JSON.stringify(findings), JSON.stringify(meta)],
    ],
    "insert into waivers (id, expires) values (E'WAF-\\x1b[31mSEC-010', 'next summer')",
  ]);
});
afterAll(() => server.stop());

async function makeTarget() {
  const directory = makeDirectory();
  const path = join(directory, 'scans.db');
  const env = { SECURESCAN_DB_PATH: path, SECURESCAN_FAKE_NOW: '2026-06-01T00:00:00Z' };
  const run = (words: readonly string[], more = {}) => runCli(words, { env: { ...env, ...more }, cwd: directory });
  return { directory, path, run };
}

it('takes a wafpass-server over, tells what it did, and can be repeated', async () => {
  const { path, run } = await makeTarget();
  const first = await run(['waf', 'import', '--from', from]);
  expect(first).toEqual({
    exitCode: 0,
    stderr: '',
    stdout: [
      'Read a database of wafpass-server at revision 0007:',
      '  runs              1 new, 0 here already',
      '  controls          0 new, 0 changed there, 0 unchanged',
      '  waivers           1 new, 0 changed there, 0 unchanged',
      '  risk acceptances  0 new, 0 changed there, 0 unchanged',
      'To look at:',
      String.raw`  waiver WAF-\x1b[31mSEC-010 (all projects) ends 'next summer', which is no date: set another`,
      '',
    ].join('\n'),
  });
  const second = await run(['waf', 'import', '-o', 'json'], { WAFPASS_DATABASE_URL: from });
  expect(JSON.parse(second.stdout)).toMatchObject({
    revision: '0007',
    runs: { imported: 0, present: 1 },
    waivers: { unchanged: 1 },
  });

  await using store = await openStore({ kind: 'sqlite', path }, () => new Date());
  const [imported] = await store.waf.runs.list({ projects: null });
  expect(imported?.posture).toMatchObject({ pass: 1, fail: 1, skip: 1, score: 50, pillars: { cost: { skip: 1 } } });
  const rows = await store.audit.list({ limit: 9, projects: null });
  expect(rows).toMatchObject([{ action: 'waf.import' }, { action: 'waf.import', details: { runs: { imported: 1 } } }]);
  expect(JSON.stringify([first, second, rows])).not.toContain(PASSWORD);
});

it('leaves a database that is sound, and is in its backup', async () => {
  const { directory, run } = await makeTarget();
  await run(['waf', 'import', '--from', from]);
  expect(await run(['db', 'check'])).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('no damage found') });
  expect(await run(['db', 'backup', 'copy.db'])).toMatchObject({ exitCode: 0 });
  const copy = new DatabaseSync(join(directory, 'copy.db'), { readOnly: true });
  try {
    expect(copy.prepare('select count(*) as n from waf_run_findings').get()).toEqual({ n: 2 });
    expect(copy.prepare('select count(*) as n from waf_waivers').get()).toEqual({ n: 1 });
  } finally {
    copy.close();
  }
});

it.each([[[]], [['--from', 'scans.db']], [['--from', 'postgres://u:x@[']], [['--from', 'sqlite:x']]])(
  'does not begin with %j',
  async (words: readonly string[]) => {
    const { run } = await makeTarget();
    const { exitCode, stderr } = await run(['waf', 'import', ...words]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('--from postgres://user:password@host:5432/database');
  },
);

it('ends with 2 at another revision and with 3 where it is not let in, without the password', async () => {
  const { run } = await makeTarget();
  const url = await server.createDatabase('newer');
  await makeWafpassDatabase(url);
  await queryPostgres(url, ["update alembic_version set version_num = '0012'"]);
  const newer = await run(['waf', 'import', '--from', from.replace(/wafpass$/, 'newer')]);
  expect(newer).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('is at revision 0012') });
  const gone = await run(['waf', 'import', '--from', from.replace(/wafpass$/, 'gone')]);
  expect(gone).toMatchObject({ exitCode: 3, stderr: expect.stringContaining('it has no such database') });
  expect(newer.stderr + gone.stderr).not.toContain(PASSWORD);
});
