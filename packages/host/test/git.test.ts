import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { HistoryBlob } from '@securescan/core';
import { asRepoPath } from '@securescan/model';
import { createGitReader } from '../src/git/git-reader.ts';
import { findMergeBase, listChanged, readDiff, resolveRef } from '../src/git/refs.ts';
import { openRevision } from '../src/git/revision.ts';
import { exportIndex, listStaged } from '../src/git/staged.ts';
import { createMachine } from '../src/machine/create-machine.ts';
import { resolveTarget } from '../src/targets/resolve-target.ts';
import { testChecks } from './checks.ts';
import { commitAll, git, tempDir, tempRepository, writeFiles } from './temp.ts';

async function reader(root: string) {
  return createGitReader(await resolveTarget(root, { cwd: '/', scanTypes: [] }));
}

async function listHistory(
  root: string,
  bounds: { maxBlobs?: number; maxBytes?: number; onTruncated?: () => void } = {},
) {
  const blobs: HistoryBlob[] = [];
  const options = { maxBlobs: 1000, maxBytes: 1_000_000, signal: new AbortController().signal, ...bounds };
  for await (const blob of (await reader(root)).history(options)) blobs.push(blob);
  return blobs;
}

/** Makes the repository's own configuration and hooks as hostile as they can be; `proof` must never exist. */
function makeHostile(root: string, proof: string): void {
  const run = join(root, '.git', 'evil.sh');
  writeFileSync(run, `#!/bin/sh\ntouch ${proof}\ncat\n`);
  chmodSync(run, 0o755);
  for (const hook of [
    'post-checkout',
    'pre-commit',
    'post-index-change',
    'reference-transaction',
    'fsmonitor-watchman',
  ]) {
    writeFiles(root, { [`.git/hooks/${hook}`]: `#!/bin/sh\ntouch ${proof}\n` });
    chmodSync(join(root, '.git/hooks', hook), 0o755);
  }
  const settings = {
    'core.fsmonitor': run,
    'core.pager': run,
    'core.sshCommand': run,
    'core.hooksPath': join(root, '.git/hooks'),
    'diff.external': run,
    'diff.evil.textconv': run,
    'diff.evil.command': run,
    'filter.evil.smudge': run,
    'filter.evil.clean': run,
    'filter.evil.process': run,
    'protocol.ext.allow': 'always',
    'remote.origin.url': `ext::${run}`,
    'remote.origin.promisor': 'true',
    'extensions.partialClone': 'origin',
    'gpg.program': run,
    'log.showSignature': 'true',
    'diff.noprefix': 'true',
    'diff.mnemonicPrefix': 'true',
    'color.ui': 'always',
  };
  for (const [name, value] of Object.entries(settings)) git(root, 'config', name, value);
}

