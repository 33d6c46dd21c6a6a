import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runScanner, runToReport } from '@securescan/testkit/scanner-context';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { findDefaultRules, semgrep } from '../../src/semgrep/index.ts';
import { makeTestDirectory } from '../stand-in.ts';
import { describeTool } from './tool-test.ts';

const SAMPLES = join(dirname(import.meta.dirname), '..', 'src', 'semgrep', '__fixtures__', 'rules');

/** What the comments of the samples promise: `path:line rule`, the line being the one below the comment. */
function readPromises(kind: 'ruleid' | 'ok'): string[] {
  const promises: string[] = [];
  for (const path of readdirSync(SAMPLES, { recursive: true, encoding: 'utf8' }).toSorted()) {
    if (!/\.\w+$/.test(path)) continue;
    const lines = readFileSync(join(SAMPLES, path), 'utf8').split('\n');
    for (const [index, line] of lines.entries()) {
      const rule = new RegExp(`(?:#|//) ${kind}: (\\S+)`).exec(line)?.[1];
      if (rule !== undefined) promises.push(`${path}:${index + 2} ${rule}`);
    }
  }
  return promises;
}

function listRules(): string[] {
  return readdirSync(findDefaultRules()).flatMap((name) => {
    const pack = parse(readFileSync(join(findDefaultRules(), name), 'utf8')) as { rules: { id: string }[] };
    return pack.rules.map(({ id }) => id);
  });
}

it('every rule has a bad and a good sample', () => {
  for (const kind of ['ruleid', 'ok'] as const) {
    const covered = new Set(readPromises(kind).map((promise) => promise.split(' ')[1]));
    expect(listRules().filter((id) => !covered.has(id))).toEqual([]);
  }
  expect(listRules().length).toBeGreaterThanOrEqual(40);
});

await describeTool(semgrep, () => {
  it('finds exactly what the samples promise', async () => {
    const { findings, notes, incomplete } = await runToReport(semgrep, { target: SAMPLES });
    expect(findings.map(({ path, lineStart, ruleId }) => `${path}:${lineStart} ${ruleId}`).toSorted()).toEqual(
      readPromises('ruleid').toSorted(),
    );
    expect(notes).toEqual([]);
    expect(incomplete).toBeNull();
    for (const finding of findings) {
      expect(finding.cwe).toMatch(/^CWE-\d+$/);
      expect(finding.remediation).toMatch(/\.$/);
      expect(finding.title.length).toBeLessThanOrEqual(80);
    }
  });

  it('scans what the walk has: tests yes, ignored and vendored files no', async () => {
    using directory = makeTestDirectory();
    const bad = 'import os\nos.system("ls " + name)\n';
    directory.write({
      '.gitignore': 'ignored/\n',
      '.semgrepignore': '*\n',
      'tests/test_a.py': bad,
      '-odd name.py': bad,
      'ignored/a.py': bad,
      'node_modules/a/a.py': bad,
    });
    const { findings } = await runToReport(semgrep, { target: directory.path });
    expect(new Set(findings.map(({ path }) => path))).toEqual(new Set(['-odd name.py', 'tests/test_a.py']));
  });

  it('takes rules of the project', async () => {
    using directory = makeTestDirectory();
    const rule =
      'rules:\n  - {id: no-todo, languages: [python], severity: INFO, message: Found todo(), pattern: todo()}\n';
    directory.write({ 'rules.yml': rule, 'a.py': 'todo()\n' });
    const options = { semgrepRules: [join(directory.path, 'rules.yml')] };
    const { findings } = await runToReport(semgrep, { target: directory.path, options });
    expect(findings).toMatchObject([{ ruleId: 'no-todo', severity: 'low', path: 'a.py', lineStart: 1 }]);
  });

  it('names the rule that it cannot read', async () => {
    using directory = makeTestDirectory();
    const rule = 'rules:\n  - {id: broken, languages: [python], severity: INFO, message: m, pattern: "eval("}\n';
    directory.write({ 'rules.yml': rule, 'a.py': 'x = 1\n' });
    const options = { semgrepRules: [join(directory.path, 'rules.yml')] };
    await expect(runToReport(semgrep, { target: directory.path, options })).rejects.toThrow(/broken/);
  });

  it('has nothing to do without a file in a language of its rules', async () => {
    using directory = makeTestDirectory();
    directory.write({ 'README.md': 'text\n' });
    expect(await runScanner(semgrep, { target: directory.path })).toEqual({
      skipped: 'no file in a language its rules know',
    });
  });
});
