import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeDirectory, runCli } from './run-cli.ts';

const KEYS = [
  ['AKIA', 'Q3EGSVJ7', '7ZB2LMNO'],
  ['AKIA', 'Z5TRWQP2', '4KD7VXHC'],
].map((parts) => parts.join(''));
const leak = (n: 0 | 1) => `aws_key = "${KEYS[n]}"\n`;
const ONLY = ['--scanner', 'secrets'];

function git(cwd: string, ...args: string[]): string {
  const identity = ['-c', 'user.name=A', '-c', 'user.email=a@example.com', '-c', 'commit.gpgsign=false'];
  const { status, stdout, stderr } = spawnSync('git', [...identity, ...args], { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

/** A repository with one commit on main and a branch `feat` checked out. */
function makeRepository(files: Readonly<Record<string, string>>): string {
  const cwd = makeDirectory(files);
  git(cwd, 'init', '-q', '-b', 'main');
  git(cwd, 'add', '-A');
  git(cwd, 'commit', '-q', '--allow-empty', '-m', 'base');
  git(cwd, 'checkout', '-q', '-b', 'feat');
  return cwd;
}

function commit(cwd: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) writeFileSync(join(cwd, path), text);
  git(cwd, 'add', '-A');
  git(cwd, 'commit', '-q', '-m', 'change');
}

async function diff(cwd: string, ...words: string[]) {
  const run = await runCli(['diff', '.', '--base-ref', 'main', '--output', 'json', ...ONLY, ...words], { cwd });
  return {
    ...run,
    json:
      run.stdout === ''
        ? null
        : (JSON.parse(run.stdout) as { new: { file_path: string }[]; fixed: unknown[]; unchanged_count: number }),
  };
}

describe('diff of refs', () => {
  it('tells new from known, and leaves index, work tree and branch as they are', async () => {
    const cwd = makeRepository({ 'old.py': leak(0) });
    commit(cwd, { 'new.py': leak(1) });
    writeFileSync(join(cwd, 'dirty.txt'), 'x');
    const before = git(cwd, 'status', '--porcelain', '-b') + git(cwd, 'worktree', 'list');
    const { exitCode, json, stderr } = await diff(cwd, '--fail-on-severity', 'low');
    expect(exitCode, stderr).toBe(1);
    expect(json?.new.map(({ file_path }) => file_path)).toEqual(['new.py']);
    expect(json?.unchanged_count).toBe(1);
    expect(stderr).toContain("Failing: 1 new finding at or above 'low'");
    expect(git(cwd, 'status', '--porcelain', '-b') + git(cwd, 'worktree', 'list')).toBe(before);
  });

  it('compares with the merge base: what main fixed or added meanwhile is no part of the change', async () => {
    const cwd = makeRepository({ 'old.py': leak(0) });
    commit(cwd, { 'note.txt': 'x' });
    git(cwd, 'checkout', '-q', 'main');
    commit(cwd, { 'old.py': 'fixed = 1\n', 'main.py': leak(1) });
    git(cwd, 'checkout', '-q', 'feat');
    const { json } = await diff(cwd);
    expect([json?.new, json?.fixed, json?.unchanged_count]).toEqual([[], [], 1]);
  });

  it('lets configuration and baseline of the base decide, and says when the change edits them', async () => {
    const cwd = makeRepository({ '.securescan.yml': 'fail_on_severity: low\n' });
    commit(cwd, { 'new.py': leak(1), '.securescan.yml': 'ignored_rules: ["*"]\nfail_on_severity: none\n' });
    const { exitCode, json, stderr } = await diff(cwd);
    expect(exitCode).toBe(1);
    expect(json?.new).toHaveLength(1);
    expect(stderr).toContain('this change edits .securescan.yml; the version of main decides');
  });

  it('looks at a subdirectory that only one side has', async () => {
    const cwd = makeRepository({ 'old.py': leak(0) });
    spawnSync('mkdir', ['sub'], { cwd });
    commit(cwd, { 'sub/new.py': leak(1) });
    const run = await runCli(['diff', 'sub', '--base-ref', 'main', '--output', 'json', ...ONLY], { cwd });
    expect(JSON.parse(run.stdout)).toMatchObject({ new: [{ file_path: 'sub/new.py' }], unchanged_count: 0 });
  });

  it.each([
    [['--base-ref', '-x'], 'is not a name of a commit'],
    [['--base-ref', 'nosuch'], 'is not a commit in'],
    [['--base-ref', 'main', '--head-ref', '--output=x'], 'is not a name of a commit'],
  ])('%j is refused with exit 2', async (words, message) => {
    const cwd = makeRepository({ 'a.py': '' });
    const run = await runCli(['diff', '.', ...words], { cwd });
    expect([run.exitCode, run.stdout]).toEqual([2, '']);
    expect(run.stderr).toContain(message);
  });
});

describe('baseline and compare', () => {
  it('a baseline suppresses exactly what it was written from; prune forgets, update takes in', async () => {
    const cwd = makeDirectory({ 'a.py': leak(0) });
    const scan = () => runCli(['scan', '.', ...ONLY, '--no-save', '--baseline', '.securescan/baseline.json'], { cwd });
    const write = (...words: string[]) => runCli(['baseline', ...ONLY, ...words], { cwd });
    const file = join(cwd, '.securescan', 'baseline.json');
    const first = await write();
    expect([first.exitCode, first.stdout]).toEqual([0, '']);
    expect(first.stderr).toMatch(/Wrote baseline to \.securescan\/baseline\.json \(1 finding, \d+ bytes\)\n$/);
    const bytes = readFileSync(file, 'utf8');
    await write();
    expect(readFileSync(file, 'utf8')).toBe(bytes);
    expect((await scan()).stdout).toBe('[]\n');

    writeFileSync(join(cwd, 'b.py'), leak(1));
    expect(JSON.parse((await scan()).stdout)).toMatchObject([{ file_path: 'b.py' }]);
    rmSync(join(cwd, 'a.py'));
    const pruned = await write('--prune');
    expect(pruned.stderr).toMatch(/ {2}removed: \[\w+\] secrets a\.py:1 /);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ findings: [] });
    const updated = await write('--update');
    expect(updated.stderr).toMatch(/ {2}added: \[\w+\] secrets b\.py:1 /);
    expect((await scan()).stdout).toBe('[]\n');
  });

  it('compare takes its arguments as documented and fails on drift when asked', async () => {
    const cwd = makeDirectory({ 'a.py': leak(0) });
    await runCli(['baseline', ...ONLY], { cwd });
    for (const words of [['.securescan/baseline.json'], ['.', '.securescan/baseline.json'], ['.'], []]) {
      const same = await runCli(['compare', ...words, '--output', 'text', '--fail-on-drift', ...ONLY], { cwd });
      expect(same.exitCode, same.stderr).toBe(0);
      expect(same.stdout).toContain('0 new since baseline, 0 disappeared, 1 still present');
    }
    rmSync(join(cwd, 'a.py'));
    const drift = await runCli(['compare', '--output', 'text', '--fail-on-drift', ...ONLY], { cwd });
    expect(drift.exitCode).toBe(1);
    expect(drift.stderr).toContain('Failing: drift from the baseline: 0 new, 1 disappeared');
    expect((await runCli(['compare', '--output', 'text', ...ONLY], { cwd })).exitCode).toBe(0);
  });

  it('findings of a scanner that did not look are neither fixed nor forgotten', async () => {
    const cwd = makeDirectory({ 'a.py': leak(0), Dockerfile: 'FROM x\n' });
    await runCli(['baseline', ...ONLY], { cwd });
    const other = ['--scanner', 'git-hygiene'];
    const compared = await runCli(['compare', '--output', 'json', ...other], { cwd });
    expect(JSON.parse(compared.stdout)).toMatchObject({ disappeared: [] });
    await runCli(['baseline', '--update', ...other], { cwd });
    const { findings } = JSON.parse(readFileSync(join(cwd, '.securescan', 'baseline.json'), 'utf8')) as {
      findings: { scanner: string }[];
    };
    expect(findings.map(({ scanner }) => scanner)).toContain('secrets');
  });
});

