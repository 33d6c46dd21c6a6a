import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ConfigInput, readServerConfig, toDotEnvPath } from './read-server-config.ts';
import type { ServerConfig } from './server-config.ts';

let directory = '';
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'securescan-config-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const STRONG_KEY = 'abcdefghijklmnopqrstuvwxyz';

async function accept(env: ConfigInput['env'], more: Partial<ConfigInput> = {}): Promise<ServerConfig> {
  const result = await readServerConfig({ env: { HOME: directory, ...env }, ...more });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.config;
}

async function refuse(env: ConfigInput['env'], more: Partial<ConfigInput> = {}): Promise<readonly string[]> {
  const result = await readServerConfig({ env: { HOME: directory, ...env }, ...more });
  return result.ok ? [] : result.problems.map(({ setting, source, message }) => `${setting} (${source}): ${message}`);
}

async function addFile(name: string, text: string, mode = 0o600): Promise<string> {
  const path = join(directory, name);
  await writeFile(path, text);
  await chmod(path, mode);
  return path;
}

it('is complete without any setting', async () => {
  expect(await accept({})).toMatchObject({
    host: '127.0.0.1',
    port: 8000,
    database: { kind: 'sqlite', path: `${directory}/.securescan/scans.db` },
    auth: { envKey: null, listKeys: [], required: false, eventTokenSecret: null },
    limits: { ratePerMinute: 0, scanRatePerMinute: 60, scanBurst: 10, scanRateEnabled: true },
    cors: { origins: [] },
    dashboard: true,
    docs: 'public',
    log: { level: 'info', format: 'text' },
    sunset: 'Wed, 31 Dec 2026 23:59:59 GMT',
    warnings: [],
  });
});

it('tells all problems at once, each with its source and its cure', async () => {
  const dotEnv = { path: '/home/u/.env', values: { SECURESCAN_SCAN_TIMEOUT: 'abc' } };
  const problems = await refuse(
    {
      SECURESCAN_AUTH_REQUIRED: 'enabled',
      SECURESCAN_LOG_LEVEL: 'LOUD',
      SECURESCAN_TRUSTED_PROXIES: '10.0.0.0/8, proxy',
      CORS_ORIGINS: 'https://a.example/',
      TLS_CERT_FILE: '/cert.pem',
      DATABASE_URL: 'mysql://h/d',
    },
    { dotEnv, flags: { '--port': '70000' } },
  );
  expect(problems.map((problem) => problem.split(':')[0])).toEqual([
    '--port (command line)',
    'SECURESCAN_AUTH_REQUIRED (environment)',
    'SECURESCAN_SCAN_TIMEOUT (/home/u/.env)',
    'SECURESCAN_LOG_LEVEL (environment)',
    'DATABASE_URL (environment)',
    'SECURESCAN_TRUSTED_PROXIES (environment)',
    'CORS_ORIGINS (environment)',
    'TLS_CERT_FILE (environment)',
  ]);
});

it('prefers a flag to the environment, the environment to the file', async () => {
  const dotEnv = { path: '.env', values: { SECURESCAN_PORT: '1', SECURESCAN_SCAN_TIMEOUT: '7' } };
  expect(await accept({ SECURESCAN_PORT: '2' }, { dotEnv, flags: { '--port': '3' } })).toMatchObject({ port: 3 });
  expect(await accept({ SECURESCAN_PORT: '2' }, { dotEnv })).toMatchObject({ port: 2, scans: { toolTimeoutMs: 7000 } });
});

it.each(['', '  '])('takes a blank value %j for none', async (blank) => {
  expect(await accept({ SECURESCAN_API_KEY: blank, SECURESCAN_PORT: blank })).toMatchObject({
    port: 8000,
    auth: { envKey: null },
  });
});

it('reads the names of the policy in any case, and the keys of both lists', async () => {
  const config = await accept({
    api_keys: 'one-key, two-key,,',
    SECURESCAN_API_KEYS: 'three-key',
    cors_origins: 'https://A.example:443, http://b.example:8080',
    Rate_Limit_Per_Minute: '5',
  });
  expect(config.auth.listKeys).toHaveLength(3);
  expect(config.cors.origins).toEqual(['https://a.example', 'http://b.example:8080']);
  expect(config.limits.ratePerMinute).toBe(5);
});

