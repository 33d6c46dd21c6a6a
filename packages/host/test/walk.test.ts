import { execFileSync } from 'node:child_process';
import { chmodSync, linkSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Machine, OpenTreeOptions } from '@securescan/core';
import { asRepoPath, compareCodePoints } from '@securescan/model';
import { createMachine } from '../src/machine/create-machine.ts';
import { resolveTarget } from '../src/targets/resolve-target.ts';
import { openSourceTree } from '../src/walk/source-tree.ts';
import { walkTree } from '../src/walk/walk.ts';
import { createInsideFinder } from '../src/walk/find-inside.ts';
import { errnoCode, readAtPace } from '../src/walk/read-file.ts';
import { createPace } from '../src/walk/pace.ts';
import { readStats } from '../src/walk/stat-reader.ts';
import { VENDORED_DIRECTORIES } from '../src/walk/vendored.ts';
import { commitAll, git, tempDir, tempRepository, writeFiles } from './temp.ts';

const machine: Machine = createMachine({
  environment: { PATH: process.env['PATH'] },
  cacheDirectory: null,
});

async function openTree(path: string, options: Partial<OpenTreeOptions> = {}) {
  const target = await resolveTarget(path, { cwd: '/', scanTypes: ['code'] });
  return machine.openTree(target, {
    fileChecks: [],
    exclude: [],
    signal: new AbortController().signal,
    ...options,
  });
}

async function listFiles(path: string, options: Partial<OpenTreeOptions> = {}): Promise<string[]> {
  return (await (await openTree(path, options)).files()).map((file) => file.path);
}