describe('GitReader', () => {
  it('answers emptily without a repository', async () => {
    const root = await tempDir();
    const git = await reader(root);
    expect(await git.findRoot()).toBeNull();
    expect(await git.listTracked()).toEqual(new Set());
    expect(await git.findIgnored([asRepoPath('a')])).toEqual(new Set());
    expect(await listHistory(root)).toEqual([]);
  });

  it('answers emptily for a directory that is only called .git, and for a repository without a commit', async () => {
    const root = await tempDir();
    mkdirSync(join(root, '.git'));
    expect(await (await reader(root)).findRoot()).toBeNull();
    const fresh = await tempRepository();
    expect(await (await reader(fresh)).findRoot()).toBe(fresh);
    expect(await listHistory(fresh)).toEqual([]);
  });

  it('lists tracked and ignored paths, hostile names too', async () => {
    const root = await tempRepository();
    const names = ['new\nline', 'tab\there', 'q"uote', 'é', '\u{1f4a9}', '-rf', '.gitignore', 'sub/x'];
    for (const name of names) writeFiles(root, { [name]: name === '.gitignore' ? '*.log\nsecret\n' : 'x' });
    commitAll(root, 'all');
    const git = await reader(join(root, 'sub'));
    expect(await git.listTracked()).toEqual(new Set(names));
    const asked = ['a.log', 'new\nline', 'sub/secret', 'sub/x'].map(asRepoPath);
    expect(await git.findIgnored(asked)).toEqual(new Set(['a.log', 'sub/secret']));
  });

  it('finds every content that history brought in, once, deleted, on branches, in merges', async () => {
    const root = await tempRepository();
    writeFiles(root, { 'a.txt': 'one', 'same.txt': 'one', 'bin.dat': Buffer.from('\0\0'), '0f.txt': 'zero' });
    const first = commitAll(root, 'first');
    rmSync(join(root, 'a.txt'));
    writeFiles(root, { '.env': 'TOKEN=x' });
    commitAll(root, 'add');
    rmSync(join(root, '.env'));
    commitAll(root, 'remove');
    git(root, 'checkout', '--quiet', '-b', 'side', first);
    writeFiles(root, { 'side.txt': 'side', '0f.txt': 'side zero' });
    commitAll(root, 'side');
    git(root, 'checkout', '--quiet', 'main');
    writeFiles(root, { '0f.txt': 'main zero' });
    commitAll(root, 'conflict');
    expect(() => git(root, 'merge', '--quiet', 'side')).toThrow();
    writeFiles(root, { '0f.txt': 'only in the merge' });
    commitAll(root, 'merge');
    const blobs = await listHistory(root);
    const texts = blobs.map((blob) => blob.text);
    expect(texts.toSorted()).toEqual(['TOKEN=x', 'main zero', 'one', 'only in the merge', 'side', 'side zero', 'zero']);
    expect(blobs.find((blob) => blob.text === 'TOKEN=x')).toMatchObject({
      path: '.env',
      commit: { subject: 'add', authoredAt: '2026-01-02T03:04:05.000Z', sha: expect.stringMatching(/^[0-9a-f]{40}$/) },
    });
  });

  it('is bounded in number and size, and says that it ended early', async () => {
    const root = await tempRepository();
    for (let i = 0; i < 20; i += 1) writeFiles(root, { [`f${i}`]: `content ${i} ${'x'.repeat(100)}` });
    commitAll(root, 'all');
    let truncated = 0;
    const onTruncated = (): void => void (truncated += 1);
    expect(await listHistory(root, { maxBlobs: 5, onTruncated })).toHaveLength(5);
    expect((await listHistory(root, { maxBytes: 500, onTruncated })).length).toBeLessThan(6);
    expect(truncated).toBe(2);
    expect(await listHistory(root, { onTruncated })).toHaveLength(20);
    expect(truncated).toBe(2);
  });
});

describe('refs and diffs', () => {
  it('resolves branches, tags and short names, and refuses the rest', async () => {
    const root = await tempRepository();
    writeFiles(root, { a: '1' });
    const sha = commitAll(root, 'one');
    git(root, 'tag', '-a', '-m', 'tag', 'v1');
    for (const ref of ['main', 'v1', 'HEAD', sha, sha.slice(0, 8), 'HEAD^{commit}'])
      expect(await resolveRef(root, ref)).toBe(sha);
    for (const ref of ['', 'none', '--help', '-h', '--output=x', 'a\nb', 'HEAD:a', 'HEAD~5', 'main..main', '@{1}']) {
      await expect(resolveRef(root, ref), ref).rejects.toMatchObject({ code: 'E_REF_INVALID' });
    }
    await expect(resolveRef(await tempDir(), 'main')).rejects.toMatchObject({ code: 'E_NOT_A_REPOSITORY' });
  });

  it('diffs what head changed since it left base, whatever the settings', async () => {
    const root = await tempRepository();
    writeFiles(root, { 'a.txt': '1\n2\n3\n', 'é.txt': 'x\n' });
    commitAll(root, 'base');
    git(root, 'checkout', '--quiet', '-b', 'work');
    writeFiles(root, { 'a.txt': '1\ntwo\n3\n', 'é.txt': 'y\n', '.gitattributes': '*.txt diff=evil\n' });
    const head = commitAll(root, 'work');
    git(root, 'checkout', '--quiet', 'main');
    writeFiles(root, { 'b.txt': 'later on main' });
    const base = commitAll(root, 'later');
    const proof = join(await tempDir(), 'proof');
    makeHostile(root, proof);
    const diff = await readDiff(root, base, head);
    expect(diff).toContain('--- a/a.txt\n+++ b/a.txt\n@@ -1,3 +1,3 @@\n 1\n-2\n+two\n 3\n');
    expect(diff).toContain('+++ b/é.txt');
    expect(diff).not.toContain('b.txt\n+later');
    expect(await listChanged(root, base, head)).toEqual(['.gitattributes', 'a.txt', 'é.txt']);
    expect(await findMergeBase(root, base, head)).toMatch(/^[0-9a-f]{40}$/);
    expect(existsSync(proof)).toBe(false);
  });

  it('knows no merge base of unrelated histories and then compares the trees', async () => {
    const root = await tempRepository();
    writeFiles(root, { a: '1\n' });
    const base = commitAll(root, 'one');
    git(root, 'checkout', '--quiet', '--orphan', 'other');
    writeFiles(root, { a: '2\n' });
    const head = commitAll(root, 'two');
    expect(await findMergeBase(root, base, head)).toBeNull();
    expect(await readDiff(root, base, head)).toContain('-1\n+2\n');
  });
});

