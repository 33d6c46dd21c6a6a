import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ensureBuilt, HOOK_COMMAND } from './build-command.ts';
import { makeSandbox, runCommand, writeFiles } from './sandbox.ts';
import type { Sandbox } from './sandbox.ts';

let sandbox: Sandbox;
beforeAll(ensureBuilt);
beforeEach(() => {
  sandbox = makeSandbox();
});
afterEach(() => sandbox[Symbol.dispose]());

const KEY = `k = "${['AKIA', 'Q3EGSVJ7', '7ZB2LMNO'].join('')}"\n`;

function git(directory: string, ...args: readonly string[]): string {
  const { stdout, stderr, status } = spawnSync(
    'git',
    ['-c', 'protocol.file.allow=always', '-c', 'init.defaultBranch=main', '-C', directory, ...args],
    // Some of git's commands are shell scripts, which need more programs than the sandbox has.
    { env: { ...sandbox.env, PATH: process.env['PATH'] }, encoding: 'utf8' },
  );
  expect(status, `git ${args.join(' ')}: ${stderr}`).toBe(0);
  return stdout.trim();
}

/** A repository with a commit per record of files. */
function makeRepository(name: string, ...commits: readonly Readonly<Record<string, string>>[]): string {
  const directory = join(sandbox.project, name);
  mkdirSync(directory, { recursive: true });
  git(directory, 'init', '--quiet');
  for (const files of commits) {
    writeFiles(directory, files);
    git(directory, 'add', '--all');
    git(directory, 'commit', '--quiet', '--message', 'c');
  }
  return directory;
}

/** Places of the findings, as `path:line`. */
async function scan(target: string, ...words: readonly string[]): Promise<readonly string[]> {
  const args = ['scan', target, '--scanner', 'secrets', '--no-save', '--output', 'json', ...words];
  const run = await runCommand(sandbox, args);
  expect(run.exitCode, run.stderr).toBe(0);
  return (JSON.parse(run.stdout) as { file_path: string; line: number }[]).map(
    ({ file_path, line }) => `${file_path}:${line}`,
  );
}

async function diff(target: string, ...words: readonly string[]) {
  const args = ['diff', target, '--scanner', 'secrets', '--output', 'json', ...words];
  const run = await runCommand(sandbox, args);
  const added = (run.stdout === '' ? [] : (JSON.parse(run.stdout) as { new: { file_path: string }[] }).new) as {
    file_path: string;
  }[];
  return { ...run, added: added.map(({ file_path }) => file_path) };
}