describe('walk', () => {
  it('lists files sorted by code points of the whole path', async () => {
    const root = await tempDir();
    writeFiles(root, { 'a/b': '', 'a-b': '', 'a.c': '', a0: '', é: '', '\u{ff5e}': '', '\u{1f600}': '', 'a/a/z': '' });
    const files = await listFiles(root);
    expect(files).toEqual(['a-b', 'a.c', 'a/a/z', 'a/b', 'a0', 'é', '\u{ff5e}', '\u{1f600}']);
    expect(files).toEqual(files.toSorted(compareCodePoints));
  });

  it('skips vendored directories and virtual environments, but only directories', async () => {
    const root = await tempDir();
    for (const name of VENDORED_DIRECTORIES) writeFiles(root, { [`${name}/x.js`]: '', [`sub/${name}/x.js`]: '' });
    writeFiles(root, { 'env3/pyvenv.cfg': '', 'env3/lib/x.py': '', 'deep/build': 'a file', 'src/vendor/x.go': '' });
    expect(await listFiles(root)).toEqual(['deep/build', 'src/vendor/x.go']);
    expect(await listFiles(join(root, 'node_modules'))).toEqual(['x.js']);
    expect(await listFiles(join(root, 'env3'))).toEqual(['lib/x.py', 'pyvenv.cfg']);
  });

  it('honours nested ignore files, negation, files above the target and exclude globs', async () => {
    const root = await tempRepository();
    writeFiles(root, {
      '.gitignore': '*.log\n/gen/\nsub/*.tmp\n!keep.log\n',
      '.git/info/exclude': 'secret.txt\n',
      'a.log': '',
      'keep.log': '',
      'secret.txt': '',
      'gen/x': '',
      'sub/gen/x': '',
      'sub/a.tmp': '',
      'sub/a.log': '',
      'sub/.gitignore': '!a.log\n',
      'sub/.securescanignore': 'own.txt\n!a.tmp\n',
      'sub/own.txt': '',
      'docs/x.md': '',
      'src/a.min.js': '',
      'src/a.js': '',
    });
    const exclude = ['docs/', '*.{min.js,map}'];
    const all = ['.gitignore', 'keep.log', 'src/a.js', 'sub/.gitignore', 'sub/.securescanignore'];
    expect(await listFiles(root, { exclude })).toEqual(
      [...all, 'sub/a.log', 'sub/a.tmp', 'sub/gen/x'].toSorted(compareCodePoints),
    );
    expect(await listFiles(join(root, 'sub'), { exclude })).toEqual([
      'sub/.gitignore',
      'sub/.securescanignore',
      'sub/a.log',
      'sub/a.tmp',
      'sub/gen/x',
    ]);
    const ignored = await (await openTree(root)).ignoredFiles();
    expect(ignored).toEqual(['a.log', 'gen/x', 'secret.txt', 'sub/own.txt']);
  });

  it('scans what git tracks although an ignore file names it', async () => {
    const root = await tempRepository();
    writeFiles(root, {
      '.gitignore': '.env\nout/\n',
      '.env': 'A=1',
      'out/committed.txt': 'x',
      'node_modules/x.js': '',
    });
    commitAll(root, 'all');
    writeFiles(root, { 'out/untracked.txt': 'y' });
    expect(await listFiles(root)).toEqual(['.env', '.gitignore', 'out/committed.txt']);
    expect(await listFiles(root, { exclude: ['out/'] })).toEqual(['.env', '.gitignore']);
    expect(await (await openTree(root)).ignoredFiles()).toEqual(['out/untracked.txt']);
    writeFiles(root, { '.securescanignore': '.env\n', 'out/.securescanignore': 'committed.*\n' });
    expect(await listFiles(root)).toEqual(['.gitignore', '.securescanignore']);
    expect(await listFiles(join(root, 'out'))).toEqual(['out/.securescanignore', 'out/untracked.txt']);
  });

  it('never follows links, reports those to the outside, and cannot loop', async () => {
    const root = await tempDir();
    const outside = await tempDir();
    writeFiles(outside, { 'secret.txt': 'outside' });
    writeFiles(root, { 'd/a.txt': 'inside' });
    symlinkSync('d', join(root, 'again'));
    symlinkSync('..', join(root, 'd/loop'));
    symlinkSync('d/a.txt', join(root, 'b.txt'));
    symlinkSync('nowhere', join(root, 'broken'));
    symlinkSync(join(outside, 'secret.txt'), join(root, 'leak.txt'));
    symlinkSync(outside, join(root, 'leak'));
    symlinkSync('self', join(root, 'self'));
    const tree = await openTree(root);
    expect((await tree.files()).map((file) => file.path)).toEqual(['d/a.txt']);
    expect((await tree.problems()).map(({ kind, path }) => `${kind} ${path}`)).toEqual([
      'link-outside leak',
      'link-outside leak.txt',
    ]);
    expect(await tree.readText(asRepoPath('b.txt'))).toBe('inside');
    expect(await tree.readText(asRepoPath('leak.txt'))).toBeNull();
    expect(await tree.readText(asRepoPath('leak/secret.txt'))).toBeNull();
    for (const path of ['../x', '/etc/passwd', 'd/../../x', 'd', 'none', 'a\0b', '']) {
      expect(await tree.readText(asRepoPath(path)), path).toBeNull();
    }
  });

  it('reports special files and never opens them', async () => {
    const root = await tempDir();
    writeFiles(root, { 'a.txt': '' });
    execFileSync('mkfifo', [join(root, 'pipe')]);
    const tree = await openTree(root);
    expect((await tree.files()).map((file) => file.path)).toEqual(['a.txt']);
    expect(await tree.problems()).toMatchObject([{ kind: 'special-file', path: 'pipe' }]);
    expect(await tree.readBytes(asRepoPath('pipe'))).toBeNull();
  });

  it('keeps hostile and non-UTF-8 names, and can read those files', async () => {
    const root = await tempDir();
    const names = ['new\nline', 'quote"\'`', '\u001b[31mred', '\u{1f4a9}', ' space ', '-rf', 'back\\slash', '%2e%2e'];
    for (const name of names) writeFileSync(join(root, name), name);
    const raw = Buffer.concat([Buffer.from(`${root}/caf`), Buffer.from([0xe9]), Buffer.from('.txt')]);
    writeFileSync(raw, 'latin one');
    const inDirectory = Buffer.concat([Buffer.from(`${root}/d`), Buffer.from([0xff])]);
    mkdirSync(inDirectory);
    writeFileSync(Buffer.concat([inDirectory, Buffer.from('/x')]), 'below');
    const tree = await openTree(root);
    const files = (await tree.files()).map((file) => file.path);
    expect(files).toEqual([...names, 'caf\\xe9.txt', 'd\\xff/x'].toSorted(compareCodePoints));
    for (const name of names) expect(await tree.readText(asRepoPath(name))).toBe(name);
    expect(await tree.readText(asRepoPath('caf\\xe9.txt'))).toBe('latin one');
    expect(await tree.readText(asRepoPath('d\\xff/x'))).toBe('below');
  });

  it.skipIf(process.getuid?.() === 0)('reports directories that cannot be listed', async () => {
    const root = await tempDir();
    writeFiles(root, { 'a/x': '', 'b/y': '' });
    chmodSync(join(root, 'a'), 0);
    const tree = await openTree(root);
    expect((await tree.files()).map((file) => file.path)).toEqual(['b/y']);
    expect(await tree.problems()).toMatchObject([{ kind: 'unreadable', path: 'a' }]);
    chmodSync(join(root, 'a'), 0o755);
  });

  it('does not enter more than 64 directories one inside another', async () => {
    const root = await tempDir();
    const deep = (n: number): string => Array.from({ length: n }, () => 'd').join('/');
    writeFiles(root, { [`${deep(64)}/last`]: '', [`${deep(65)}/beyond`]: '' });
    const tree = await openTree(root);
    expect((await tree.files()).map((file) => file.path)).toEqual([`${deep(64)}/last`]);
    expect(await tree.problems()).toMatchObject([{ kind: 'too-deep', path: deep(65) }]);
  });

  it('takes a file target as exactly that file, whatever ignores it', async () => {
    const root = await tempRepository();
    writeFiles(root, { '.gitignore': '*', 'sub/a.log': 'x', 'sub/b.log': 'y' });
    const tree = await openTree(join(root, 'sub/a.log'));
    expect(await tree.files()).toMatchObject([{ path: 'sub/a.log', size: 1 }]);
  });

  it('takes the first files in order when there are too many, the same ones each time', async () => {
    const root = await tempDir();
    for (let i = 0; i < 50; i += 1) writeFiles(root, { [`${i % 10}/${i}`]: '' });
    const sources = { git: null, own: null };
    const signal = new AbortController().signal;
    const walk = () =>
      walkTree({
        root,
        start: root,
        sources,
        useGitIgnore: true,
        exclude: null,
        signal,
        pace: createPace(),
        maxFiles: 30,
      });
    const first = await walk();
    expect(first.files.map((file) => file.path)).toEqual((await listFiles(root)).slice(0, 30));
    expect(first.problems).toMatchObject([{ kind: 'too-many' }]);
    expect(await walk()).toEqual(first);
  });

  it('counts a hard link twice and an empty directory never', async () => {
    const root = await tempDir();
    writeFiles(root, { a: 'x' });
    linkSync(join(root, 'a'), join(root, 'b'));
    mkdirSync(join(root, 'empty'));
    expect(await listFiles(root)).toEqual(['a', 'b']);
  });

  it('stops when it is cancelled, and says so when the start is gone', async () => {
    const root = await tempDir();
    await expect(listFiles(root, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'E_CANCELLED' });
    const tree = await openTree(root);
    rmSync(root, { recursive: true });
    await expect(tree.files()).rejects.toMatchObject({ code: 'E_TARGET_UNREADABLE' });
  });

  it('walks a hostile ignore file in bounded time', async () => {
    const root = await tempDir();
    const name = 'a'.repeat(200);
    writeFiles(root, {
      '.gitignore': `${'*a'.repeat(60)}b\n${'**/a*/'.repeat(40)}b\n[\n[[:bad:]]\n`,
      [`${Array.from({ length: 20 }, () => 'a').join('/')}/${name}`]: '',
    });
    const startedAt = performance.now();
    expect(await listFiles(root)).toHaveLength(2);
    expect(performance.now() - startedAt).toBeLessThan(5000);
  });
});

