import { expect, it } from 'vitest';
import { findNearest } from './suggest.ts';

it.each([
  ['sacn', ['scan', 'status'], 'scan'],
  ['hgih', ['critical', 'high', 'medium'], 'high'],
  ['dependncy', ['code', 'dependency'], 'dependency'],
  ['HIGH', ['high'], 'high'],
  ['xylophone', ['scan', 'diff'], undefined],
  ['a', ['scan'], undefined],
  ['', ['scan'], undefined],
  ['x'.repeat(10_000), ['scan'], undefined],
])('%s among %j is %s', (word, candidates, expected) => {
  expect(findNearest(word, candidates)).toBe(expected);
});
