import { createHash, createPublicKey } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROLES, SCOPES } from '@securescan/server/admin';
import { openStore } from '@securescan/store';
import { describe, expect, it } from 'vitest';
import { ROLE_WORDS, SCOPE_WORDS } from '../src/commands/keys.ts';
import { makeDirectory, runCli } from './run-cli.ts';

/** Runs commands on one database; the first is an admin key when `admin` is wished. */
async function makeServer({ admin = true } = {}) {
  const directory = makeDirectory();
  const path = join(directory, 'scans.db');
  const env = { SECURESCAN_DB_PATH: path, SECURESCAN_FAKE_NOW: '2026-03-01T00:00:00Z' };
  const run = (words: readonly string[], more: Readonly<Record<string, string>> = {}) =>
    runCli(words, { env: { ...env, ...more }, cwd: directory });
  const first = admin ? (await run(['keys', 'create', '--admin', '--name', 'chief'])).stdout.trim() : '';
  return { directory, path, run, first };
}

it('knows the words of the contract', () => {
  expect([ROLE_WORDS, SCOPE_WORDS]).toEqual([ROLES, SCOPES]);
});

describe('keys create', () => {
  it('prints the key alone to stdout, and stores it as the server verifies it', async () => {
    const { path, run } = await makeServer({ admin: false });
    const { exitCode, stdout, stderr } = await run(['keys', 'create', '--admin', '--name', 'chief']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^ssk_[A-Za-z0-9]{10}_[A-Za-z0-9_-]{32}\n$/);
    expect(stderr).toContain("'chief': admin; all projects");
    const key = stdout.trim();
    await using store = await openStore({ kind: 'sqlite', path }, () => new Date(0));
    const stored = await store.keys.find(key.slice(4, 14));
    const [salt = '', digest] = stored?.keyHash.split('$') ?? [];
    expect(createHash('sha256').update(Buffer.from(salt, 'hex')).update(key).digest('hex')).toBe(digest);
    expect(stored).toMatchObject({
      name: 'chief',
      role: 'admin',
      scopes: ['read', 'write', 'admin'],
      createdBy: 'cli',
    });
    expect(await store.audit.list({ limit: 2, projects: null })).toMatchObject([
      { action: 'key.create', actor: { id: 'cli', kind: 'cli' }, target: { type: 'key', id: stored?.id } },
    ]);
    expect(JSON.stringify(await store.audit.list({ limit: 2, projects: null }))).not.toContain(key.slice(16));
  });

  it('gives the same object as the API as JSON', async () => {
    const { run } = await makeServer();
    const { stdout } = await run([
      'keys',
      'create',
      '--role',
      'submitter',
      '--projects',
      'shop,bank',
      '--expires',
      '90d',
      '-o',
      'json',
    ]);
    const { key, ...view } = JSON.parse(stdout) as Record<string, unknown>;
    expect(view).toEqual({
      id: String(key).slice(4, 14),
      name: 'made on the command line',
      prefix: String(key).slice(0, 16),
      scopes: ['write'],
      created_at: '2026-03-01T00:00:00.000Z',
      last_used_at: null,
      revoked_at: null,
      expires_at: '2026-05-30T00:00:00.000Z',
      role: 'submitter',
      projects: ['shop', 'bank'],
      signature: 'off',
    });
  });

  it('puts the private half of a signing key into a file of its owner, and never overwrites one', async () => {
    const { directory, path, run } = await makeServer();
    const { exitCode, stdout } = await run(['keys', 'create', '--signing', 'key.pem']);
    expect(exitCode).toBe(0);
    expect(statSync(join(directory, 'key.pem')).mode & 0o777).toBe(0o600);
    await using store = await openStore({ kind: 'sqlite', path }, () => new Date(0));
    const stored = await store.keys.find(stdout.trim());
    const pem = readFileSync(join(directory, 'key.pem'));
    const publicHalf = createPublicKey(pem).export({ format: 'der', type: 'spki' }).toString('base64');
    expect(stored).toMatchObject({ signature: 'required', publicKey: publicHalf });
    const again = await run(['keys', 'create', '--signing', 'key.pem']);
    expect(again).toMatchObject({ exitCode: 2, stdout: '' });
    expect(again.stderr).toMatch(/^keys create: cannot write --signing .*key\.pem: /);
    expect(readFileSync(join(directory, 'key.pem'))).toEqual(pem);
    expect(await store.keys.list()).toHaveLength(2);
  });

  it('asks for an admin key first, unless the settings hold one', async () => {
    const { run } = await makeServer({ admin: false });
    const refused = await run(['keys', 'create']);
    expect(refused).toMatchObject({ exitCode: 1, stdout: '' });
    expect(refused.stderr).toContain('keys create: the first key must hold admin');
    const withKey = { SECURESCAN_API_KEY: 'a-key-of-the-environment' };
    expect((await run(['keys', 'create'], withKey)).exitCode).toBe(0);
  });

  it.each([
    [['--scopes', 'reed'], "unknown --scopes 'reed'. Choose read | write | admin. Did you mean read?"],
    [['--role', 'boss'], "unknown --role 'boss'. Choose viewer | submitter | analyst | approver | admin."],
    [['--admin', '--role', 'viewer'], 'give one of --admin, --scopes and --role'],
    [['--admin', '--projects', 'a'], '--admin is for all projects; for some of them use --role admin'],
    [['--name', ''], 'invalid --name. Use 1 to 200 characters; it has 0.'],
    [
      ['--expires', 'soon'],
      "invalid --expires 'soon'. Use a date (2027-01-31, 2027-01-31T12:00:00Z) or a time from now (90d, 12h).",
    ],
    [['--expires', '2026-02-28'], "invalid --expires '2026-02-28'. It is in the past."],
    [['--expires', '0d'], "invalid --expires '0d'. It is in the past."],
    [['--expires', '2026-13-01'], "invalid --expires '2026-13-01'. Use a date"],
  ])('refuses %j', async (words, message) => {
    const { run } = await makeServer({ admin: false });
    const { exitCode, stdout, stderr } = await run(['keys', 'create', ...words]);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toContain(`keys create: ${message}`);
  });
});