describe('readBytes and readText', () => {
  it('decodes by byte order mark and refuses what is too large', async () => {
    const root = await tempDir();
    writeFiles(root, {
      utf8: Buffer.from('\u{feff}é\r\n'),
      le: Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('ab', 'utf16le')]),
      be: Buffer.from([0xfe, 0xff, 0, 0x61, 0, 0x62]),
      broken: Buffer.from([0x61, 0xff, 0x62]),
      empty: '',
      large: 'x'.repeat(101),
    });
    const tree = await openTree(root);
    expect(await tree.readText(asRepoPath('utf8'))).toBe('é\r\n');
    expect(await tree.readText(asRepoPath('le'))).toBe('ab');
    expect(await tree.readText(asRepoPath('be'))).toBe('ab');
    expect(await tree.readText(asRepoPath('broken'))).toBe('a\u{fffd}b');
    expect(await tree.readText(asRepoPath('empty'))).toBe('');
    expect(await tree.readBytes(asRepoPath('large'), 100)).toBeNull();
    expect((await tree.readBytes(asRepoPath('large'), 101))?.length).toBe(101);
  });
});

describe('pace', () => {
  it('makes no difference to what is seen of files, in input order', async () => {
    const root = await tempDir();
    const names = Array.from({ length: 100 }, (_, i) => `f${i}`);
    for (const [i, name] of names.entries()) writeFileSync(join(root, name), 'x'.repeat(i));
    const paths = [...names.map((name) => join(root, name)), join(root, 'none'), Buffer.from(join(root, 'f7'))];
    const toFacts = (results: Awaited<ReturnType<typeof readStats>>) =>
      results.map((result) => (result instanceof Error ? errnoCode(result) : result.size));
    const expected = [...names.keys(), 'ENOENT', 7];
    expect(toFacts(await readStats(paths, createPace()))).toEqual(expected);
    expect(toFacts(await readStats(paths, createPace(true)))).toEqual(expected);
    expect(await readStats([], createPace(true))).toEqual([]);
  });

  it('makes no difference to a walk, nor to what is read', async () => {
    const root = await tempDir();
    const large = 'x'.repeat(300_000);
    writeFiles(root, { 'a/b/c.txt': 'c', 'a/.gitignore': 'd*\n', 'a/d.txt': '', large });
    symlinkSync('/', join(root, 'out'));
    const signal = new AbortController().signal;
    const sources = { git: null, own: null };
    const facts = [createPace(), createPace(true)].map(async (pace) => [
      await walkTree({ root, start: root, sources, useGitIgnore: true, exclude: null, signal, pace }),
      await readAtPace(join(root, 'a/b/c.txt'), 10, pace),
      await readAtPace(join(root, 'large'), 400_000, pace),
      await readAtPace(join(root, 'large'), 299_999, pace),
      await createInsideFinder(root, pace).find('a/b/c.txt'),
      await createInsideFinder(root, pace).find('out/etc'),
    ]);
    const [fast, slow] = await Promise.all(facts);
    expect(fast).toEqual(slow);
    expect(fast?.slice(1)).toMatchObject([
      { kind: 'read', bytes: Buffer.from('c') },
      { kind: 'read', bytes: Buffer.from(large) },
      { kind: 'too-large' },
      join(root, 'a/b/c.txt'),
      null,
    ]);
  });

  it('takes a disk as slow when many slices are, not when a few are among many', () => {
    const waitMs = (ms: number) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
    const slow = createPace();
    for (let i = 0; i < 3; i += 1) slow.direct(() => waitMs(6));
    expect(slow.isSlow()).toBe(true);
    const busy = createPace();
    for (let i = 0; i < 100; i += 1) busy.direct(() => null);
    for (let i = 0; i < 3; i += 1) busy.direct(() => waitMs(6));
    expect(busy.isSlow()).toBe(false);
  });

  it('gives way after a turn, once for all that work side by side', async () => {
    const pace = createPace();
    const pause = pace.rest();
    expect(pause).not.toBeNull();
    expect(pace.rest()).toBe(pause);
    await pause;
    expect(pace.rest()).toBeNull();
  });
});

