import { expect, it } from 'vitest';
import { toRange, withKeys } from './selection.ts';

const keys = ['a', 'b', 'c', 'd'];

it.each([
  ['down', 'b', 'd', ['b', 'c', 'd']],
  ['up', 'd', 'b', ['b', 'c', 'd']],
  ['the same', 'b', 'b', ['b']],
  ['no first', null, 'c', ['c']],
  ['a first that is gone', 'z', 'c', ['c']],
])('a range %s', (_name, from, to, expected) => {
  expect(toRange(keys, from, to)).toEqual(expected);
});

it('adds and removes without changing what it was given', () => {
  const set = new Set(['a']);
  expect([...withKeys(set, ['b', 'c'], true)]).toEqual(['a', 'b', 'c']);
  expect([...withKeys(set, ['a'], false)]).toEqual([]);
  expect([...set]).toEqual(['a']);
});
