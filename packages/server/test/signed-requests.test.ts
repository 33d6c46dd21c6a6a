import { generateKeyPairSync } from 'node:crypto';
import { expect, it } from 'vitest';
import type { StoredKey } from '@securescan/store';
import { createKeyHandlers } from '../src/resources/keys/handlers.ts';
import { signRequest } from '../src/signing/request-signature.ts';
import { addKey, makeAuthentication, makeStore, outcomeOf } from './authentication-setup.ts';
import { makeCaller } from './caller.ts';
import { startGuardedApp } from './guarded-app.ts';

const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const publicText = publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
const invalid = { status: 401, detail: 'Invalid signature', 'www-authenticate': 'Bearer' };
const start = new Date('2026-03-01T00:00:00Z');

function sign(keyId: string, now = start, changes: Partial<ReturnType<typeof makeCaller>> = {}) {
  const caller = makeCaller(changes);
  const headers = { ...caller.headers, ...signRequest(caller, null, { key: privateKey, keyId, now }) };
  return makeCaller({ ...changes, headers });
}

async function makeServer(changes: Partial<StoredKey> = {}) {
  const store = await makeStore();
  const added = await addKey(store, ['read'], { signature: 'required', publicKey: publicText, ...changes });
  return { ...added, ...makeAuthentication(store) };
}

it('are taken from keys that may or must sign, once', async () => {
  for (const signature of ['accepted', 'required'] as const) {
    const { id, authenticate, seen } = await makeServer({ signature });
    const caller = sign(id);
    expect(await outcomeOf(authenticate(caller))).toBe(id);
    expect(await outcomeOf(authenticate(caller))).toEqual(invalid);
    expect(await outcomeOf(authenticate(sign(id)))).toBe(id);
    expect(seen.failed).toEqual(['signature']);
  }
});

it('are refused from keys that may not, and unknown, revoked and expired ones', async () => {
  for (const changes of [
    { signature: 'off' },
    { publicKey: null },
    { revokedAt: '2026-01-01T00:00:00.000Z' },
    { expiresAt: '2026-03-01T00:00:00.000Z' },
  ] as const) {
    const { id, authenticate } = await makeServer(changes);
    expect(await outcomeOf(authenticate(sign(id)))).toEqual(invalid);
  }
  const { authenticate } = await makeServer();
  expect(await outcomeOf(authenticate(sign('nobody0000')))).toEqual(invalid);
});

it('are refused for another authority, after their time, and when something was changed', async () => {
  const { id, authenticate, time } = await makeServer();
  expect(await outcomeOf(authenticate({ ...sign(id), authority: 'other.example' }))).toEqual(invalid);
  expect(await outcomeOf(authenticate({ ...sign(id), query: 'limit=1' }))).toEqual(invalid);
  const caller = sign(id);
  time.seconds += 301;
  expect(await outcomeOf(authenticate(caller))).toEqual(invalid);
});

it('are compared with the name under which the server is known', async () => {
  const store = await makeStore();
  const { id } = await addKey(store, ['read'], { signature: 'required', publicKey: publicText });
  const { authenticate } = makeAuthentication(store, { publicAuthority: 'scan.example' });
  const caller = sign(id);
  expect(await outcomeOf(authenticate({ ...caller, authority: 'inner:8000' }))).toBe(id);
});

it('count as failed sign-ins when they are wrong', async () => {
  const { id, authenticate } = await makeServer();
  for (let n = 0; n < 10; n += 1) {
    expect(await outcomeOf(authenticate({ ...sign(id), method: 'PUT' }))).toEqual(invalid);
  }
  expect(await outcomeOf(authenticate(sign(id)))).toMatchObject({ status: 429 });
});

it('never let a key that must sign pass by itself', async () => {
  const { key, authenticate } = await makeServer();
  expect(await outcomeOf(authenticate(makeCaller({ headers: { 'x-api-key': key } })))).toMatchObject({ status: 401 });
});

it('leave signatures for others alone', async () => {
  const { authenticate } = await makeServer();
  const headers = { 'signature-input': 'sig1=("@method");tag="somebody-else"', signature: 'sig1=:AAAA:' };
  expect(await outcomeOf(authenticate(makeCaller({ headers })))).toMatchObject({ detail: 'X-API-Key header required' });
});

it('cover the body as it was sent, over a real socket', async () => {
  await using app = await startGuardedApp(createKeyHandlers);
  const { id } = await addKey(app.deps.store, ['admin'], { signature: 'required', publicKey: publicText });
  const send = (signed: string, sent: string, signedTarget = '/api/v1/keys') => {
    const message = {
      method: 'POST',
      authority: `127.0.0.1:${app.port}`,
      path: signedTarget,
      query: '',
      headers: { 'content-type': 'application/json' },
    };
    const signature = signRequest(message, Buffer.from(signed), {
      key: privateKey,
      keyId: id,
      now: app.deps.clock.now(),
    });
    return app.fetch('/api/v1/keys', { method: 'POST', headers: { ...message.headers, ...signature }, body: sent });
  };
  const body = '{"name": "kéy"}';
  expect((await send(body, body)).status).toBe(201);
  const changed = await send(body, '{"name": "other"}');
  expect(changed.status).toBe(401);
  expect(changed.headers.get('www-authenticate')).toBe('Bearer');
  expect(await changed.json()).toMatchObject({ detail: 'Invalid signature' });
  expect((await send(body, body, '/api/keys')).status).toBe(401);
});