describe('repositories of every kind', { timeout: 120_000 }, () => {
  it('a submodule is scanned with its parent, and told of where git keeps it elsewhere', async () => {
    const sub = makeRepository('sub', { 's.py': KEY });
    const parent = makeRepository('parent', { 'a.py': 'x = 1\n' });
    git(parent, 'submodule', '--quiet', 'add', sub, 'mod');
    git(parent, 'commit', '--quiet', '--message', 'sub');
    expect(await scan('parent')).toEqual(['mod/s.py:1']);
    expect(await scan('parent/mod')).toEqual(['s.py:1']);
    const { exitCode, stderr, added } = await diff('parent', '--base-ref', 'HEAD~1');
    expect([exitCode, added]).toEqual([0, []]);
    expect(stderr).toContain('diff: note: mod: a submodule, whose content is not in this repository');
  });

  it('a shallow clone says how to get the commit it lacks, and that command does it', async () => {
    makeRepository('origin', { 'a.py': 'x = 1\n' }, { 'b.py': KEY });
    git(sandbox.project, 'clone', '--quiet', '--depth', '1', `file://${join(sandbox.project, 'origin')}`, 'clone');
    for (const words of [
      ['diff', 'clone', '--base-ref', 'HEAD~1'],
      ['scan', 'clone', '--since', 'HEAD~1'],
    ]) {
      const run = await runCommand(sandbox, words);
      expect([run.exitCode, run.stdout]).toEqual([2, '']);
      expect(run.stderr).toMatch(/which is a shallow clone; fetch the rest with: git fetch --unshallow origin '.*' \(/);
    }
    const { stderr } = await diff('clone', '--base-ref', 'HEAD~1');
    const command = /fetch the rest with: git (.*) \(in a workflow/.exec(stderr)?.[1] ?? '';
    git(join(sandbox.project, 'clone'), ...command.split(' ').map((word) => word.replaceAll("'", '')));
    expect((await diff('clone', '--base-ref', 'HEAD~1')).added).toEqual(['b.py']);
  });

  it('a linked work tree, whose .git is a file', async () => {
    const main = makeRepository('main', { 'a.py': 'x = 1\n' }, { 'b.py': KEY });
    git(main, 'worktree', 'add', '--quiet', '-b', 'other', join(sandbox.project, 'linked'));
    expect(await scan('linked')).toEqual(['b.py:1']);
    expect((await diff('linked', '--base-ref', 'HEAD~1')).added).toEqual(['b.py']);
    writeFiles(join(sandbox.project, 'linked'), { 'c.py': KEY });
    git(join(sandbox.project, 'linked'), 'add', 'c.py');
    expect(await scan('linked', '--staged', '--fail-on-severity', 'none')).toEqual(['c.py:1']);
  });

  it('a work tree whose repository is gone is no work tree, but can be scanned', async () => {
    writeFiles(sandbox.project, { 'lost/.git': 'gitdir: /nowhere/x\n', 'lost/a.py': KEY });
    expect(await scan('lost')).toEqual(['a.py:1']);
    const { exitCode, stderr } = await diff('lost', '--base-ref', 'HEAD');
    expect(exitCode).toBe(3);
    expect(stderr).toContain('not a git repository: /nowhere/x');
  });

  it('a bare repository is refused: it has no files to look at', async () => {
    makeRepository('main', { 'a.py': KEY });
    git(sandbox.project, 'clone', '--quiet', '--bare', 'main', 'bare.git');
    for (const command of ['scan', 'baseline', 'compare']) {
      const run = await runCommand(sandbox, [command, 'bare.git']);
      expect([run.exitCode, run.stdout]).toEqual([2, '']);
      expect(run.stderr).toContain('bare.git is a bare git repository, without files to look at');
    }
  });

  it('a detached HEAD, and a base that has moved on', async () => {
    const main = makeRepository('main', { 'a.py': 'x = 1\n' }, { 'b.py': KEY }, { 'c.py': KEY });
    git(main, 'checkout', '--quiet', '--detach', 'HEAD~1');
    expect(await scan('main')).toEqual(['b.py:1']);
    expect((await diff('main', '--base-ref', 'main~2')).added).toEqual(['b.py']);
    const back = await diff('main', '--base-ref', 'main');
    expect(back.added).toEqual([]);
    expect(back.stderr).toMatch(/comparing main \([0-9a-f]{7}, where HEAD left it\) with HEAD \(/);
  });

  it('a repository without a commit', async () => {
    const fresh = makeRepository('fresh');
    writeFiles(fresh, { 'a.py': KEY });
    expect(await scan('fresh')).toEqual(['a.py:1']);
    git(fresh, 'add', 'a.py');
    expect(await scan('fresh', '--staged', '--fail-on-severity', 'none')).toEqual(['a.py:1']);
    const { exitCode, stderr } = await diff('fresh', '--base-ref', 'HEAD');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('has no commit yet');
  });

  it('a configuration that the change brings does not decide, and that is said', async () => {
    makeRepository(
      'main',
      { 'a.py': 'x = 1\n' },
      { 'b.py': KEY, '.securescan.yml': 'ignored_rules: [secrets/aws-access-key]\n' },
    );
    const { added, stderr } = await diff('main', '--base-ref', 'HEAD~1');
    expect(added).toEqual(['b.py']);
    expect(stderr).toContain('diff: note: this change adds .securescan.yml; it decides once HEAD~1 has it');
  });
});

describe('targets however they are written', { timeout: 120_000 }, () => {
  it('give the same paths', async () => {
    const root = makeRepository('root', { 'in/deep/a.py': KEY });
    symlinkSync('in', join(root, 'link'));
    symlinkSync('in/deep/a.py', join(root, 'file-link'));
    const spellings = ['root', 'root/', './root', 'root/in', 'root/in/', 'root/in/../in', 'root/link', 'root/link/'];
    for (const target of [...spellings, 'root/in/deep/a.py', 'root/file-link', join(root, 'in', 'deep', 'a.py')]) {
      expect(await scan(target), target).toEqual(['in/deep/a.py:1']);
    }
  });

  it('and give names with line breaks, dashes and bytes that are no UTF-8 as they can be shown', async () => {
    const root = makeRepository('root');
    const names = ['new\nline.py', '-rf.py', ' blank .py', 'a:b.py'];
    for (const name of names) writeFileSync(join(root, name), KEY);
    writeFileSync(Buffer.concat([Buffer.from(`${root}/lat`), Buffer.from([0xe9]), Buffer.from('.py')]), KEY);
    const expected = [' blank .py:1', '-rf.py:1', 'a:b.py:1', String.raw`lat\xe9.py:1`, 'new\nline.py:1'];
    expect(await scan('root')).toEqual(expected);
    git(root, 'add', '--all');
    expect(await scan('root', '--staged', '--fail-on-severity', 'none')).toEqual(expected);
  });

  it('links that lead in a circle or nowhere are named', async () => {
    symlinkSync('b', join(sandbox.project, 'a'));
    symlinkSync('a', join(sandbox.project, 'b'));
    symlinkSync('nowhere', join(sandbox.project, 'dangling'));
    const [circle, nowhere] = [
      await runCommand(sandbox, ['scan', 'a']),
      await runCommand(sandbox, ['scan', 'dangling']),
    ];
    expect([circle.exitCode, circle.stderr]).toEqual([
      2,
      'scan: The target a cannot be read: its symbolic links lead in a circle.\n',
    ]);
    expect([nowhere.exitCode, nowhere.stderr]).toEqual([2, 'scan: target does not exist: dangling\n']);
  });
});

describe('what is staged', { timeout: 120_000 }, () => {
  it('decides, not the work tree: a leak that is only unstaged passes, one that is only staged does not', async () => {
    const root = makeRepository('root', { 'p.py': 'a = 1\n', 'sub/q.py': 'b = 1\n' });
    writeFiles(root, { 'p.py': KEY, 'sub/q.py': 'b = 2\n' });
    git(root, 'add', 'sub/q.py');
    expect(await scan('root', '--staged')).toEqual([]);
    git(root, 'add', 'p.py');
    writeFiles(root, { 'p.py': 'a = 1\n' });
    const run = await runCommand(sandbox, ['scan', 'root', '--staged', '--scanner', 'secrets', '-q']);
    expect(run.exitCode).toBe(1);
    expect(run.stderr).toBe("Failing: found 1 finding at or above 'high'\n");
    // A narrower target keeps only what lies below it.
    expect(await scan('root/sub', '--staged')).toEqual([]);
  });

  it('is read by a real hook, which stops the commit and speaks to people', async () => {
    const root = makeRepository('root', { 'p.py': 'a = 1\n' });
    const hook = join(root, '.git', 'hooks', 'pre-commit');
    mkdirSync(join(root, '.git', 'hooks'), { recursive: true });
    writeFileSync(hook, `#!/bin/sh\nexec "${process.execPath}" "${HOOK_COMMAND}" --scanner secrets\n`);
    chmodSync(hook, 0o755);
    writeFiles(root, { 'p.py': KEY });
    git(root, 'add', 'p.py');
    const commit = (message: string) =>
      spawnSync('git', ['-C', root, 'commit', '--quiet', '--message', message], { env: sandbox.env, encoding: 'utf8' });
    const stopped = commit('leak');
    expect(stopped.status).toBe(1);
    // Git sends what a hook writes to its stderr.
    expect(stopped.stderr + stopped.stdout).toMatch(/^\[CRITICAL\] secrets +p\.py:1 /m);
    writeFiles(root, { 'p.py': 'a = 2\n' });
    git(root, 'add', 'p.py');
    expect(commit('fine').status).toBe(0);
    expect(readFileSync(join(root, 'p.py'), 'utf8')).toBe('a = 2\n');
  });
});
