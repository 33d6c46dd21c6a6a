import { describe, expect, it } from 'vitest';
import { compilePattern } from '../src/patterns/pattern.ts';

describe('patterns of Python', () => {
  it.each([
    [String.raw`(?P<a>x)y`, 'axy', true],
    [String.raw`\Aab\Z`, 'ab', true],
    [String.raw`\Aab\Z`, 'ab\n', false],
    ['ab$', 'ab\n', true],
    ['ab$', 'ab\nc', false],
    ['(?m)ab$', 'ab\nc', true],
    ['(?i)AB', 'xab', true],
    ['(?i)^eu-(?!west)', 'EU-central', true],
    ['(?i)^eu-(?!west)', 'eu-west-1', false],
    ['(?P<a>[a-z]).*(?P=a)', 'xaya', true],
    ['^a{,2}$', 'aa', true],
    ['^a{,2}$', 'aaa', false],
    ['[[]x]', '[x]', true],
    ['', 'anything', true],
  ])('%s on %j', (pattern, text, expected) => {
    expect(compilePattern(pattern).test(text)).toBe(expected);
  });

  it.each(['(', '[', 'a**', '(?P=none)', '(?x)a b', 'x'.repeat(2001)])('%s is refused', (pattern) => {
    expect(() => compilePattern(pattern)).toThrow(SyntaxError);
  });

  it('take linear time', () => {
    const started = performance.now();
    expect(compilePattern('(a+)+$').test(`${'a'.repeat(50_000)}b`)).toBe(false);
    expect(performance.now() - started).toBeLessThan(5000);
  });

  it.each(['(a+)+(?=b)', '(?=(a|aa)+c)(a|aa)+c', String.raw`(a*)*\1b`, '.*.*.*.*.*(?=x)y'])(
    'that look around are only tested on texts that they cannot be slow on: %s',
    (pattern) => {
      const { test, limit } = compilePattern(pattern);
      expect(limit).toMatch(/only tested on texts of up to \d+ characters/);
      expect(test('a'.repeat(100_000))).toBeUndefined();
      const longest = Number(/up to (\d+)/.exec(limit ?? '')?.[1]);
      const started = performance.now();
      expect(test('a'.repeat(longest))).toBe(false);
      expect(performance.now() - started).toBeLessThan(2000);
    },
  );
});