describe('keys list', () => {
  it('shows rights, projects, last use and state, and no key', async () => {
    const { run, first } = await makeServer();
    await run(['keys', 'create', '--scopes', 'read', '--expires', '1d', '--name', 'short-lived']);
    const gone = (await run(['keys', 'create', '--projects', 'shop', '--name', 'gone'])).stdout.trim();
    await run(['keys', 'revoke', gone]);
    const { stdout } = await run(['keys', 'list'], { SECURESCAN_FAKE_NOW: '2026-03-03T00:00:00Z' });
    const lines = stdout.split('\n').map((line) => line.split(/ {2,}/).slice(1));
    expect(lines.slice(0, 1)).toEqual([['Name', 'Rights', 'Projects', 'Created', 'Last used', 'State']]);
    // Made at the same instant, so their order is by chance.
    const byName = Object.fromEntries(lines.slice(1, 4).map(([name = '', ...cells]) => [name, cells]));
    expect(byName).toEqual({
      chief: ['admin', 'all', '2026-03-01', 'never', 'active'],
      gone: ['read,write', 'shop', '2026-03-01', 'never', 'revoked 2026-03-01'],
      'short-lived': ['read', 'all', '2026-03-01', 'never', 'expired 2026-03-02'],
    });
    expect(stdout).not.toContain(first.slice(16));
    const json = JSON.parse((await run(['keys', 'list', '-o', 'json'])).stdout) as { name: string }[];
    expect(json.map(({ name }) => name).toSorted()).toEqual(['chief', 'gone', 'short-lived']);
  });

  it('does not make a database', async () => {
    const { run } = await makeServer({ admin: false });
    const { exitCode, stderr } = await run(['keys', 'list']);
    expect(exitCode).toBe(3);
    expect(stderr).toMatch(/^keys list: there is no database at .*scans\.db; name it with SECURESCAN_DB_PATH\n$/);
  });
});

describe('keys revoke', () => {
  it('takes an id or a prefix, twice, but not the last admin key', async () => {
    const { run, first } = await makeServer();
    const second = (await run(['keys', 'create'])).stdout.trim();
    for (const [word, text] of [
      [second.slice(0, 16), 'is revoked'],
      [second.slice(4, 14), 'was revoked before'],
    ] as const) {
      expect(await run(['keys', 'revoke', word])).toMatchObject({
        exitCode: 0,
        stderr: `key ${second.slice(4, 14)} ${text}\n`,
      });
    }
    const last = await run(['keys', 'revoke', first.slice(4, 14)]);
    expect(last.exitCode).toBe(1);
    expect(last.stderr).toContain('Cannot revoke last admin key without an env-var fallback');
    const unknown = await run(['keys', 'revoke', 'nobody']);
    expect(unknown).toMatchObject({
      exitCode: 2,
      stderr: "keys revoke: there is no key 'nobody'; see securescan keys list\n",
    });
    const withKey = { SECURESCAN_API_KEY: 'a-key-of-the-environment' };
    expect((await run(['keys', 'revoke', first.slice(4, 14)], withKey)).exitCode).toBe(0);
  });
});

it('finds the database also while other settings are not in order', async () => {
  const { directory, run } = await makeServer();
  writeFileSync(join(directory, 'x'), '');
  expect((await run(['keys', 'list'], { SECURESCAN_RATE_LIMIT_PER_MIN: 'many' })).exitCode).toBe(0);
});
