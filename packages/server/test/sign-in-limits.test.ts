import { describe, expect, it } from 'vitest';
import { HttpProblem } from '../src/problem/http-problem.ts';
import { addKey, makeAuthentication, makeStore, outcomeOf } from './authentication-setup.ts';
import { makeCaller } from './caller.ts';

const invalid = { status: 401, detail: 'Invalid API key', 'www-authenticate': 'Bearer' };
const tooMany = (seconds: number) => ({
  status: 429,
  detail: `Too many failed sign-ins. Try again in ${seconds} seconds.`,
  'retry-after': String(seconds),
});
const guess = (n: number, address = '192.0.2.1') => makeCaller({ address, headers: { 'x-api-key': `guess-${n}` } });

async function makeServer() {
  const store = await makeStore();
  const { id, key } = await addKey(store, ['read']);
  const authentication = makeAuthentication(store);
  const ask = (caller: ReturnType<typeof makeCaller>) => outcomeOf(authentication.authenticate(caller));
  const withKey = (address: string) => makeCaller({ address, headers: { 'x-api-key': key } });
  return { ...authentication, store, id, key, ask, withKey };
}

describe('failed sign-ins', () => {
  it('are refused from the eleventh in a minute on, before the key is looked at', async () => {
    const { ask, withKey, time, id, seen } = await makeServer();
    for (let n = 0; n < 10; n += 1) expect(await ask(guess(n))).toEqual(invalid);
    time.seconds += 20;
    expect(await ask(guess(10))).toEqual(tooMany(40));
    expect(await ask(withKey('192.0.2.1'))).toEqual(tooMany(40));
    expect(seen.failed.filter((reason) => reason === 'limited')).toHaveLength(2);
    expect(await ask(withKey('192.0.2.2'))).toBe(id);
    time.seconds += 40;
    expect(await ask(withKey('192.0.2.1'))).toBe(id);
  });

  it('do not hold up who has shown the same key from there before', async () => {
    const { ask, withKey, id } = await makeServer();
    expect(await ask(withKey('192.0.2.1'))).toBe(id);
    for (let n = 0; n < 20; n += 1) await ask(guess(n));
    expect(await ask(withKey('192.0.2.1'))).toBe(id);
    expect(await ask(guess(99))).toMatchObject({ status: 429 });
  });

  it('are counted for a /64 of IPv6 together', async () => {
    const { ask } = await makeServer();
    for (let n = 0; n < 10; n += 1) expect(await ask(guess(n, `2001:db8::${n}`))).toEqual(invalid);
    expect(await ask(guess(10, '2001:db8::ffff:1'))).toMatchObject({ status: 429 });
    expect(await ask(guess(10, '2001:db8:0:1::1'))).toEqual(invalid);
  });

  it('are refused from the hundred-and-first in a minute on, whoever makes them', async () => {
    const { ask, withKey, id } = await makeServer();
    expect(await ask(withKey('198.51.100.1'))).toBe(id);
    for (let n = 0; n < 100; n += 1) expect(await ask(guess(n, `192.0.2.${n}`))).toEqual(invalid);
    expect(await ask(guess(100, '192.0.2.200'))).toMatchObject({ status: 429 });
    expect(await ask(withKey('198.51.100.2'))).toMatchObject({ status: 429 });
    expect(await ask(withKey('198.51.100.1'))).toBe(id);
  });

  it('are counted when they come all at once, and good keys among them are not refused', async () => {
    const { ask, withKey, id } = await makeServer();
    const outcomes = await Promise.all(Array.from({ length: 50 }, (_, n) => ask(guess(n))));
    expect(outcomes.filter((outcome) => (outcome as { status: number }).status === 401)).toHaveLength(10);
    const good = await Promise.all(Array.from({ length: 50 }, () => ask(withKey('192.0.2.2'))));
    expect(good).toEqual(Array.from({ length: 50 }, () => id));
  });

  it('count from the first use of a revoked key on', async () => {
    const { ask, withKey, store, id } = await makeServer();
    expect(await ask(withKey('192.0.2.1'))).toBe(id);
    await store.transaction(({ keys }) => keys.revoke(id, '2026-01-01T00:00:00.000Z', { keepAdmin: false }));
    for (let n = 0; n < 10; n += 1) expect(await ask(withKey('192.0.2.1'))).toEqual(invalid);
    expect(await ask(withKey('192.0.2.1'))).toMatchObject({ status: 429 });
  });

  it('are not what a database that is away makes of good keys', async () => {
    const { store, key } = await makeServer();
    let isAway = true;
    const keys = {
      ...store.keys,
      find: (id: string) => (isAway ? Promise.reject(new Error('away')) : store.keys.find(id)),
    };
    const { authenticate } = makeAuthentication({ ...store, keys });
    const caller = makeCaller({ headers: { 'x-api-key': key } });
    for (let n = 0; n < 20; n += 1) await expect(authenticate(caller)).rejects.toThrow('away');
    isAway = false;
    expect((await authenticate(caller)).kind).toBe('key');
  });

  it('are not requests without any key', async () => {
    const { ask, withKey, id } = await makeServer();
    for (let n = 0; n < 20; n += 1) expect(await ask(makeCaller())).toMatchObject({ status: 401 });
    expect(await ask(withKey('192.0.2.1'))).toBe(id);
  });
});

it('says in the body how long to wait', async () => {
  const { authenticate } = await makeServer();
  for (let n = 0; n < 10; n += 1) await outcomeOf(authenticate(guess(n)));
  const error: unknown = await authenticate(guess(10)).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(HttpProblem);
  expect((error as HttpProblem).members).toEqual({ retry_after: 60 });
});
