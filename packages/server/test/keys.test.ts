import { generateKeyPairSync } from 'node:crypto';
import { describeDatabases } from '@securescan/testkit/databases';
import { describe, expect, it } from 'vitest';
import { createKeyHandlers } from '../src/resources/keys/handlers.ts';
import { createSessionHandler } from '../src/resources/keys/session.ts';
import { startGuardedApp } from './guarded-app.ts';
import type { GuardedApp } from './guarded-app.ts';
import type { TestAnswer, TestAppOptions } from './http/test-app.ts';

interface KeyBody {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly last_used_at: string | null;
  readonly revoked_at: string | null;
}

const withEnvKey: TestAppOptions = { config: { auth: { envKey: 'environment-key' } } };

function call(app: GuardedApp, key: string | null, method: string, path: string, body?: unknown): Promise<TestAnswer> {
  return app.call(method, `/api/v1${path}`, body, key === null ? {} : { 'x-api-key': key });
}

async function create(app: GuardedApp, key: string | null, body: Readonly<Record<string, unknown>>): Promise<KeyBody> {
  const answer = await call(app, key, 'POST', '/keys', { name: 'k', ...body });
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return answer.body as KeyBody;
}

describeDatabases('keys', (makeDatabase) => {
  it('are made, listed, used and revoked', async () => {
    await using app = await startGuardedApp(createKeyHandlers, { ...withEnvKey, database: await makeDatabase() });
    const answer = await call(app, 'environment-key', 'POST', '/keys', { name: 'ci' });
    expect(answer.status).toBe(201);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const { key, ...made } = answer.body as KeyBody;
    expect(made).toEqual({
      id: key.slice(4, 14),
      name: 'ci',
      prefix: key.slice(0, 16),
      scopes: ['read', 'write'],
      created_at: expect.stringMatching(/Z$/) as string,
      last_used_at: null,
      revoked_at: null,
      expires_at: null,
      role: null,
      projects: null,
      signature: 'off',
    });
    expect(await call(app, 'environment-key', 'GET', '/keys/me')).toMatchObject({
      status: 404,
      body: { detail: 'Not authenticated via DB key' },
    });
    const own = await call(app, key, 'GET', '/keys/me');
    expect(own.body).toEqual({ ...made, last_used_at: expect.stringMatching(/Z$/) as string });
    expect((await call(app, key, 'GET', '/keys')).status).toBe(403);

    for (const status of [204, 204]) {
      expect((await call(app, 'environment-key', 'DELETE', `/keys/${made.id}`)).status).toBe(status);
    }
    expect(await call(app, key, 'GET', '/keys/me')).toMatchObject({ status: 401, body: { detail: 'Invalid API key' } });
    expect(await call(app, 'environment-key', 'DELETE', '/keys/0000000000')).toMatchObject({
      status: 404,
      body: { detail: 'Key not found' },
    });
    const list = (await call(app, 'environment-key', 'GET', '/keys')).body as KeyBody[];
    expect(list).toMatchObject([{ id: made.id, revoked_at: expect.any(String) as string }]);
    expect(JSON.stringify(list)).not.toContain(key.slice(16));
  });

  it('keep the last use in memory until it is written', async () => {
    await using app = await startGuardedApp(createKeyHandlers, { ...withEnvKey, database: await makeDatabase() });
    const { id, key } = await create(app, 'environment-key', {});
    const own = (await call(app, key, 'GET', '/keys/me')).body as KeyBody;
    expect((await app.deps.store.keys.find(id))?.lastUsedAt).toBeNull();
    await app.access.usage.stop(AbortSignal.timeout(1000));
    expect((await app.deps.store.keys.find(id))?.lastUsedAt).toBe(own.last_used_at);
    expect((await call(app, 'environment-key', 'GET', '/keys')).body).toMatchObject([
      { last_used_at: own.last_used_at },
    ]);
  });

  it('are written to the audit log when they are made and revoked', async () => {
    await using app = await startGuardedApp(createKeyHandlers, { ...withEnvKey, database: await makeDatabase() });
    const { id } = await create(app, 'environment-key', { name: 'ci', role: 'submitter' });
    await call(app, 'environment-key', 'DELETE', `/keys/${id}`);
    await call(app, 'environment-key', 'DELETE', `/keys/${id}`);
    const rows = await app.deps.store.audit.list({ limit: 10, projects: null });
    expect(rows.map(({ action, target, actor }) => [action, target?.id, actor.id])).toEqual([
      ['key.revoke', id, 'env'],
      ['key.create', id, 'env'],
      ['auth.success', undefined, 'env'],
    ]);
    expect(rows[1]?.details).toEqual({
      name: 'ci',
      scopes: ['write'],
      role: 'submitter',
      projects: null,
      expires_at: null,
      signature: 'off',
    });
  });

  it('never leave a server without an admin', async () => {
    await using app = await startGuardedApp(createKeyHandlers, { database: await makeDatabase() });
    const needsAdmin = { detail: 'The first key must hold admin on all projects, or nobody could manage keys' };
    for (const body of [{ scopes: ['read'] }, { role: 'analyst' }, { role: 'admin', projects: ['shop'] }]) {
      expect(await call(app, null, 'POST', '/keys', { name: 'first', ...body })).toMatchObject({
        status: 409,
        body: needsAdmin,
      });
    }
    const first = await create(app, null, { scopes: ['admin', 'read', 'admin'] });
    expect(first).toMatchObject({ scopes: ['read', 'admin'] });
    expect((await call(app, null, 'GET', '/keys')).status).toBe(401);
    const last = { detail: 'Cannot revoke last admin key without an env-var fallback' };
    expect(await call(app, first.key, 'DELETE', `/keys/${first.id}`)).toMatchObject({ status: 409, body: last });
    const second = await create(app, first.key, { role: 'admin' });
    const [one, two] = await Promise.all([
      call(app, first.key, 'DELETE', `/keys/${first.id}`),
      call(app, first.key, 'DELETE', `/keys/${second.id}`),
    ]);
    // The second may find its own key revoked before it is looked at.
    expect([one.status, two.status].filter((status) => status === 204)).toHaveLength(1);
    const { admin } = await app.deps.store.keys.census(new Date(0).toISOString());
    expect(admin).toBe(true);
  });

  it('of one project neither see nor make keys of another', async () => {
    await using app = await startGuardedApp(createKeyHandlers, { ...withEnvKey, database: await makeDatabase() });
    const shop = await create(app, 'environment-key', { name: 'shop', role: 'admin', projects: ['shop'] });
    const bank = await create(app, 'environment-key', { name: 'bank', role: 'viewer', projects: ['bank'] });
    const both = await create(app, 'environment-key', { name: 'both', projects: ['bank', 'shop'] });
    const own = await create(app, shop.key, { name: 'own', projects: ['shop'] });
    const seen = (await call(app, shop.key, 'GET', '/keys')).body as KeyBody[];
    expect(seen.map(({ id }) => id).toSorted()).toEqual([shop.id, own.id].toSorted());
    for (const { id } of [bank, both]) expect((await call(app, shop.key, 'DELETE', `/keys/${id}`)).status).toBe(404);
    for (const projects of [null, ['bank'], ['shop', '']]) {
      const body = { name: 'more', projects };
      expect((await call(app, shop.key, 'POST', '/keys', body)).status, JSON.stringify(projects)).toBe(403);
    }
    expect((await call(app, shop.key, 'DELETE', `/keys/${own.id}`)).status).toBe(204);
  });
});

