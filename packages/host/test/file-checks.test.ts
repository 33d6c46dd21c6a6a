import { chmodSync, existsSync, readFileSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { FileCheckResult } from '@securescan/core';
import { createMachine, type MachineOptions } from '../src/machine/create-machine.ts';
import { resolveTarget } from '../src/targets/resolve-target.ts';
import { testChecks } from './checks.ts';
import { tempDir, writeFiles } from './temp.ts';

const workerUrl = new URL('check-worker.ts', import.meta.url);
const failingWorker = new URL('failing-worker.ts', import.meta.url);
/** A worker that cannot start: with it, only kept results can answer. */
const noWorker = new URL('no-such-worker.ts', import.meta.url);

async function check(
  root: string,
  id: string,
  options: Partial<MachineOptions> & { signal?: AbortSignal; ids?: readonly string[] } = {},
): Promise<FileCheckResult> {
  await using machine = createMachine({
    environment: { PATH: process.env['PATH'] },
    cacheDirectory: null,
    fileChecks: testChecks,
    fileCheckWorker: workerUrl,
    ...options,
  });
  const target = await resolveTarget(root, { cwd: '/', scanTypes: ['code'] });
  const signal = options.signal ?? new AbortController().signal;
  const tree = machine.openTree(target, { fileChecks: options.ids ?? ['words', 'unruly'], exclude: [], signal });
  return await tree.check(id);
}

/** Makes a file look as if it had been written long ago, so that its stamp is trusted at once. */
function age(root: string, ...paths: readonly string[]): void {
  for (const path of paths) utimesSync(join(root, path), new Date('2020-01-01'), new Date('2020-01-01'));
}

async function waitForClockGrain(): Promise<void> {
  const startedAt = Date.now();
  await expect.poll(() => Date.now() - startedAt, { interval: 5 }).toBeGreaterThan(40);
}

describe('file checks', () => {
  it('runs over every wanted text file, in the order of the walk', async () => {
    const root = await tempDir();
    writeFiles(root, {
      'b.txt': 'fine\nbad one\n',
      'a/x.txt': 'bad\n',
      'picture.png': 'bad',
      'binary.dat': Buffer.from('bad\0bad'),
      'utf16.txt': Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('bad', 'utf16le')]),
    });
    const result = await check(root, 'words');
    expect(result.findings.map(({ path, lineStart }) => `${path}:${lineStart}`)).toEqual([
      'a/x.txt:1',
      'b.txt:2',
      'utf16.txt:1',
    ]);
    expect(result).toMatchObject({ filesChecked: 3, notes: [] });
  });

  it('gives the same result with one and with several workers', async () => {
    const root = await tempDir();
    for (let i = 0; i < 300; i += 1) writeFiles(root, { [`d${i % 7}/f${i}.txt`]: `${'x'.repeat(10_000)}\nbad ${i}\n` });
    const one = await check(root, 'words', { workers: 1 });
    expect(one.findings).toHaveLength(300);
    expect(await check(root, 'words', { workers: 4 })).toEqual(one);
  });

  it('notes what is too large and goes on', async () => {
    const root = await tempDir();
    writeFiles(root, { 'large.txt': Buffer.alloc(5_000_001, 0x61), 'b.txt': 'bad' });
    const result = await check(root, 'words');
    expect(result.findings).toHaveLength(1);
    expect(result.notes).toEqual(['large.txt: is larger than 5000000 bytes and was not checked']);
  });

  it.each([
    ['throws', 'throw', 'a.unruly: the check failed: no such thing'],
    ['ends its thread', 'exit', 'a.unruly: the check broke the worker: it ended with code 7'],
    ['hangs', 'hang', 'a.unruly: the check took longer than 2 s'],
  ])('survives a check that %s, and runs the others on that file', async (_name, text, note) => {
    const root = await tempDir();
    writeFiles(root, { 'a.unruly': `${text}\nbad`, 'b.txt': 'bad', 'c.unruly': 'fine' });
    const unruly = await check(root, 'unruly', { fileTimeoutMs: 2000 });
    expect(unruly.notes).toEqual([note]);
    expect(unruly.filesChecked).toBe(1);
    const words = await check(root, 'words', { fileTimeoutMs: 2000 });
    expect(words.findings.map((finding) => finding.path)).toEqual(['a.unruly', 'b.txt']);
    expect(words.notes).toEqual([]);
  });

  it('survives a check that fills the memory', async () => {
    const root = await tempDir();
    writeFiles(root, { 'a.unruly': 'fill', 'b.txt': 'bad' });
    const result = await check(root, 'unruly', { fileTimeoutMs: 60_000 });
    expect(result.notes).toEqual([expect.stringMatching(/^a\.unruly: the check broke the worker: .*memory/)]);
  }, 60_000);

  it('can be cancelled while a check hangs', async () => {
    const root = await tempDir();
    writeFiles(root, { 'a.unruly': 'hang' });
    const controller = new AbortController();
    const running = check(root, 'unruly', { signal: controller.signal, fileTimeoutMs: 60_000 });
    setTimeout(() => controller.abort(), 200);
    await expect(running).rejects.toMatchObject({ code: 'E_CANCELLED' });
  });

  it('says why when the worker cannot start', async () => {
    const root = await tempDir();
    writeFiles(root, { a: 'bad' });
    await expect(check(root, 'words', { fileCheckWorker: noWorker })).rejects.toMatchObject({ code: 'E_INTERNAL' });
  });

  it('is quiet and right for an empty directory', async () => {
    expect(await check(await tempDir(), 'words')).toEqual({ findings: [], filesChecked: 0, notes: [] });
  });
});

