import { expect, it } from 'vitest';
import { toSafeNext } from './search.ts';

it.each([
  ['/scan/1?severity=high', '/scan/1?severity=high'],
  ['', '/'],
  ['//evil.example/', '/'],
  ['/\\evil.example', '/'],
  ['https://evil.example', '/'],
  ['javascript:alert(1)', '/'],
  ['/sign-in?next=/', '/'],
])('%s leads to %s', (next, expected) => {
  expect(toSafeNext(next)).toBe(expected);
});
