import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { isTestFile } from './read-imports.ts';
import { findRuleViolations, sourceRules } from './source-rules.ts';

const packages = join(import.meta.dirname, '..', 'packages');

it('are kept by every package', () => {
  const violations: string[] = [];
  for (const folder of readdirSync(packages)) {
    const source = join(packages, folder, 'src');
    for (const entry of readdirSync(source, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      if (!entry.isFile() || !/\.tsx?$/.test(entry.name) || isTestFile(path)) continue;
      for (const violation of findRuleViolations(folder, readFileSync(path, 'utf8'))) {
        violations.push(`${path.slice(packages.length + 1)}:${violation}`);
      }
    }
  }
  expect(violations).toEqual([]);
});

it.each([
  ['ambient-time', 'const t = Date.now();'],
  ['ambient-random', 'const r = Math.random();'],
  ['ambient-environment', "const h = process.env['HOME'];"],
  ['locale', 'list.sort((a, b) => a.localeCompare(b));'],
  ['shell', "spawn('ls', { shell: true });"],
  ['unfinished', ['// TO', 'DO later'].join('')],
  ['type-escape', 'const x = y as any;'],
])('%s notices a planted violation, and its reasoned exception', (id, line) => {
  expect(findRuleViolations('core', line).filter((text) => text.endsWith(`(${id})`))).toHaveLength(1);
  expect(findRuleViolations('core', `// allow(${id}): the reason\n${line}`)).toEqual([]);
  expect(findRuleViolations('core', `// allow(${id}):\n${line}`)).toHaveLength(1);
});

it('has a test for every rule', () => {
  expect(sourceRules.map(({ id }) => id).toSorted()).toEqual(
    [
      'ambient-environment',
      'ambient-random',
      'ambient-time',
      'locale',
      'shell',
      'type-escape',
      'unfinished',
    ].toSorted(),
  );
});
