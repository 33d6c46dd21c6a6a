import { describeDatabases } from '@securescan/testkit/databases';
import { expect, it } from 'vitest';
import { openStore, type StoredKey } from '../src/index.ts';

const now = '2026-01-02T03:04:05.000Z';

function makeKey(id: string, changes: Partial<StoredKey> = {}): StoredKey {
  return {
    id: id.padEnd(10, '0'),
    name: id,
    keyHash: 'salt$hash',
    prefix: `ssk_${id.padEnd(10, '0')}_a`,
    scopes: ['read', 'write', 'admin'],
    role: null,
    projects: null,
    signature: 'off',
    publicKey: null,
    createdBy: null,
    createdAt: now,
    expiresAt: null,
    lastUsedAt: null,
    revokedAt: null,
    ...changes,
  };
}

describeDatabases('keys', (makeDatabase) => {
  const open = async (...keys: readonly StoredKey[]) => {
    const store = await openStore(await makeDatabase(), () => new Date(now));
    await store.transaction(async (repositories) => {
      for (const key of keys) await repositories.keys.add(key);
    });
    return store;
  };

  it('gives a key back as it was added, from inside and outside of a transaction', async () => {
    const key = makeKey('a', {
      role: 'submitter',
      scopes: ['write'],
      projects: ['', 'shop'],
      signature: 'required',
      publicKey: 'cHVi',
      createdBy: 'env',
      expiresAt: '2027-01-01T00:00:00.000Z',
    });
    await using store = await open(key);
    expect(await store.keys.find(key.id)).toEqual(key);
    expect(await store.transaction(({ keys }) => keys.find(key.id))).toEqual(key);
    expect(await store.keys.find('nobody0000')).toBeUndefined();
    expect(await store.keys.find('\uFFFD')).toBeUndefined();
  });

  it('does not replace a key whose id is taken', async () => {
    await using store = await open(makeKey('a'));
    expect(await store.transaction(({ keys }) => keys.add(makeKey('a', { name: 'thief' })))).toBe(false);
    expect((await store.keys.find('a000000000'))?.name).toBe('a');
  });

  it('lists newest first, revoked ones included', async () => {
    await using store = await open(
      makeKey('old', { createdAt: '2025-01-01T00:00:00.000Z' }),
      makeKey('new', { createdAt: '2026-01-01T00:00:00.000Z', revokedAt: now }),
    );
    expect((await store.keys.list()).map(({ name }) => name)).toEqual(['new', 'old']);
  });

  it.each<readonly [string, readonly StoredKey[], { any: boolean; usable: boolean; admin: boolean }]>([
    ['none', [], { any: false, usable: false, admin: false }],
    ['revoked', [makeKey('a', { revokedAt: now })], { any: true, usable: false, admin: false }],
    ['expired', [makeKey('a', { expiresAt: now })], { any: true, usable: false, admin: false }],
    ['reading only', [makeKey('a', { scopes: ['read'] })], { any: true, usable: true, admin: false }],
    ['admin of some projects', [makeKey('a', { projects: [] })], { any: true, usable: true, admin: false }],
    ['admin', [makeKey('a', { expiresAt: '2026-01-02T03:04:05.001Z' })], { any: true, usable: true, admin: true }],
  ])('counts keys: %s', async (_, keys, expected) => {
    await using store = await open(...keys);
    expect(await store.keys.census(now)).toEqual(expected);
    expect(await store.transaction((repositories) => repositories.keys.lockedCensus(now))).toEqual(expected);
  });

  it('never sets the last use back', async () => {
    await using store = await open(makeKey('a'), makeKey('b', { lastUsedAt: '2026-02-01T00:00:00.000Z' }));
    await store.transaction(({ keys }) =>
      keys.touch(
        new Map([
          ['a000000000', now],
          ['b000000000', now],
        ]),
      ),
    );
    expect((await store.keys.find('a000000000'))?.lastUsedAt).toBe(now);
    expect((await store.keys.find('b000000000'))?.lastUsedAt).toBe('2026-02-01T00:00:00.000Z');
  });

  it.each<readonly [string, readonly StoredKey[], string]>([
    ['the only one', [], 'last-admin'],
    ['one beside a revoked admin', [makeKey('b', { revokedAt: now })], 'last-admin'],
    ['one beside an expired admin', [makeKey('b', { expiresAt: now })], 'last-admin'],
    ['one beside a reader', [makeKey('b', { scopes: ['read'] })], 'last-admin'],
    ['one beside an admin of some projects', [makeKey('b', { projects: ['shop'] })], 'last-admin'],
    ['one beside another admin', [makeKey('b', { scopes: ['admin'] })], 'revoked'],
  ])('revokes an admin key, keeping the last: %s', async (_, others, expected) => {
    await using store = await open(makeKey('a'), ...others);
    const revoke = (keepAdmin: boolean) =>
      store.transaction(({ keys }) => keys.revoke('a000000000', now, { keepAdmin }));
    expect(await revoke(true)).toBe(expected);
    expect((await store.keys.find('a000000000'))?.revokedAt).toBe(expected === 'revoked' ? now : null);
    expect(await revoke(false)).toBe(expected === 'revoked' ? 'revoked-before' : 'revoked');
  });

  it('revokes a key that is no admin, and says of others that they are unknown', async () => {
    await using store = await open(makeKey('a', { scopes: ['read'] }), makeKey('c', { expiresAt: now }));
    const revoke = (id: string, at: string) =>
      store.transaction(({ keys }) => keys.revoke(id, at, { keepAdmin: true }));
    expect(await revoke('a000000000', now)).toBe('revoked');
    expect(await revoke('a000000000', '2026-03-01T00:00:00.000Z')).toBe('revoked-before');
    expect((await store.keys.find('a000000000'))?.revokedAt).toBe(now);
    expect(await revoke('c000000000', now)).toBe('revoked');
    expect(await revoke('nobody0000', now)).toBe('unknown');
  });

  it('lets only one of two revocations at once pass when they would leave no admin', async () => {
    await using store = await open(makeKey('a'), makeKey('b'));
    const outcomes = await Promise.all(
      ['a000000000', 'b000000000'].map((id) =>
        store.transaction(({ keys }) => keys.revoke(id, now, { keepAdmin: true })),
      ),
    );
    expect(outcomes.toSorted()).toEqual(['last-admin', 'revoked']);
  });
});
