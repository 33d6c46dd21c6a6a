import { describe, expect, it } from 'vitest';
import { resolveIgnores } from './ignores.ts';
import { toPathMatcher } from './path-glob.ts';

describe('toPathMatcher', () => {
  it.each([
    ['tests', 'tests/a.py', true],
    ['tests', 'src/tests/deep/a.py', true],
    ['tests', 'testsuite/a.py', false],
    ['*.py', 'src/a.py', true],
    ['*.py', 'a.pyc', false],
    ['/a.py', 'a.py', true],
    ['/a.py', 'src/a.py', false],
    ['src/*.py', 'src/a.py', true],
    ['src/*.py', 'src/deep/a.py', false],
    ['src/**/*.py', 'src/a.py', true],
    ['src/**/*.py', 'src/x/y/a.py', true],
    ['src/**', 'src/x/y', true],
    ['src/**', 'lib/x', false],
    ['**/fixtures/**', 'a/fixtures/b.json', true],
    ['**/fixtures/**', 'fixtures/b.json', true],
    ['src/', 'src/.hidden/x', true],
    ['a?.py', 'ab.py', true],
    ['a?.py', 'a.py', false],
    ['./src//a.py', 'src/a.py', true],
    ['src/a.py/b', 'src/a.py', false],
  ])('%j on %j is %s', (glob, path, expected) => {
    expect(toPathMatcher(glob)(path)).toBe(expected);
  });

  it('takes time in proportion to its input', () => {
    const startedMs = performance.now();
    const glob = `${'**/'.repeat(200)}${'*a'.repeat(200)}b`;
    expect(toPathMatcher(glob)(`${'d/'.repeat(1000)}${'a'.repeat(4000)}`)).toBe(false);
    expect(performance.now() - startedMs).toBeLessThan(15_000);
  });
});

describe('resolveIgnores', () => {
  const entry = { id: 'R', path: null, reason: null, until: null };

  it('tells rules for everywhere from rules for some files', () => {
    const { ignoredRules, scopedIgnores } = resolveIgnores(['A', entry, { ...entry, path: 'tests' }], '2026-01-01');
    expect(ignoredRules).toEqual(['A', 'R']);
    expect(scopedIgnores.map((ignore) => [ignore.ruleId, ignore.matches('tests/a'), ignore.matches('src/a')])).toEqual([
      ['R', true, false],
    ]);
  });

  it('holds an entry on its last day, and says when it has ended', () => {
    const rules = [{ ...entry, until: '2026-01-01' }];
    expect(resolveIgnores(rules, '2026-01-01')).toMatchObject({ ignoredRules: ['R'], notices: [] });
    expect(resolveIgnores(rules, '2026-01-02')).toMatchObject({
      ignoredRules: [],
      notices: ["the ignore of rule 'R' ended on 2026-01-01; its findings are shown again"],
    });
  });
});
