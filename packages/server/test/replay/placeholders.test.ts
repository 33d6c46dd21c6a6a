import { expect, it } from 'vitest';
import { fillIn, unify, type Bindings } from './placeholders.ts';

const none = { isExtraAllowed: () => false };

it('binds a named placeholder once, and then holds it', () => {
  const bindings: Bindings = new Map();
  expect(unify({ id: '<scan_a>' }, { id: 'x1' }, bindings, none)).toEqual([]);
  expect(unify({ link: '/scan/<scan_a>' }, { link: '/scan/x1' }, bindings, none)).toEqual([]);
  expect(unify({ link: '/scan/<scan_a>' }, { link: '/scan/x2' }, bindings, none)).toHaveLength(1);
  expect(fillIn('/api/v1/scans/<scan_a>/x', bindings)).toBe('/api/v1/scans/x1/x');
});

it.each([
  ['<uuid>', 'no', false],
  ['<ts>', '2026-01-01T00:00:00.123Z', true],
  ['<ts>', '2026-01-01', false],
  ['<unix_ts>', 1_767_225_600, true],
  ['<duration>', 0.12, true],
  ['<omitted>', { any: 'thing' }, true],
  ['<201 characters>', 'x'.repeat(201), true],
  ['<201 characters>', 'x'.repeat(200), false],
  ['</api/v1/scans>; rel="successor-version"', '</api/v1/scans>; rel="successor-version"', true],
  ['a.c', 'abc', false],
])('compares %j with %j', (expected, actual, isSame) => {
  expect(unify(expected, actual, new Map(), none).length === 0).toBe(isSame);
});

it('tells missing, further and other members', () => {
  expect(
    unify({ a: 1, b: [{ c: null }] }, { b: [{ c: 0, d: 1 }], e: 1 }, new Map(), {
      isExtraAllowed: (path) => path === 'e',
    }),
  ).toEqual(['a: is missing', 'b[].c: expected null, got 0', 'b[].d: was not recorded']);
});
