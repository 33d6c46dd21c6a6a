import { describe, expect, it } from 'vitest';
import { compileMatcher } from './match.ts';
import { secretRules } from './rules/index.ts';

/** Made to cost a bad pattern the most: near misses, long runs, nested starts. */
function adversarialLines(keyword: string, sample: string): readonly string[] {
  const size = 1_000_000;
  const fill = (part: string): string => part.repeat(Math.ceil(size / part.length)).slice(0, size);
  return [
    fill(keyword),
    fill(`"${keyword}": "`),
    fill(sample.slice(0, -2)),
    fill(`${keyword}${'A1-_.'.repeat(20)}`),
    keyword + 'a'.repeat(size),
    fill(`${sample}\n`),
  ];
}

/** Processor time of a call, the least of up to three tries: on a busy machine one try also measures the neighbours. */
function leastCpuMs(call: () => unknown): number {
  let least = Infinity;
  for (let attempt = 0; attempt < 3 && least >= 200; attempt += 1) {
    const before = process.cpuUsage();
    call();
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1000);
  }
  return least;
}

describe('secret rules', () => {
  it('are at least a hundred, with ids and names of their own', () => {
    expect(secretRules.length).toBeGreaterThan(150);
    expect(new Set(secretRules.map((rule) => rule.id)).size).toBe(secretRules.length);
    expect(new Set(secretRules.map((rule) => rule.name)).size).toBe(secretRules.length);
  });

  it.each(secretRules.map((rule) => [rule.id, rule] as const))('%s matches its samples and only those', (_, rule) => {
    const match = compileMatcher([rule]);
    expect(rule.mustMatch.length).toBeGreaterThan(0);
    expect(rule.mustNotMatch.length).toBeGreaterThan(0);
    expect(rule.pattern.sticky).toBe(true);
    expect(rule.docs).toMatch(/^https:\/\//);
    for (const text of rule.mustMatch) {
      const [found] = match(text);
      expect(found?.rule.id, text).toBe(rule.id);
      expect(text.slice(found?.start, found?.end)).toBe(found?.value);
    }
    for (const text of rule.mustNotMatch) expect(match(text).length, text).toBe(0);
  });

  it.each(secretRules.map((rule) => [rule.id, rule] as const))(
    '%s is found by the whole bank under its own name',
    (_, rule) => {
      const match = compileMatcher(secretRules);
      for (const text of rule.mustMatch) expect(match(text).map((found) => found.rule.id)).toContain(rule.id);
    },
  );

  it.each(secretRules.map((rule) => [rule.id, rule] as const))(
    '%s takes under 200 ms on any line of 1 MB',
    (_, rule) => {
      const match = compileMatcher([rule]);
      for (const keyword of rule.keywords.slice(0, 2)) {
        for (const [index, line] of adversarialLines(keyword, rule.mustMatch[0] ?? '').entries()) {
          expect(
            leastCpuMs(() => match(line)),
            `line ${index} of ${keyword}`,
          ).toBeLessThan(200);
        }
      }
    },
  );
});