describe('createInsideFinder', () => {
  it('remembers directories that are not there, and asks anew for what is', async () => {
    const root = await tempDir();
    writeFiles(root, { 'a/x': '' });
    symlinkSync('a', join(root, 'link'));
    const finder = createInsideFinder(root, createPace());
    expect(await finder.find('a/none/deep/x')).toBeNull();
    expect(finder.findAbsent('a/none/other/y')).toBe('a/none');
    expect(finder.findAbsent('a/y')).toBeNull();
    expect(await finder.find('link/x')).toBe(join(root, 'a/x'));
    expect(await finder.find('a/x')).toBe(join(root, 'a/x'));
    rmSync(join(root, 'a/x'));
    expect(await finder.find('a/x')).toBeNull();
    expect([await finder.find('../x'), await finder.find('/etc/hostname'), await finder.find('a\0b')]).toEqual([
      null,
      null,
      null,
    ]);
  });
});

describe('ignore rules, compared with git itself', () => {
  let root = '';
  beforeAll(async () => {
    execFileSync('git', ['--version']);
  });

  const name = fc.constantFrom('a', 'b', 'ab', 'aab', 'a.c', 'é', 'x y', '#h', '!n', '[z]', 'A', 'b.c', '-', 'a\\b');
  const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((names) => names.join('/'));
  const tokens = [
    ['a', 'b', 'ab', 'a.c', 'é', '/', '/', '*', '**', '**/', '/**', '?', '[ab]', '[!a]', '[a-b]', '[[:alpha:]]', '\\'],
    ['\\*', '!', '#', ' ', '\\ ', '[', ']', '.c', '*.c', '-', '[]a]', '[^b]', 'x y', '\t'],
  ].flat();
  const token = fc.constantFrom(...tokens);
  const pattern = fc.array(token, { minLength: 1, maxLength: 6 }).map((tokens) => tokens.join(''));
  const plain = fc.oneof(
    path,
    path.map((text) => `/${text}`),
    name.map((text) => `${text}/`),
    path.map((text) => `!${text}`),
    name.map((text) => `**/${text}`),
    name.map((text) => `${text}/**`),
  );
  const ignoreFile = fc.record({
    lines: fc.array(fc.oneof(pattern, plain), { minLength: 1, maxLength: 6 }),
    end: fc.constantFrom('\n', '\r\n'),
    mark: fc.boolean(),
  });
  const world = fc.record({
    files: fc.uniqueArray(path, { minLength: 1, maxLength: 12 }),
    ignores: fc.array(fc.tuple(fc.option(path, { nil: '' }), ignoreFile), { maxLength: 3 }),
    exclude: fc.option(ignoreFile, { nil: null }),
  });

  it('finds exactly the files that `git ls-files --others --exclude-standard` lists', async () => {
    root = await tempDir();
    let run = 0;
    await fc.assert(
      fc.asyncProperty(world, async ({ files, ignores, exclude }) => {
        run += 1;
        const directory = join(root, String(run));
        mkdirSync(directory);
        git(directory, 'init', '--quiet');
        for (const file of files) tryWrite(directory, file, '');
        const toText = ({ lines, end, mark }: { lines: string[]; end: string; mark: boolean }): string =>
          (mark ? '\u{feff}' : '') + lines.join(end) + (lines.length % 2 === 0 ? end : '');
        for (const [below, ignore] of ignores) tryWrite(directory, join(below, '.gitignore'), toText(ignore));
        if (exclude) tryWrite(directory, '.git/info/exclude', toText(exclude));
        const expected = git(directory, 'ls-files', '-z', '--others', '--exclude-standard').split('\0').filter(Boolean);
        expect(await listFiles(directory)).toEqual(expected.toSorted(compareCodePoints));
        rmSync(directory, { recursive: true });
      }),
      {
        numRuns: 150,
        examples: [
          [
            {
              files: ['a/ab/b', 'ab/ab'],
              ignores: [['', { lines: ['/a**/b', '!ab'], end: '\n', mark: false }]],
              exclude: null,
            },
          ],
        ],
      },
    );
  }, 120_000);

  /** Two generated paths can contradict each other (a file where another wants a directory); the later one gives way. */
  function tryWrite(directory: string, file: string, content: string): void {
    try {
      writeFiles(directory, { [file]: content });
    } catch (error) {
      expect((error as NodeJS.ErrnoException).code).toMatch(/^(?:EEXIST|ENOTDIR|EISDIR)$/);
    }
  }
});

