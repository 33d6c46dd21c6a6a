import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mintEventToken, toEventTokenSecret, verifyEventToken } from './token.ts';

interface Vectors {
  readonly secret: string;
  readonly mint: readonly {
    readonly scan_id: string;
    readonly key_id: string;
    readonly expires_at: number;
    readonly token: string;
  }[];
  readonly verify_at_1899999999: readonly {
    readonly case: string;
    readonly token: string;
    readonly payload: readonly [string, string, number] | null;
  }[];
}

const file = new URL('../../../testkit/data/http/vectors.json', import.meta.url);
const { event_token: vectors } = JSON.parse(readFileSync(file, 'utf8')) as { event_token: Vectors };
const secret = toEventTokenSecret(vectors.secret);
const at = (seconds: number, ms = 0): Date => new Date(1000 * seconds + ms);

describe('event tokens', () => {
  it.each(vectors.mint)('mints the recorded token for $key_id', ({ scan_id, key_id, expires_at, token }) => {
    expect(mintEventToken(secret, { scanId: scan_id, keyId: key_id, expiresAt: expires_at })).toBe(token);
    expect(verifyEventToken(secret, token, at(expires_at, 999))).toEqual({
      scanId: scan_id,
      keyId: key_id,
      expiresAt: expires_at,
    });
    expect(verifyEventToken(secret, token, at(expires_at + 1))).toBeNull();
  });

  it.each(vectors.verify_at_1899999999)('reads "$case" as recorded', ({ token, payload }) => {
    const read = verifyEventToken(secret, token, at(1_899_999_999));
    expect(read && [read.scanId, read.keyId, read.expiresAt]).toEqual(payload);
  });

  it('refuses characters outside the alphabet, misplaced padding and stray bits', () => {
    const token = mintEventToken(secret, { scanId: 's', keyId: 'k', expiresAt: 1_900_000_000 });
    const now = at(1_899_999_999);
    expect(verifyEventToken(secret, token, now)).not.toBeNull();
    for (const spoiled of [` ${token}`, `${token}\n`, `${token.slice(0, 9)}!${token.slice(9)}`, `${token}===`]) {
      expect(verifyEventToken(secret, spoiled, now)).toBeNull();
    }
    const standard = Buffer.from(token, 'base64url').toString('base64').replaceAll('=', '');
    if (standard !== token) expect(verifyEventToken(secret, standard, now)).toBeNull();
  });

  it('refuses a token of another secret', () => {
    const token = mintEventToken(toEventTokenSecret(null), { scanId: 's', keyId: 'k', expiresAt: 1_900_000_000 });
    expect(verifyEventToken(toEventTokenSecret(null), token, at(0))).toBeNull();
  });

  it('reads back whatever it minted, and refuses it with any one character changed', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', minLength: 1 }),
        fc.string({ unit: 'grapheme', minLength: 1 }),
        fc.nat(),
        fc.nat(),
        (scanId, keyId, expiresAt, place) => {
          const token = mintEventToken(secret, { scanId, keyId, expiresAt });
          expect(verifyEventToken(secret, token, at(0))).toEqual({ scanId, keyId, expiresAt });
          const index = place % token.length;
          const other = token[index] === 'A' ? 'B' : 'A';
          expect(verifyEventToken(secret, token.slice(0, index) + other + token.slice(index + 1), at(0))).toBeNull();
        },
      ),
    );
  });
});
