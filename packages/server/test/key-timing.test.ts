import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { generateKey, verifyKey } from '../src/auth/key-format.ts';
import { createStaticCredentials, digestKey } from '../src/auth/static-credentials.ts';
import { NO_CREDENTIALS } from './authentication-setup.ts';

const ROUNDS = 10_000;

/** Pearson's coefficient of the ranks: 0 without relation, whatever outliers a busy machine makes. */
function rankCorrelation(pairs: readonly (readonly [number, number])[]): number {
  const ranks = (values: readonly number[]): readonly number[] => {
    const order = values.map((value, index) => ({ value, index })).toSorted((a, b) => a.value - b.value);
    const rank = values.map(() => 0);
    for (let start = 0; start < order.length;) {
      let end = start;
      while (end < order.length && order[end]?.value === order[start]?.value) end += 1;
      for (let at = start; at < end; at += 1) rank[order[at]?.index ?? 0] = (start + end - 1) / 2;
      start = end;
    }
    return rank;
  };
  const [a, b] = [ranks(pairs.map(([x]) => x)), ranks(pairs.map(([, y]) => y))];
  const mean = (pairs.length - 1) / 2;
  const sum = (product: (index: number) => number): number =>
    pairs.reduce((total, _, index) => total + product(index), 0);
  const deviation = (list: readonly number[], index: number): number => (list[index] ?? 0) - mean;
  const covariance = sum((index) => deviation(a, index) * deviation(b, index));
  return covariance / Math.sqrt(sum((index) => deviation(a, index) ** 2) * sum((index) => deviation(b, index) ** 2));
}

/** Wrong keys of the right length, each sharing the first characters of the real one, in random order; how long each took. */
function measure(key: string, look: (bytes: Uint8Array) => unknown): readonly (readonly [number, number])[] {
  const other = randomBytes(key.length).toString('base64url');
  const guesses = Array.from({ length: ROUNDS }, (_, index) => {
    const shared = index % key.length;
    const differing = other[shared] === key[shared] ? '!' : (other[shared] ?? '!');
    return {
      shared,
      turn: Math.random(),
      bytes: Buffer.from(key.slice(0, shared) + differing + other.slice(shared + 1, key.length)),
    };
  });
  for (const { bytes } of guesses.slice(0, 2000)) look(bytes);
  return guesses
    .toSorted((a, b) => a.turn - b.turn)
    .map(({ shared, bytes }) => {
      const start = process.hrtime.bigint();
      look(bytes);
      return [shared, Number(process.hrtime.bigint() - start)] as const;
    });
}

/** Chance alone gives 0.01 with so many rounds; a comparison that ends at the first difference gives more than 0.9. */
const NOISE = 0.06;

it('a wrong key takes no longer for sharing more of its beginning with a real one', () => {
  const { key, hash } = generateKey();
  const credentials = createStaticCredentials({ ...NO_CREDENTIALS, envKey: key });
  expect(Math.abs(rankCorrelation(measure(key, (bytes) => verifyKey(bytes, hash))))).toBeLessThan(NOISE);
  expect(Math.abs(rankCorrelation(measure(key, (bytes) => credentials.findKey(digestKey(bytes)))))).toBeLessThan(NOISE);
});

it('would show a comparison that ends at the first difference', () => {
  const { key } = generateKey();
  const real = Buffer.from(key);
  const leaky = (bytes: Uint8Array): boolean => {
    for (const [at, byte] of real.entries()) {
      if (bytes[at] !== byte) return false;
      for (let wait = 0; wait < 20; wait += 1) Math.sqrt(wait);
    }
    return true;
  };
  expect(rankCorrelation(measure(key, leaky))).toBeGreaterThan(0.5);
});

it('keys of every length, of any bytes, are wrong and nothing else', () => {
  const { key, hash } = generateKey();
  const credentials = createStaticCredentials({ ...NO_CREDENTIALS, envKey: key });
  for (let length = 0; length < 300; length += 1) {
    const bytes = randomBytes(length);
    expect(verifyKey(bytes, hash)).toBe(false);
    expect(credentials.findKey(digestKey(bytes))).toBeNull();
  }
});