describe('openRevision', () => {
  it('writes the tree of a commit and leaves the repository exactly as it was', async () => {
    const root = await tempRepository();
    const names = ['plain', 'sub/deep/file', 'new\nline', 'é', '-x'];
    for (const name of names) writeFiles(root, { [name]: `content of ${name}` });
    writeFileSync(Buffer.concat([Buffer.from(`${root}/caf`), Buffer.from([0xe9])]), 'latin');
    writeFiles(root, { run: '#!/bin/sh\n', '.gitattributes': '* text eol=crlf filter=evil\n', lf: 'a\nb\n' });
    chmodSync(join(root, 'run'), 0o755);
    symlinkSync('plain', join(root, 'link'));
    commitAll(root, 'all');
    rmSync(join(root, 'plain'));
    writeFiles(root, { 'untracked.txt': 'mine' });
    const proof = join(await tempDir(), 'proof');
    makeHostile(root, proof);
    const before = snapshot(root);
    const revision = await openRevision(join(root, 'sub'), 'HEAD');
    for (const name of names) expect(readFileSync(join(revision.path, name), 'utf8')).toBe(`content of ${name}`);
    expect(readFileSync(join(revision.path, 'lf'), 'utf8')).toBe('a\nb\n');
    expect(readFileSync(Buffer.concat([Buffer.from(`${revision.path}/caf`), Buffer.from([0xe9])]), 'utf8')).toBe(
      'latin',
    );
    expect(lstatSync(join(revision.path, 'run')).mode & 0o111).not.toBe(0);
    expect(readlinkSync(join(revision.path, 'link'))).toBe('plain');
    expect(existsSync(join(revision.path, 'untracked.txt'))).toBe(false);
    expect(existsSync(join(revision.path, '.git'))).toBe(false);
    expect(revision.sha).toBe(git(root, 'rev-parse', 'HEAD').trim());
    expect(snapshot(root)).toEqual(before);
    expect(existsSync(proof)).toBe(false);
    await revision[Symbol.asyncDispose]();
    expect(existsSync(revision.path)).toBe(false);
  });

  it('notes submodules and Git LFS pointers', async () => {
    const root = await tempRepository();
    writeFiles(root, { 'big.bin': 'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n' });
    const sha = commitAll(root, 'one');
    git(root, 'update-index', '--add', '--cacheinfo', `160000,${sha},vendor/lib`);
    git(root, 'commit', '--quiet', '--message', 'submodule');
    await using revision = await openRevision(root, 'HEAD');
    expect(revision.notes).toEqual([
      'vendor/lib: a submodule, whose content is not in this repository',
      'big.bin: stored with Git LFS; only its pointer was looked at',
    ]);
  });

  it('writes nothing outside its directory, whatever a hand-made tree holds', async () => {
    const root = await tempRepository();
    const outside = await tempDir();
    const blob = hashObject(root, 'blob', Buffer.from('evil'));
    const link = hashObject(root, 'blob', Buffer.from(outside));
    const inner = hashTree(root, [['100644', 'written', blob]]);
    const nested = hashTree(root, [['120000', 'nested-link', link]]);
    const tree = hashTree(root, [
      ['40000', '..', inner],
      ['40000', '.git', inner],
      ['120000', 'out', link],
      ['40000', 'out', inner],
      ['120000', 'way', link],
      ['40000', 'way', hashTree(root, [['40000', 'sub', nested]])],
      ['100644', 'fine', blob],
    ]);
    const sha = git(root, 'commit-tree', tree, '-m', 'evil').trim();
    await using revision = await openRevision(root, sha);
    expect(readdirSync(outside)).toEqual([]);
    expect(readdirSync(join(revision.path, '..')).toSorted()).toEqual(['origin', 'tree']);
    expect(readFileSync(join(revision.path, 'fine'), 'utf8')).toBe('evil');
    expect(revision.notes.length).toBeGreaterThanOrEqual(2);
  });

  it('keeps results from one opening to the next, and takes all of it as tracked', async () => {
    const root = await tempRepository();
    writeFiles(root, { '.gitignore': '*.log\n', 'a.log': 'bad', 'b.txt': 'bad' });
    commitAll(root, 'all');
    const cacheDirectory = await tempDir();
    for (const worker of ['check-worker.ts', 'failing-worker.ts']) {
      await using revision = await openRevision(root, 'HEAD');
      await using machine = createMachine({
        environment: { PATH: process.env['PATH'] },
        cacheDirectory,
        fileChecks: testChecks,
        fileCheckWorker: new URL(worker, import.meta.url),
      });
      const target = await resolveTarget(revision.path, { cwd: '/', scanTypes: [] });
      const signal = new AbortController().signal;
      const tree = machine.openTree(target, { fileChecks: ['words'], exclude: [], signal });
      const { findings, notes } = await tree.check('words');
      expect(findings.map((finding) => finding.path)).toEqual(['a.log', 'b.txt']);
      expect(notes).toEqual([]);
      expect(readdirSync(join(cacheDirectory, 'trees'))).toHaveLength(1);
    }
  });
});

