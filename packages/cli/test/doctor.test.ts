import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { startPostgres } from '@securescan/testkit/postgres';
import { describe, expect, it } from 'vitest';
import { makeDirectory, runCli } from './run-cli.ts';

interface Report {
  readonly ok: boolean;
  readonly checks: readonly {
    readonly check: string;
    readonly status: string;
    readonly found: string;
    readonly fix: string | null;
  }[];
}

// Whether this machine is a container is for the machine to say; what doctor says of it is not looked at here.
const ofMachine = /^container/;

async function makeServer() {
  const path = join(makeDirectory(), 'scans.db');
  const run = (words: readonly string[], env: Readonly<Record<string, string>> = {}) =>
    runCli(words, { env: { SECURESCAN_DB_PATH: path, ...env } });
  const examine = async (env: Readonly<Record<string, string>> = {}, ...words: readonly string[]) => {
    const { exitCode, stdout } = await run(['doctor', '-o', 'json', ...words], env);
    const { checks } = JSON.parse(stdout) as Report;
    const weak = checks.filter(({ check, status }) => status === 'warn' && !ofMachine.test(check));
    return { exitCode, checks, weak: weak.map(({ check }) => check) };
  };
  return { path, run, examine };
}

describe('doctor', () => {
  it('says what is weak, with a cure for each, and ends with 1', async () => {
    const { examine } = await makeServer();
    const { exitCode, checks, weak } = await examine({ CORS_ORIGINS: '*' });
    expect(exitCode).toBe(1);
    expect(weak).toEqual(['credential', 'CORS', 'database']);
    expect(checks.every(({ status, fix }) => (status === 'warn') === (fix !== null))).toBe(true);
  });

  it('finds a server on this machine well once it has a key and a backup', async () => {
    const { run, examine, path } = await makeServer();
    await run(['keys', 'create', '--admin']);
    expect((await examine()).weak).toEqual(['backup']);
    await run(['db', 'backup', join(makeDirectory(), 'copy.db')]);
    expect((await examine()).weak).toEqual([]);
    const tomorrow = new Date(Date.now() + 25 * 3_600_000).toISOString();
    expect((await examine({ SECURESCAN_FAKE_NOW: tomorrow })).weak).toEqual(['backup']);
    chmodSync(path, 0o644);
    expect((await examine()).weak).toEqual(['database file']);
  });

  it('judges more strictly when others can reach the server', async () => {
    const { run, examine } = await makeServer();
    await run(['keys', 'create', '--admin']);
    const { weak } = await examine({}, '--host', '0.0.0.0');
    expect(weak).toEqual(
      expect.arrayContaining(['start', 'transport', 'audit checkpoints', 'event tokens']) as unknown,
    );
    const mended = await examine(
      {
        SECURESCAN_TRUSTED_PROXIES: '10.0.0.1/32',
        SECURESCAN_AUDIT_CHECKPOINT_FILE: '/mnt/append-only/checkpoints.jsonl',
        SECURESCAN_EVENT_TOKEN_SECRET: 'c2VjcmV0LXNlY3JldC1zZWNyZXQ',
      },
      '--host',
      '0.0.0.0',
    );
    expect(mended.weak).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^(?:start|transport|audit checkpoints|event tokens)$/)]),
    );
  });

  it('lists all problems of the settings', async () => {
    const { run } = await makeServer();
    const { exitCode, stdout } = await run(['doctor'], { SECURESCAN_RATE_LIMIT_PER_MIN: 'x', CORS_ORIGINS: 'a,*' });
    expect(exitCode).toBe(1);
    expect(stdout).toContain('SECURESCAN_RATE_LIMIT_PER_MIN (environment)');
    expect(stdout).toContain('CORS_ORIGINS (environment)');
    expect(stdout).toMatch(/\d of \d to mend\n$/);
  });

  it('looks at the connection and the role on PostgreSQL', async () => {
    const server = await startPostgres();
    try {
      const url = await server.createDatabase('doctor');
      const { run, examine } = await makeServer();
      const env = { DATABASE_URL: url };
      await run(['keys', 'create', '--admin'], env);
      const { checks, weak } = await examine(env);
      expect(weak).toEqual(expect.arrayContaining(['database connection', 'database role']) as unknown);
      expect(checks.find(({ check }) => check === 'clock')?.status).toBe('ok');
    } finally {
      await server.stop();
    }
  });
});
