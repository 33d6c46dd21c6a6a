import { generateKeyPairSync } from 'node:crypto';
import { appendFileSync, copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { AuditRow } from '@securescan/store';
import { hashAuditRow } from '@securescan/store';
import { describe, expect, it } from 'vitest';
import { makeDirectory, runCli } from './run-cli.ts';

const now = '2026-03-01T00:00:00Z';

/** A database with three rows in its audit log. */
async function makeServer() {
  const directory = makeDirectory();
  const path = join(directory, 'scans.db');
  const run = (words: readonly string[], env: Readonly<Record<string, string>> = {}) =>
    runCli(words, { env: { SECURESCAN_DB_PATH: path, SECURESCAN_FAKE_NOW: now, ...env }, cwd: directory });
  for (const name of ['one', 'two', 'three']) await run(['keys', 'create', '--admin', '--name', name]);
  return { directory, path, run };
}

/** Changes a copy of the database as somebody would who may do everything there. */
function tamper(path: string, statement: string): string {
  const copy = `${path}.copy`;
  copyFileSync(path, copy);
  const database = new DatabaseSync(copy);
  for (const { name } of database.prepare("select name from sqlite_master where type = 'trigger'").all()) {
    database.exec(`drop trigger ${String(name)}`);
  }
  database.exec(statement);
  database.close();
  return copy;
}

describe('audit verify', () => {
  it('finds a sound log sound', async () => {
    const { run } = await makeServer();
    expect(await run(['audit', 'verify'])).toEqual({
      exitCode: 0,
      stdout: 'rows 1 to 3 are sound, 0 of them confirmed by checkpoints\n',
      stderr: '',
    });
    expect(JSON.parse((await run(['audit', 'verify', '--from', '2', '--to', '2', '-o', 'json'])).stdout)).toEqual({
      ok: true,
      rows: 1,
      first_seq: 2,
      last_seq: 2,
      confirmed_by_checkpoints: 0,
      checkpoints_elsewhere: 0,
      defect: null,
    });
  });

  it.each([
    [
      'changed',
      "update audit_log set actor_name = 'x' where seq = 2",
      'row 2 is changed: its hash is not that of its content',
    ],
    ['removed', 'delete from audit_log where seq = 2', 'row 2 is missing'],
  ])('names the row that was %s, and ends with 1', async (_, statement, line) => {
    const { path, run } = await makeServer();
    const { exitCode, stdout } = await run(['audit', 'verify'], { SECURESCAN_DB_PATH: tamper(path, statement) });
    expect(exitCode).toBe(1);
    expect(stdout).toBe(`${line}\nrows 1 to 1 are sound, 0 of them confirmed by checkpoints\n`);
  });

  it('needs the public key for checkpoints, and does not believe others', async () => {
    const { directory, run } = await makeServer();
    const line = { seq: 3, hash: 'f'.repeat(64), ts: now, signature: 'AAAA', key_id: '0'.repeat(16) };
    appendFileSync(join(directory, 'elsewhere.jsonl'), `${JSON.stringify(line)}\nnonsense\n`);
    const words = ['audit', 'verify', '--checkpoints', 'elsewhere.jsonl'];
    const without = await run(words);
    expect(without.exitCode).toBe(2);
    expect(without.stderr).toMatch(/cannot read the key that signs checkpoints, .*audit-key\.pub\.pem: .*--public-key/);
    const { publicKey } = generateKeyPairSync('ed25519');
    writeFileSync(join(directory, 'key.pem'), publicKey.export({ format: 'pem', type: 'spki' }));
    const { exitCode, stdout, stderr } = await run([...words, '--public-key', 'key.pem']);
    expect(exitCode).toBe(1);
    expect(stdout).toContain('row 3 is in doubt: the signature of its checkpoint is not genuine');
    expect(stderr).toMatch(/^warning: 1 line\(s\) of .*elsewhere\.jsonl are no checkpoints\n$/);
  });
});

describe('audit export', () => {
  it('prints rows that can be verified elsewhere, and writes down that it did', async () => {
    const { run } = await makeServer();
    const { exitCode, stdout } = await run(['audit', 'export', '--from', '2']);
    expect(exitCode).toBe(0);
    const rows = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as AuditRow);
    expect(rows.map(({ seq }) => seq)).toEqual([2, 3]);
    for (const { hash, ...row } of rows) expect(hashAuditRow(row)).toBe(hash);
    const next = await run(['audit', 'export', '--from', '4', '--to', '4']);
    expect(JSON.parse(next.stdout)).toMatchObject({ action: 'audit.export', details: '{"from":2,"to":null}' });
  });
});

describe('db', () => {
  it('backup makes a copy that can be used, and check finds no damage in it', async () => {
    const { directory, run } = await makeServer();
    const { exitCode, stdout, stderr } = await run(['db', 'backup', 'copy.db']);
    expect([exitCode, stdout]).toEqual([0, `${join(directory, 'copy.db')}\n`]);
    expect(stderr).toContain('bytes, sound');
    const check = await run(['db', 'check'], { SECURESCAN_DB_PATH: join(directory, 'copy.db') });
    expect(check).toMatchObject({ exitCode: 0, stderr: '' });
    expect(check.stdout).toMatch(/^SQLite, \d+ bytes\nthe schema is up to date\nno damage found\n$/);
    expect((await run(['db', 'backup', 'copy.db'])).exitCode).toBe(2);
  });

  it('check names damage and ends with 1 or 3', async () => {
    const { path, run } = await makeServer();
    const bytes = readFileSync(path);
    bytes.fill(0xff, 4096 * 5, 4096 * 9);
    writeFileSync(path, bytes);
    const { exitCode, stdout, stderr } = await run(['db', 'check']);
    expect([1, 3]).toContain(exitCode);
    expect(stdout + stderr).toMatch(/Tree|malformed|corrupt/i);
  });

  it('says how PostgreSQL is backed up', async () => {
    const { directory, run } = await makeServer();
    const env = { DATABASE_URL: 'postgres://user:secret@localhost/scans' };
    const { exitCode, stdout, stderr } = await run(['db', 'backup', 'copy.dump'], env);
    expect([exitCode, stdout, existsSync(join(directory, 'copy.dump'))]).toEqual([2, '', false]);
    expect(stderr).toContain('pg_dump --format=custom --file="copy.dump" "$DATABASE_URL"');
    expect(stderr).not.toContain('secret');
  });
});
