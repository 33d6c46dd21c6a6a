import { expect, it } from 'vitest';
import { toDuration, toRelative } from './time.ts';

it.each([
  [0, '0 s'],
  [0.44, '0.4 s'],
  [12.4, '12 s'],
  [60, '1 min'],
  [200, '3 min 20 s'],
  [3600, '1 h'],
  [3900, '1 h 5 min'],
])('%d seconds are %s', (seconds, expected) => {
  expect(toDuration(seconds)).toBe(expected);
});

it.each([
  ['2026-01-01T12:00:03Z', 'just now'],
  ['2026-01-01T11:59:20Z', '40 sec. ago'],
  ['2026-01-01T11:58:00Z', '2 min. ago'],
  ['2025-12-31T12:00:00Z', 'yesterday'],
  ['2025-11-01T12:00:00Z', '2 mo. ago'],
])('%s is %s', (time, expected) => {
  expect(toRelative(new Date(time), new Date('2026-01-01T12:00:00Z'))).toBe(expected);
});