it('tells of any path whether the exclude globs leave it out', async () => {
  const root = await tempDir();
  await using tree = openSourceTree(
    { kind: 'directory', path: root, root, display: '.' },
    { fileChecks: [], exclude: ['data/**', '**/golden/**', '*.min.js'], signal: new AbortController().signal },
    { check: () => Promise.reject(new Error('not asked')), [Symbol.asyncDispose]: () => Promise.resolve() },
    () => Promise.reject(new Error('not asked')),
  );
  expect(
    ['data/a.py', 'x/golden/y', 'a/b.min.js', 'data.py', 'golden.txt'].map((path) => tree.leavesOut(path)),
  ).toEqual([true, true, true, false, false]);
});

it('names the vendored directories that nothing ignores', async () => {
  const root = await tempDir();
  writeFiles(root, {
    '.gitignore': 'build/\n',
    'node_modules/a/index.js': '',
    'app/dist/a.js': '',
    'app/build/a.js': '',
    'excluded/venv/a.py': '',
    'env/pyvenv.cfg': '',
    '.git/HEAD': '',
  });
  await using tree = openSourceTree(
    { kind: 'directory', path: root, root, display: '.' },
    { fileChecks: [], exclude: ['excluded/**'], signal: new AbortController().signal },
    { check: () => Promise.reject(new Error('not asked')), [Symbol.asyncDispose]: () => Promise.resolve() },
    () => Promise.reject(new Error('not asked')),
  );
  expect(await tree.vendoredDirectories()).toEqual(['app/dist', 'env', 'node_modules']);
});