describe('the inputs of a new key', () => {
  const { publicKey } = generateKeyPairSync('ed25519');
  const elliptic = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey;
  const toText = (key: typeof publicKey) => key.export({ format: 'der', type: 'spki' }).toString('base64');

  it.each([
    ['an expiry in the past', { expires_at: '2020-01-01T00:00:00Z' }, 'expires_at', 'expires_at must be in the future'],
    ['signing without a key', { signature: 'required' }, 'public_key', "signature 'required' needs a public key"],
    ['garbage as a key', { public_key: 'AAAA' }, 'public_key', 'the public key is not SPKI in base64'],
    ['a key of another kind', { public_key: toText(elliptic) }, 'public_key', 'the public key is not an Ed25519 key'],
  ])('are refused with 422: %s', async (_, body, field, text) => {
    await using app = await startGuardedApp(createKeyHandlers, withEnvKey);
    const answer = await call(app, 'environment-key', 'POST', '/keys', { name: 'k', ...body });
    expect(answer.status).toBe(422);
    const issue = { type: 'value_error', loc: ['body', field], msg: `Value error, ${text}` };
    expect(answer.body).toMatchObject({ detail: [issue] });
  });

  it('may name a time with an offset and a key to sign with', async () => {
    await using app = await startGuardedApp(createKeyHandlers, withEnvKey);
    const body = { expires_at: '2099-01-01T01:00:00+01:00', signature: 'accepted', public_key: toText(publicKey) };
    expect(await create(app, 'environment-key', body)).toMatchObject({
      expires_at: '2099-01-01T00:00:00.000Z',
      signature: 'accepted',
    });
  });
});

describe('GET /session', () => {
  const handlers = () => createSessionHandler('1.2.3');

  it('names a key of the configuration, which has no entry of its own', async () => {
    await using app = await startGuardedApp(handlers, withEnvKey);
    const answer = await call(app, 'environment-key', 'GET', '/session');
    expect(answer).toMatchObject({ status: 200, body: { kind: 'env', id: 'env', version: '1.2.3', projects: null } });
  });

  it('is refused without a key, and says that everybody is welcome where no key exists', async () => {
    await using guarded = await startGuardedApp(handlers, withEnvKey);
    expect((await guarded.fetch('/api/v1/session')).status).toBe(401);
    await using open = await startGuardedApp(handlers);
    const answer = await open.fetch('/api/v1/session');
    expect(await answer.json()).toMatchObject({ kind: 'open', name: null });
  });
});