it('reads keys with rights from a file, and refuses lines that it does not understand without repeating them', async () => {
  const digest = 'ab'.repeat(32);
  const good = await addFile(
    'keys',
    `# comment\nname=ci role=submitter projects=a,b sha256=${digest}\ncert=robot role=viewer\n`,
  );
  const { auth } = await accept({ API_KEYS_FILE: good });
  expect(auth.listKeys).toEqual([
    { digest: Buffer.from(digest, 'hex'), name: 'ci', role: 'submitter', projects: ['a', 'b'] },
  ]);
  expect(auth.certificates).toEqual([{ subject: 'robot', name: null, role: 'viewer', projects: null }]);
  const bad = await addFile(
    'bad-keys',
    `name=x sha256=${digest}\nname=x hunter2hunter2\nrole=king sha256=${digest}\nname=y\n`,
  );
  const problems = await refuse({ API_KEYS_FILE: bad });
  expect(problems).toHaveLength(3);
  expect(problems.join()).not.toContain('hunter2');
});

it('reads a secret from a file or from the credentials directory, and cuts one newline', async () => {
  const path = await addFile('api-key', `${STRONG_KEY}\n`);
  expect((await accept({ SECURESCAN_API_KEY_FILE: path })).auth.envKey).toBe(STRONG_KEY);
  const credentials = join(directory, 'credentials');
  await mkdir(credentials);
  await writeFile(join(credentials, 'securescan_api_key'), 'from-credentials', { mode: 0o600 });
  expect((await accept({ CREDENTIALS_DIRECTORY: credentials })).auth.envKey).toBe('from-credentials');
});

it('refuses a secret that is given twice, that everybody can read, or that is not there', async () => {
  const path = await addFile('open-key', STRONG_KEY, 0o644);
  expect(await refuse({ SECURESCAN_API_KEY_FILE: path })).toEqual([expect.stringContaining('everybody can read it')]);
  await chmod(path, 0o600);
  expect(await refuse({ SECURESCAN_API_KEY_FILE: path, SECURESCAN_API_KEY: 'x' })).toEqual([
    expect.stringContaining('is given twice'),
  ]);
  expect(await refuse({ SECURESCAN_API_KEY_FILE: join(directory, 'none') })).toEqual([
    expect.stringContaining('there is no such file'),
  ]);
  expect(await refuse({ SECURESCAN_API_KEY_FILE: await addFile('nul', 'a\0b') })).toEqual([
    expect.stringContaining('U+0000'),
  ]);
});

it('names the variables that have to leave the environment, and those that come from the file', async () => {
  const result = await readServerConfig({
    env: {
      HOME: directory,
      SECURESCAN_API_KEY: 'k',
      api_keys: 'k2',
      SECURESCAN_PORT: '1',
      SECURESCAN_SCANNERS_ENABLED: '[]',
    },
    dotEnv: { path: '/x/.env', values: { SECURESCAN_EVENT_TOKEN_SECRET: 's' } },
  });
  expect(result).toMatchObject({
    ok: true,
    secretVariables: ['SECURESCAN_API_KEY', 'api_keys'],
    notes: [
      'SECURESCAN_EVENT_TOKEN_SECRET is taken from /x/.env',
      expect.stringContaining('SECURESCAN_SCANNERS_ENABLED has no effect'),
    ],
  });
});

it.each([
  ['* beside others', '*, https://a.example'],
  ['a path', 'https://a.example/x'],
  ['null', 'null'],
  ['no scheme', 'a.example'],
])('refuses an origin list with %s', async (_case, CORS_ORIGINS) => {
  expect(await refuse({ CORS_ORIGINS })).toEqual([expect.stringContaining('CORS_ORIGINS (environment)')]);
});

