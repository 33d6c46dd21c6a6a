import { createHash } from 'node:crypto';
import { routes } from '@securescan/contract';
import { describe, expect, it } from 'vitest';
import type { ListKey } from '../src/config/server-config.ts';
import { mintEventToken } from '../src/events/token.ts';
import { addKey, makeAuthentication, makeStore, outcomeOf, TOKEN_SECRET } from './authentication-setup.ts';
import { makeCaller } from './caller.ts';

const invalid = { status: 401, detail: 'Invalid API key', 'www-authenticate': 'Bearer' };
const missing = { status: 401, detail: 'X-API-Key header required', 'www-authenticate': 'Bearer' };
const none = { status: 503, detail: 'Auth required but no credentials configured' };

const withHeaders = (headers: Readonly<Record<string, string>>) => makeCaller({ headers });
const local = (headers: Readonly<Record<string, string>> = {}, method = 'GET') =>
  makeCaller({ headers, method, authority: 'localhost:8000' });

function listKey(key: string, changes: Partial<ListKey> = {}): ListKey {
  return { digest: createHash('sha256').update(key).digest(), name: null, role: null, projects: null, ...changes };
}

describe('keys', () => {
  it('takes X-API-Key or Bearer in any case, trimmed, and the first when both are sent', async () => {
    const store = await makeStore();
    const { id, key } = await addKey(store, ['read']);
    const { authenticate, seen } = makeAuthentication(store);
    for (const headers of [
      { 'x-api-key': key },
      { 'x-api-key': ` \t${key} ` },
      { authorization: `Bearer ${key}` },
      { authorization: `bEaReR   ${key}` },
      { 'x-api-key': ' ', authorization: `Bearer ${key}` },
      { 'x-api-key': key, authorization: 'Bearer wrong' },
    ]) {
      expect(await outcomeOf(authenticate(withHeaders(headers)))).toBe(id);
    }
    expect(seen.succeeded).toHaveLength(6);
    expect(
      await outcomeOf(authenticate(withHeaders({ 'x-api-key': 'wrong', authorization: `Bearer ${key}` }))),
    ).toEqual(invalid);
  });

  it.each(['', ' ', 'Basic Zm9vOmJhcg==', 'Bearer', 'Bearer  '])('counts %j as no key', async (authorization) => {
    const store = await makeStore();
    await addKey(store, ['read']);
    expect(await outcomeOf(makeAuthentication(store).authenticate(withHeaders({ authorization })))).toEqual(missing);
  });

  it('says the same of every key that is no good', async () => {
    const store = await makeStore();
    const { key } = await addKey(store, ['read']);
    const revoked = await addKey(store, ['read'], { revokedAt: '2026-02-01T00:00:00.000Z' });
    const expired = await addKey(store, ['read'], { expiresAt: '2026-03-01T00:00:00.000Z' });
    const signing = await addKey(store, ['read'], { signature: 'required', publicKey: 'x' });
    const mangled = await addKey(store, ['read'], { keyHash: 'garbage' });
    const last = key.endsWith('A') ? 'B' : 'A';
    for (const wrong of [
      'nope',
      'ssk_aaaaaaaaaa_bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb',
      `${key.slice(0, -1)}${last}`,
      key.slice(0, 15),
      `${key}\u00FF`,
      '\u0080\u00FF\u00A0',
      revoked.key,
      expired.key,
      signing.key,
      mangled.key,
    ]) {
      const address = `192.0.2.${wrong.length}`;
      const { authenticate, seen } = makeAuthentication(store, { auth: { envKey: 'environment-key' } });
      expect(await outcomeOf(authenticate(makeCaller({ address, headers: { 'x-api-key': wrong } })))).toEqual(invalid);
      expect(seen.failed).toEqual(['unknown-key']);
    }
  });

  it('takes the environment key, also one beyond ASCII, which arrives as bytes', async () => {
    const store = await makeStore();
    const envKey = 'schlüssel-à-point';
    const { authenticate } = makeAuthentication(store, { auth: { envKey } });
    const asSent = Buffer.from(envKey, 'utf8').toString('latin1');
    expect(await authenticate(withHeaders({ 'x-api-key': asSent }))).toEqual({
      id: 'env',
      kind: 'env',
      name: null,
      scopes: ['read', 'write', 'admin'],
      role: null,
      projects: null,
    });
  });

  it('takes list keys, all of them, with the rights of their line', async () => {
    const store = await makeStore();
    const listKeys = [listKey('first-key'), listKey('ci-key', { name: 'ci', role: 'submitter', projects: ['shop'] })];
    const { authenticate } = makeAuthentication(store, { auth: { listKeys } });
    const first = await authenticate(withHeaders({ 'x-api-key': 'first-key' }));
    expect(first).toMatchObject({ kind: 'list', scopes: ['read', 'write', 'admin'], projects: null });
    expect(first.id).toBe(`list:${createHash('sha256').update('first-key').digest('hex').slice(0, 8)}`);
    expect(await authenticate(withHeaders({ 'x-api-key': 'ci-key' }))).toMatchObject({
      name: 'ci',
      role: 'submitter',
      scopes: ['write'],
      projects: ['shop'],
    });
  });

  it('gives a database key the scopes of its role alone', async () => {
    const store = await makeStore();
    const viewer = await addKey(store, ['admin'], { role: 'viewer' });
    const { authenticate } = makeAuthentication(store);
    expect((await authenticate(withHeaders({ 'x-api-key': viewer.key }))).scopes).toEqual(['read']);
  });

  it('refuses a revoked key from the next request on, also one that was just used', async () => {
    const store = await makeStore();
    const { id, key } = await addKey(store, ['read']);
    const { authenticate, findCurrent } = makeAuthentication(store);
    expect(await outcomeOf(authenticate(withHeaders({ 'x-api-key': key })))).toBe(id);
    expect((await findCurrent(id))?.id).toBe(id);
    await store.transaction(({ keys }) => keys.revoke(id, '2026-02-01T00:00:00.000Z', { keepAdmin: false }));
    expect(await outcomeOf(authenticate(withHeaders({ 'x-api-key': key })))).toEqual(invalid);
    expect(await findCurrent(id)).toBeNull();
  });

  it('takes a client certificate that has a line, and no other', async () => {
    const store = await makeStore();
    const certificates = [{ subject: 'agent.example', name: 'agent', role: 'analyst', projects: null }] as const;
    const { authenticate } = makeAuthentication(store, { auth: { certificates } });
    expect(await authenticate(makeCaller({ certificateName: 'agent.example' }))).toMatchObject({
      id: 'cert:agent.example',
      kind: 'cert',
      scopes: ['read', 'write'],
    });
    expect(await outcomeOf(authenticate(makeCaller({ certificateName: 'other.example' })))).toEqual(missing);
    const withKey = makeCaller({ certificateName: 'agent.example', headers: { 'x-api-key': 'wrong' } });
    expect(await outcomeOf(authenticate(withKey))).toEqual(invalid);
  });
});

