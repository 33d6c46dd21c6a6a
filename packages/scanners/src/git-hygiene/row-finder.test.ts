import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ignorePatterns } from './ignore-patterns.ts';
import { createRowFinder } from './row-finder.ts';
import { sensitiveFiles } from './sensitive-files.ts';

const TABLES: readonly (readonly [string, readonly { readonly path: RegExp }[]])[] = [
  ['sensitive files', sensitiveFiles],
  ['ignore patterns', ignorePatterns],
];

/** Words of the patterns, so that made-up paths come close to what they say. */
const words = [
  ...new Set(
    TABLES.flatMap(([, rows]) => rows.flatMap(({ path }) => path.source.split(/[^\w.-]+|\\/))).filter(
      (word) => word !== '',
    ),
  ),
];
const segment = fc
  .array(fc.oneof(fc.constantFrom(...words), fc.constantFrom('.', '-', '_', 'A', 'x', ' ', '\n')), { maxLength: 4 })
  .map((parts) => parts.join(''));
const path = fc.array(segment, { minLength: 1, maxLength: 4 }).map((segments) => segments.join('/'));

describe.each(TABLES)('row finder of the %s', (_name, rows) => {
  const find = createRowFinder(rows);

  it('finds what asking every row finds', () => {
    fc.assert(
      fc.property(path, (text) => {
        expect(find(text)).toEqual(rows.filter((row) => row.path.test(text)));
      }),
      { numRuns: 5000 },
    );
  });

  it('finds each row by a path that comes from its words', () => {
    const found = new Set(fc.sample(path, { numRuns: 30_000, seed: 1 }).flatMap((text) => find(text)));
    expect(found.size).toBeGreaterThan(rows.length / 3);
  });
});

it('refuses a pattern that does not begin like a name', () => {
  expect(() => createRowFinder([{ path: /x$/ }])).toThrow('does not begin like a name');
});