it.each([
  ['a short key', { SECURESCAN_API_KEY: 'short' }],
  ['a monotonous key', { SECURESCAN_API_KEY: 'a'.repeat(40) }],
  ['a short key in a list', { API_KEYS: `${STRONG_KEY},short` }],
  ['a blank list', { API_KEYS: ' , ' }],
])('warns of %s on loopback, and refuses it elsewhere', async (_case, env) => {
  expect((await accept(env)).warnings).toHaveLength(1);
  expect(await refuse({ ...env, SECURESCAN_HOST: '0.0.0.0' })).toHaveLength(1);
});

it('adds verified TLS to the address of a database elsewhere, and warns of less', async () => {
  const remote = await accept({ DATABASE_URL: 'postgresql+asyncpg://u:p@db.example/x' });
  expect(remote.database).toMatchObject({ kind: 'postgres', url: expect.stringContaining('sslmode=verify-full') });
  const local = await accept({ DATABASE_URL: 'postgres://u:p@localhost/x' });
  expect(local.database).toEqual({ kind: 'postgres', url: 'postgres://u:p@localhost/x' });
  const weak = await accept({ DATABASE_URL: 'postgres://u:p@db.example/x?sslmode=require' });
  expect(weak.warnings).toEqual([expect.objectContaining({ what: expect.stringContaining('sslmode=require') })]);
  expect((await accept({ DATABASE_URL: 'sqlite+aiosqlite:///~/w.db' })).database).toEqual({
    kind: 'sqlite',
    path: `${directory}/w.db`,
  });
});

it('lists what is weak about a server that others can reach', async () => {
  const { warnings, docs, limits } = await accept({
    SECURESCAN_HOST: '0.0.0.0',
    SECURESCAN_API_KEY: STRONG_KEY,
    ALLOW_INSECURE_HTTP: '1',
    CORS_ORIGINS: '*',
    RATE_LIMIT_PER_MINUTE: '0',
    DOCS: 'public',
  });
  expect({ docs, rate: limits.ratePerMinute }).toEqual({ docs: 'public', rate: 0 });
  const found = warnings.map(({ what }) => what).join('\n');
  for (const part of [
    'CORS_ORIGINS',
    'plain HTTP',
    'not limited',
    'documentation is public',
    'in clear',
    'audit log',
    'environment: SECURESCAN_API_KEY',
  ]) {
    expect(found).toContain(part);
  }
  expect(await accept({ SECURESCAN_HOST: '0.0.0.0' })).toMatchObject({
    docs: 'authenticated',
    limits: { ratePerMinute: 600 },
  });
});

it.each([
  [{}, 'text'],
  [{ SECURESCAN_LOG_FORMAT: 'json' }, 'json'],
  [{ SECURESCAN_LOG_FORMAT: 'xml' }, 'text'],
  [{ SECURESCAN_IN_CONTAINER: '0' }, 'json'],
  [{ SECURESCAN_IN_CONTAINER: '1', SECURESCAN_TESTING: '1' }, 'text'],
  [{ SECURESCAN_IN_CONTAINER: '1', SECURESCAN_LOG_FORMAT: 'text' }, 'text'],
])('with %j it logs as %s', async (env, format) => {
  expect((await accept(env)).log.format).toBe(format);
});

it('finds the file of the user', () => {
  expect(toDotEnvPath({ HOME: '/h' })).toBe('/h/.config/securescan/.env');
  expect(toDotEnvPath({ HOME: '/h', XDG_CONFIG_HOME: '/x' })).toBe('/x/securescan/.env');
});

it('asks for a key when the audit log shall keep hashes of addresses', async () => {
  expect(await refuse({ AUDIT_ADDRESS: 'hash' })).toEqual([
    'AUDIT_ADDRESS (environment): needs a key for the hashes: set SECURESCAN_SECRET_KEY to the output of: openssl rand -base64 32',
  ]);
  const config = await accept({ AUDIT_ADDRESS: 'hash', SECRET_KEY: 'k', SECURESCAN_AUDIT_RETENTION_DAYS: '90' });
  expect([config.audit.address, config.retention.auditDays]).toEqual(['hash', 90]);
});