describe('without a key', () => {
  it('lets everybody on this machine in while there is no credential', async () => {
    const { authenticate } = makeAuthentication(await makeStore());
    expect(await authenticate(local())).toMatchObject({ id: 'dev', kind: 'open', projects: null });
    expect(await outcomeOf(authenticate(local({ 'x-api-key': 'whatever' })))).toEqual(invalid);
  });

  it.each([
    ['through a proxy', local({ 'x-forwarded-for': '198.51.100.1' }), 'not through a proxy'],
    ['through a proxy that says Forwarded', local({ forwarded: 'for=198.51.100.1' }), 'not through a proxy'],
    ['by another name', makeCaller({ authority: 'evil.example:8000' }), 'as localhost only'],
    ['by a name that starts like ours', makeCaller({ authority: 'localhost.evil.example' }), 'as localhost only'],
    ['without a name', makeCaller({ authority: '' }), 'as localhost only'],
    ['from a foreign page', local({ origin: 'https://evil.example' }, 'POST'), 'other web pages'],
    ['from a sandboxed page', local({ origin: 'null' }, 'POST'), 'other web pages'],
  ])('refuses on an open server what comes %s', async (_, caller, reason) => {
    const { authenticate, seen } = makeAuthentication(await makeStore());
    expect(await outcomeOf(authenticate(caller))).toMatchObject({
      status: 401,
      detail: expect.stringContaining(reason) as string,
      'www-authenticate': 'Bearer',
    });
    expect(seen.failed).toEqual(['open-server']);
    const anonymous = makeAuthentication(await makeStore(), { allowAnonymous: true, isLoopback: false });
    expect(await outcomeOf(anonymous.authenticate(caller))).toBe('dev');
  });

  it.each([
    ['127.0.0.1', 'GET', undefined],
    ['[::1]:8000', 'POST', undefined],
    ['LOCALHOST:8000', 'POST', 'http://localhost:3000'],
    ['localhost', 'POST', 'https://dash.example'],
    ['localhost', 'GET', 'https://evil.example'],
  ])('answers as %s to %s from the page %s', async (authority, method, origin) => {
    const { authenticate } = makeAuthentication(await makeStore(), { allowedOrigins: ['https://dash.example'] });
    const headers: Record<string, string> = origin === undefined ? {} : { origin };
    expect(await outcomeOf(authenticate(makeCaller({ authority, method, headers })))).toBe('dev');
  });

  it('asks for a key from the moment the first one is made', async () => {
    const store = await makeStore();
    const { authenticate, findCurrent } = makeAuthentication(store);
    expect((await findCurrent('dev'))?.kind).toBe('open');
    await addKey(store, ['admin']);
    expect(await outcomeOf(authenticate(local()))).toEqual(missing);
    expect(await findCurrent('dev')).toBeNull();
  });

  it.each([
    ['an environment key', { envKey: 'environment-key' }],
    ['a list key', { listKeys: [listKey('k')] }],
    ['a certificate', { certificates: [{ subject: 'a', name: null, role: null, projects: null }] }],
  ])('asks for one while there is %s', async (_, auth) => {
    expect(await outcomeOf(makeAuthentication(await makeStore(), { auth }).authenticate(local()))).toEqual(missing);
  });

  it('never opens again once there was a key', async () => {
    const store = await makeStore();
    await addKey(store, ['admin'], { revokedAt: '2026-02-01T00:00:00.000Z' });
    await addKey(store, ['admin'], { expiresAt: '2026-02-01T00:00:00.000Z' });
    expect(await outcomeOf(makeAuthentication(store).authenticate(local()))).toEqual(none);
  });

  it('says that it cannot work when a credential is required and there is none', async () => {
    const store = await makeStore();
    expect(await outcomeOf(makeAuthentication(store, { required: true }).authenticate(local()))).toEqual(none);
    expect(await outcomeOf(makeAuthentication(store, { isLoopback: false }).authenticate(local()))).toEqual(none);
    const caller = local({ 'x-api-key': 'whatever' });
    expect(await outcomeOf(makeAuthentication(store, { required: true }).authenticate(caller))).toEqual(invalid);
  });
});

