import { chmodSync, mkdirSync, renameSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { RememberedTree, RememberedWork } from '@securescan/core';
import { asRepoPath } from '@securescan/model';
import { createMachine, type MachineOptions } from '../src/machine/create-machine.ts';
import { resolveTarget } from '../src/targets/resolve-target.ts';
import { tempDir, writeFiles } from './temp.ts';

let root = '';
let cacheDirectory = '';

/** What the work under test reads: two manifests, something outside of the walk, something absent, a directory. */
async function readAll(tree: RememberedTree): Promise<string[]> {
  const paths = ['node_modules/a/package.json', 'node_modules/none/deep/package.json', 'sub/absent.json'];
  const texts = await Promise.all(
    [...tree.files.map(({ path }) => path), ...paths.map(asRepoPath)].map((path) => tree.readText(path)),
  );
  return [...texts.map((text) => text ?? '-'), ...(await tree.listDirectory(asRepoPath('lib')))];
}

interface Run {
  readonly result: unknown;
  /** Whether the work was done, rather than remembered. */
  readonly worked: boolean;
}

async function run(work: Partial<RememberedWork<unknown>> = {}, options: Partial<MachineOptions> = {}): Promise<Run> {
  await using machine = createMachine({ environment: {}, cacheDirectory, codeVersion: '1', ...options });
  const target = await resolveTarget(root, { cwd: '/', scanTypes: ['code'] });
  const tree = machine.openTree(target, { fileChecks: [], exclude: [], signal: new AbortController().signal });
  let worked = false;
  const result = await tree.remember({
    name: 'test',
    settings: '',
    reads: (path) => path.endsWith('.json'),
    run(view) {
      worked = true;
      return readAll(view);
    },
    ...work,
  });
  return { result, worked };
}

async function waitForClockGrain(): Promise<void> {
  const startedAt = Date.now();
  await expect.poll(() => Date.now() - startedAt, { interval: 5 }).toBeGreaterThan(40);
}

beforeEach(async () => {
  root = await tempDir();
  cacheDirectory = await tempDir();
  writeFiles(root, {
    'a.json': 'A1',
    'sub/b.json': 'B1',
    'other.txt': 'x',
    'node_modules/a/package.json': 'N1',
    'lib/one': '',
  });
  await waitForClockGrain();
});

const FIRST = ['A1', 'B1', 'N1', '-', '-', 'one'];

describe('remembered work', () => {
  it('is done once while nothing changes, even when a file it does not read does', async () => {
    expect(await run()).toEqual({ result: FIRST, worked: true });
    writeFiles(root, { 'other.txt': 'changed', 'new.txt': '' });
    expect(await run()).toEqual({ result: FIRST, worked: false });
  });

  const changes: readonly (readonly [string, () => void, readonly string[]])[] = [
    ['a file of the walk changes', () => writeFiles(root, { 'a.json': 'A2!' }), ['A2!', 'B1', 'N1', '-', '-', 'one']],
    [
      'a file keeps its size and its time of change is set back',
      () => {
        const { atime, mtime } = statSync(join(root, 'a.json'));
        writeFileSync(join(root, 'a.json'), 'A2');
        utimesSync(join(root, 'a.json'), atime, mtime);
      },
      ['A2', 'B1', 'N1', '-', '-', 'one'],
    ],
    [
      'a file is replaced by another of the same size and time',
      () => {
        const { atime, mtime } = statSync(join(root, 'a.json'));
        writeFileSync(join(root, 'a.new'), 'A3');
        utimesSync(join(root, 'a.new'), atime, mtime);
        renameSync(join(root, 'a.new'), join(root, 'a.json'));
      },
      ['A3', 'B1', 'N1', '-', '-', 'one'],
    ],
    ['a file is added', () => writeFiles(root, { 'b.json': 'new' }), ['A1', 'new', 'B1', 'N1', '-', '-', 'one']],
    ['a file goes away', () => rmSync(join(root, 'a.json')), ['B1', 'N1', '-', '-', 'one']],
    [
      'a file outside of the walk changes',
      () => writeFiles(root, { 'node_modules/a/package.json': 'N2' }),
      ['A1', 'B1', 'N2', '-', '-', 'one'],
    ],
    [
      'a directory that was not there is',
      () => writeFiles(root, { 'node_modules/none/deep/package.json': 'D' }),
      ['A1', 'B1', 'N1', 'D', '-', 'one'],
    ],
    [
      'a file that was not there is',
      () => writeFiles(root, { 'sub/absent.json': 'C' }),
      ['A1', 'C', 'B1', 'N1', '-', 'C', 'one'],
    ],
    ['a listed directory has one more', () => writeFiles(root, { 'lib/two': '' }), [...FIRST, 'two']],
    [
      'the listed directory goes away',
      () => rmSync(join(root, 'lib'), { recursive: true }),
      ['A1', 'B1', 'N1', '-', '-'],
    ],
  ];

  it.each(changes)('is done again when %s', async (_what, change, expected) => {
    await run();
    await waitForClockGrain();
    change();
    await waitForClockGrain();
    expect(await run()).toEqual({ result: expected, worked: true });
    expect(await run()).toEqual({ result: expected, worked: false });
  });

  it('is done again for a file that changed within the grain of the clock', async () => {
    writeFiles(root, { 'a.json': 'A2' });
    expect((await run()).worked).toBe(true);
    expect((await run()).worked).toBe(true);
  });

  it('is done again with other settings and by other code', async () => {
    await run();
    expect((await run({ settings: 'strict' })).worked).toBe(true);
    expect((await run({ settings: 'strict' }, { codeVersion: '2' })).worked).toBe(true);
    expect((await run({ settings: 'strict' }, { codeVersion: '2' })).worked).toBe(false);
  });

  it('is not kept when it read through a link, or what no stamp tells', async () => {
    mkdirSync(join(root, 'real'));
    symlinkSync('real', join(root, 'link'));
    writeFiles(root, { 'real/x': 'X', 'large.json': 'xx' });
    await waitForClockGrain();
    const through = { name: 'link', run: (tree: RememberedTree) => tree.readText(asRepoPath('link/x')) };
    expect(await run(through)).toEqual({ result: 'X', worked: false });
    writeFiles(root, { 'real/x': 'Y' });
    expect((await run(through)).result).toBe('Y');
    const large = { name: 'large', run: (tree: RememberedTree) => tree.readText(asRepoPath('large.json'), 1) };
    expect((await run(large)).result).toBeNull();
    writeFiles(root, { 'large.json': 'x' });
    expect((await run(large)).result).toBe('x');
  });

  it('is done again when what was kept is damaged or others could write it', async () => {
    await run();
    const trees = join(cacheDirectory, 'trees');
    chmodSync(trees, 0o777);
    expect((await run()).worked).toBe(true);
    chmodSync(trees, 0o700);
    expect((await run()).worked).toBe(false);
  });

  it('is done each time without a cache', async () => {
    expect((await run({}, { cacheDirectory: null })).worked).toBe(true);
    expect((await run({}, { cacheDirectory: null })).worked).toBe(true);
  });
});