describe('staged and since', () => {
  const staged = (cwd: string, ...words: string[]) => runCli(['scan', '--staged', '.', ...ONLY, ...words], { cwd });

  it('scans the index, not the work tree, and blocks at high without any configuration', async () => {
    const cwd = makeRepository({ 'old.py': leak(0) });
    writeFileSync(join(cwd, 'a.py'), leak(1));
    git(cwd, 'add', 'a.py');
    writeFileSync(join(cwd, 'a.py'), 'x = 1\n');
    const leaked = await staged(cwd);
    expect(JSON.parse(leaked.stdout)).toMatchObject([{ file_path: 'a.py' }]);
    expect(leaked.exitCode, leaked.stderr).toBe(1);
    expect((await staged(cwd, '--fail-on-severity', 'none')).exitCode).toBe(0);
    git(cwd, 'reset', '-q', '--', 'a.py');
    expect((await staged(cwd)).stdout).toBe('No staged files; nothing to scan.\n');
  });

  it('the hook keeps options, drops file names, and scans the tree when nothing is staged', async () => {
    const cwd = makeRepository({ 'old.py': leak(0) });
    const hook = (...words: string[]) => runCli(['pre-commit-hook', ...ONLY, ...words, 'some.py'], { cwd });
    const all = await hook();
    expect(all.stderr).toContain('Nothing is staged; scanning the tree.');
    expect(all.exitCode).toBe(1);
    expect((await hook('--fail-on-severity', 'none')).exitCode).toBe(0);
  });

  it('since keeps findings of changed files only, new and uncommitted ones too', async () => {
    const cwd = makeRepository({ 'old.py': leak(0) });
    writeFileSync(join(cwd, 'new.py'), leak(1));
    const run = await runCli(['scan', '.', '--since', 'main', ...ONLY], { cwd });
    expect(JSON.parse(run.stdout)).toMatchObject([{ file_path: 'new.py' }]);
    expect(run.stderr).toContain('note: dropped 1 finding outside the chosen files');
  });
});