describe('staged files', () => {
  it('lists and exports what will be committed, not what lies in the work tree', async () => {
    const root = await tempRepository();
    writeFiles(root, {
      'sub/a.py': 'old',
      'gone.py': 'x',
      'package-lock.json': '{}',
      '.securescan.yml': 'ignored_rules: []\n',
      other: 'o',
    });
    commitAll(root, 'base');
    writeFiles(root, { 'sub/a.py': 'staged leak', 'sub/né\nw.py': 'new' });
    rmSync(join(root, 'gone.py'));
    git(root, 'add', '--all');
    writeFiles(root, { 'sub/a.py': 'fixed but not staged', other: 'changed, not staged' });
    const expected = ['sub/a.py', 'sub/né\nw.py'];
    expect(await listStaged(root)).toEqual(expected);
    expect(await listStaged(join(root, 'sub'))).toEqual(expected);
    await using tree = await exportIndex(join(root, 'sub'), { include: (path) => path.endsWith('-lock.json') });
    expect(tree.staged).toEqual(expected);
    expect(readFileSync(join(tree.path, 'sub/a.py'), 'utf8')).toBe('staged leak');
    expect(readdirSync(tree.path).toSorted()).toEqual(['.securescan.yml', 'package-lock.json', 'sub']);
  });

  it('works before the first commit, with nothing staged, and outside a repository', async () => {
    const root = await tempRepository();
    expect(await listStaged(root)).toEqual([]);
    writeFiles(root, { a: '1' });
    git(root, 'add', 'a');
    expect(await listStaged(root)).toEqual(['a']);
    await expect(listStaged(await tempDir())).rejects.toMatchObject({ code: 'E_NOT_A_REPOSITORY' });
  });

  it('reads the index that git names to its hooks', async () => {
    const root = await tempRepository();
    writeFiles(root, { a: '1' });
    commitAll(root, 'base');
    writeFiles(root, { a: '2' });
    const index = join(root, '.git', 'other-index');
    execFileSync('git', ['add', 'a'], { cwd: root, env: { ...process.env, GIT_INDEX_FILE: index } });
    process.env['GIT_INDEX_FILE'] = index;
    onTestFinished(() => {
      delete process.env['GIT_INDEX_FILE'];
    });
    expect(await listStaged(root)).toEqual(['a']);
  });
});

function hashObject(root: string, type: string, content: Buffer): string {
  const args = ['hash-object', '-t', type, '-w', '--stdin', '--literally'];
  return execFileSync('git', args, { cwd: root, input: content, encoding: 'utf8' }).trim();
}

function hashTree(root: string, entries: readonly (readonly [string, string, string])[]): string {
  const content = entries.map(([mode, name, sha]) =>
    Buffer.concat([Buffer.from(`${mode} ${name}\0`), Buffer.from(sha, 'hex')]),
  );
  return hashObject(root, 'tree', Buffer.concat(content));
}

/** Everything in a repository that a careless tool might change: names, sizes and times of all files. */
function snapshot(root: string): string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      const stat = lstatSync(path, { throwIfNoEntry: false });
      return `${path} ${stat?.size} ${stat?.isDirectory() ? '' : stat?.mtimeMs}`;
    })
    .toSorted();
}
