import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { generateKey, hashKey, parseKeyId, prefixOf, verifyKey } from './key-format.ts';

const { api_key: vectors } = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../testkit/data/http/vectors.json'), 'utf8'),
) as {
  readonly api_key: {
    readonly full: string;
    readonly prefix: string;
    readonly salt_hex: string;
    readonly stored: string;
    readonly parse_id: readonly { readonly in: string; readonly id: string | null }[];
    readonly verify: readonly { readonly key: string; readonly stored: string; readonly ok: boolean }[];
  };
};

it('hashes and shortens a key as recorded', () => {
  expect(hashKey(Buffer.from(vectors.full), Buffer.from(vectors.salt_hex, 'hex'))).toBe(vectors.stored);
  expect(prefixOf(vectors.full)).toBe(vectors.prefix);
});

it.each(vectors.parse_id)('reads the id $id from $in', ({ in: key, id }) => {
  expect(parseKeyId(key)).toBe(id);
});

it.each(vectors.verify)('verifies against $stored: $ok', ({ key, stored, ok }) => {
  expect(verifyKey(Buffer.from(key), stored)).toBe(ok);
});

it('fits nothing when there is no such key, whatever is sent', () => {
  expect(verifyKey(Buffer.from(vectors.full), undefined)).toBe(false);
  expect(verifyKey(Buffer.alloc(0), undefined)).toBe(false);
});

it('makes keys of the documented form that verify', () => {
  for (let round = 0; round < 200; round += 1) {
    const { id, key, prefix, hash } = generateKey();
    expect(key).toMatch(/^ssk_[A-Za-z0-9]{10}_[A-Za-z0-9_-]{32}$/);
    expect(parseKeyId(key)).toBe(id);
    expect(prefix).toBe(`ssk_${id}_${key[15] ?? ''}`);
    expect(verifyKey(Buffer.from(key), hash)).toBe(true);
    expect(verifyKey(Buffer.from(`${key}x`), hash)).toBe(false);
  }
});

it('keeps the signs that would be cut apart out of the id', () => {
  const { id } = generateKey((size) => new Uint8Array(size).fill(0xff));
  expect(id).toBe('yyyyyyyyyy');
});
