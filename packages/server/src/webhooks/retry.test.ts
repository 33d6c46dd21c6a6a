import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readRetryAfter, toRetryDelayMs } from './retry.ts';

const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

it('waits between nothing and a bound that doubles up to 300 s', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100 }), random, (attempt, value) => {
      const delay = toRetryDelayMs(attempt, value, null);
      expect(delay).toBeGreaterThanOrEqual(0);
      expect(delay).toBeLessThan(Math.min(5000 * 2 ** (attempt - 1), 300_000) + 1);
    }),
  );
  expect([1, 2, 3, 7, 50].map((attempt) => toRetryDelayMs(attempt, 0.5, null))).toEqual([
    2500, 5000, 10_000, 150_000, 150_000,
  ]);
});

it('waits at least as long as the receiver asks, within 300 s', () => {
  expect(toRetryDelayMs(1, 0, 60_000)).toBe(60_000);
  expect(toRetryDelayMs(1, 0, 86_400_000)).toBe(300_000);
  expect(toRetryDelayMs(6, 0.99, 1000)).toBeGreaterThan(100_000);
});

it.each([
  ['120', 120_000],
  ['Wed, 25 Nov 2026 10:00:30 GMT', 30_000],
  ['Wed, 25 Nov 2026 09:00:00 GMT', 0],
  ['soon', null],
  [undefined, null],
])('reads Retry-After %s', (value, expected) => {
  expect(readRetryAfter(value, new Date('2026-11-25T10:00:00Z'))).toBe(expected);
});