describe('kept results', () => {
  it('answer for an unchanged tree without a worker, and for a changed file with the new content', async () => {
    const root = await tempDir();
    const cacheDirectory = await tempDir();
    writeFiles(root, { 'a.txt': 'bad', 'b.txt': 'good', 'c.bin': Buffer.from('\0bad') });
    await waitForClockGrain();
    const first = await check(root, 'words', { cacheDirectory });
    expect(first.findings).toHaveLength(1);
    expect(await check(root, 'words', { cacheDirectory, fileCheckWorker: noWorker })).toEqual(first);
    writeFileSync(join(root, 'b.txt'), 'bad now');
    const second = await check(root, 'words', { cacheDirectory });
    expect(second.findings.map(({ path, description }) => [path, description])).toEqual([
      ['a.txt', 'bad'],
      ['b.txt', 'bad now'],
    ]);
  });

  it('are not used for a file that changed within the grain of the clock, with equal size and times', async () => {
    const root = await tempDir();
    const cacheDirectory = await tempDir();
    writeFiles(root, { 'a.txt': 'good' });
    await check(root, 'words', { cacheDirectory });
    const before = statSync(join(root, 'a.txt'));
    writeFileSync(join(root, 'a.txt'), 'bad!');
    utimesSync(join(root, 'a.txt'), before.atime, before.mtime);
    expect((await check(root, 'words', { cacheDirectory })).findings).toHaveLength(1);
  });

  it('are kept by content: a touched file is read but not checked again', async () => {
    const root = await tempDir();
    const cacheDirectory = await tempDir();
    writeFiles(root, { 'a.unruly': 'fine' });
    await waitForClockGrain();
    await check(root, 'unruly', { cacheDirectory });
    age(root, 'a.unruly');
    const again = await check(root, 'unruly', { cacheDirectory, fileCheckWorker: failingWorker });
    expect(again).toEqual({ findings: [], filesChecked: 1, notes: [] });
    writeFiles(root, { 'a.unruly': 'changed' });
    const changed = await check(root, 'unruly', { cacheDirectory, fileCheckWorker: failingWorker });
    expect(changed.notes).toEqual(['a.unruly: the check failed: this check should not have run']);
  });

  it('of another version are not used', async () => {
    const root = await tempDir();
    const cacheDirectory = await tempDir();
    writeFiles(root, { 'a.txt': 'bad' });
    await waitForClockGrain();
    await check(root, 'words', { cacheDirectory });
    const fileChecks = { ...testChecks, words: { ...testChecks.words, version: '2' } };
    const options = { cacheDirectory, fileChecks };
    await expect(check(root, 'words', { ...options, fileCheckWorker: noWorker })).rejects.toMatchObject({
      code: 'E_INTERNAL',
    });
    expect((await check(root, 'words', options)).findings).toHaveLength(1);
  });

  it('of checks that are not asked this time stay', async () => {
    const root = await tempDir();
    const cacheDirectory = await tempDir();
    writeFiles(root, { 'a.unruly': 'bad' });
    await waitForClockGrain();
    await check(root, 'words', { cacheDirectory, ids: ['words'] });
    await check(root, 'unruly', { cacheDirectory, ids: ['unruly'] });
    const both = { cacheDirectory, fileCheckWorker: noWorker };
    expect((await check(root, 'words', both)).findings).toHaveLength(1);
  });

  it('of files that the checks of this time do not want stay', async () => {
    const root = await tempDir();
    const cacheDirectory = await tempDir();
    writeFiles(root, { 'a.txt': 'bad', 'b.unruly': 'fine' });
    await waitForClockGrain();
    const words = await check(root, 'words', { cacheDirectory, ids: ['words'] });
    await check(root, 'unruly', { cacheDirectory, ids: ['unruly'] });
    const noChecks = { cacheDirectory, fileCheckWorker: noWorker };
    expect(await check(root, 'words', { ...noChecks, ids: ['words'] })).toEqual(words);
  });

  it('of other code are not used, whatever the versions of the checks say', async () => {
    const root = await tempDir();
    const cacheDirectory = await tempDir();
    writeFiles(root, { 'a.txt': 'bad' });
    await waitForClockGrain();
    await check(root, 'words', { cacheDirectory, codeVersion: 'older' });
    const newer = check(root, 'words', { cacheDirectory, codeVersion: 'newer', fileCheckWorker: noWorker });
    await expect(newer).rejects.toMatchObject({ code: 'E_INTERNAL' });
    const older = { cacheDirectory, codeVersion: 'older', fileCheckWorker: noWorker };
    expect((await check(root, 'words', older)).findings).toHaveLength(1);
  });

  it('that are damaged are ignored and written anew', async () => {
    const root = await tempDir();
    const cacheDirectory = await tempDir();
    writeFiles(root, { 'a.txt': 'bad', 'b.txt': 'x' });
    await waitForClockGrain();
    const first = await check(root, 'words', { cacheDirectory });
    const trees = join(cacheDirectory, 'trees');
    const [name = ''] = readdirSync(trees);
    const whole = readFileSync(join(trees, name));
    const flipped = Buffer.from(whole);
    flipped[whole.length - 20] = (flipped[whole.length - 20] ?? 0) ^ 1;
    for (const bytes of [
      Buffer.alloc(0),
      whole.subarray(0, whole.length - 10),
      flipped,
      Buffer.from('{"format":2}\n'),
      Buffer.from('garbage'),
    ]) {
      writeFileSync(join(trees, name), bytes);
      expect(await check(root, 'words', { cacheDirectory })).toEqual(first);
      expect(readFileSync(join(trees, name)).length).toBe(whole.length);
    }
  });

  it('are private, and those of a directory that others can write to are not used', async () => {
    const root = await tempDir();
    const cacheDirectory = join(await tempDir(), 'new', 'cache');
    writeFiles(root, { 'a.txt': 'bad' });
    await waitForClockGrain();
    await check(root, 'words', { cacheDirectory });
    const trees = join(cacheDirectory, 'trees');
    expect(statSync(trees).mode & 0o777).toBe(0o700);
    expect(existsSync(join(trees, readdirSync(trees)[0] ?? ''))).toBe(true);
    chmodSync(trees, 0o777);
    await expect(check(root, 'words', { cacheDirectory, fileCheckWorker: noWorker })).rejects.toMatchObject({
      code: 'E_INTERNAL',
    });
  });

  it('cost nothing when they cannot be written', async () => {
    const root = await tempDir();
    writeFiles(root, { 'a.txt': 'bad', 'not-a-directory': '' });
    expect((await check(root, 'words', { cacheDirectory: join(root, 'not-a-directory') })).findings).toHaveLength(1);
  });
});