describe('event tokens', () => {
  const stream = routes.streamScanEvents;
  const expiresAt = Date.parse('2026-03-01T00:05:00Z') / 1000;
  const onStream = (token: string, changes: Parameters<typeof makeCaller>[0] = {}) =>
    makeCaller({
      route: stream,
      params: { scan_id: 's-1' },
      query: `event_token=${encodeURIComponent(token)}`,
      authority: 'localhost',
      ...changes,
    });
  const mint = (keyId: string, scanId = 's-1') => mintEventToken(TOKEN_SECRET, { scanId, keyId, expiresAt });
  const refusal = (detail: string) => ({ status: 401, detail, 'www-authenticate': 'Bearer' });

  it('stand for the key that they are bound to', async () => {
    const store = await makeStore();
    const { id } = await addKey(store, ['read']);
    const listKeys = [listKey('k')];
    const { authenticate } = makeAuthentication(store, { auth: { envKey: 'environment-key', listKeys } });
    for (const keyId of [id, 'env', `list:${createHash('sha256').update('k').digest('hex').slice(0, 8)}`]) {
      expect(await outcomeOf(authenticate(onStream(mint(keyId))))).toBe(keyId);
    }
  });

  it('decide alone, even beside a good key', async () => {
    const store = await makeStore();
    const { key } = await addKey(store, ['read']);
    const { authenticate } = makeAuthentication(store);
    const headers = { 'x-api-key': key };
    expect(await outcomeOf(authenticate(onStream('bad', { headers })))).toEqual(
      refusal('Invalid or expired event token'),
    );
    expect(await outcomeOf(authenticate(onStream(' ', { headers })))).not.toHaveProperty('status');
  });

  it('count for nothing on other routes', async () => {
    const store = await makeStore();
    await addKey(store, ['read']);
    const caller = onStream(mint('env'), { route: routes.getScan });
    expect(await outcomeOf(makeAuthentication(store).authenticate(caller))).toEqual(missing);
  });

  it('are refused for another scan, after their time, and without their key', async () => {
    const store = await makeStore();
    const { id } = await addKey(store, ['read'], { revokedAt: '2026-02-01T00:00:00.000Z' });
    const refused = async (token: string, seconds = 0) => {
      const { authenticate, time } = makeAuthentication(store);
      time.seconds += seconds;
      return outcomeOf(authenticate(onStream(token)));
    };
    expect(await refused(mint('env', 's-2'))).toEqual(refusal('Token does not match scan id'));
    expect(await refused(mint(id), 301)).toEqual(refusal('Invalid or expired event token'));
    expect(await refused(mint(id))).toEqual(refusal('Bound key is revoked or missing'));
    expect(await refused(mint('env'))).toEqual(refusal('Env-var key no longer configured'));
    expect(await refused(mint('dev'))).toEqual(refusal('Dev-mode token no longer valid (auth has been enabled)'));
    expect(await outcomeOf(makeAuthentication(await makeStore()).authenticate(onStream(mint('dev'))))).toBe('dev');
  });
});
