import { chmodSync, existsSync, lstatSync, mkdirSync, readFileSync, readdirSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createClock } from '../src/clock/clock.ts';
import { parseDotEnv, readDotEnv } from '../src/env/dotenv.ts';
import { writeFileAtomic } from '../src/files/write-file-atomic.ts';
import { createHostProbe } from '../src/probe/host-probe.ts';
import { tempDir, writeFiles } from './temp.ts';

describe('createClock', () => {
  it.each([
    ['2026-01-31T12:00:00Z', '2026-01-31T12:00:00.000Z'],
    ['2026-01-31T12:00:00', '2026-01-31T12:00:00.000Z'],
    ['2026-01-31T12:00:00.5+02:00', '2026-01-31T10:00:00.500Z'],
    ['2026-01-31 12:00', '2026-01-31T12:00:00.000Z'],
    ['2026-01-31', '2026-01-31T00:00:00.000Z'],
  ])('reads %s', (text, iso) => expect(createClock(text).now().toISOString()).toBe(iso));

  it.each(['now', '12', '2026-13-01', '2026-01-31T25:00', 'Jan 1 2026', '2026-01-31T12:00:00ZZ'])(
    'refuses %s',
    (text) => {
      expect(() => createClock(text)).toThrow(expect.objectContaining({ code: 'E_ENVIRONMENT' }));
    },
  );

  it('runs when nothing is set, and measures time in either case', () => {
    expect(Math.abs(createClock('').now().getTime() - Date.now())).toBeLessThan(1000);
    const clock = createClock('2026-01-31');
    expect(clock.monotonicMs()).toBeLessThanOrEqual(clock.monotonicMs());
  });
});

describe('parseDotEnv', () => {
  it('strips matching outer quotes and nothing else', () => {
    const text = [
      '\u{feff}'.slice(1) + '# comment',
      '',
      'PLAIN=a b',
      'export EXPORTED = x ',
      `SINGLE='a "b" # c'`,
      'DOUBLE="it\'s"',
      `MIXED="half'`,
      'EMPTY=',
      'URL=http://x/#y # remark',
      'EQUALS=a=b==',
    ].join('\r\n');
    expect(parseDotEnv(text, '.env')).toEqual({
      PLAIN: 'a b',
      EXPORTED: 'x',
      SINGLE: 'a "b" # c',
      DOUBLE: "it's",
      MIXED: `"half'`,
      EMPTY: '',
      URL: 'http://x/#y',
      EQUALS: 'a=b==',
    });
  });

  it('names the line that is wrong, never what it holds', () => {
    expect(() => parseDotEnv('A=1\nhunter2-secret\n', '/x/.env')).toThrow(/^\/x\/\.env:2 /);
    expect(() => parseDotEnv('A=1\nhunter2-secret\n', '/x/.env')).not.toThrow(/hunter2/);
  });

  it('is no error when the file is missing', async () => {
    expect(await readDotEnv(join(await tempDir(), '.env'))).toEqual({});
  });
});

describe('writeFileAtomic', () => {
  it('makes parents, keeps the mode, and leaves no sibling', async () => {
    const root = await tempDir();
    const path = join(root, 'a/b/report.json');
    await writeFileAtomic(path, 'one');
    chmodSync(path, 0o640);
    await writeFileAtomic(path, 'two');
    expect(readFileSync(path, 'utf8')).toBe('two');
    expect(statSync(path).mode & 0o777).toBe(0o640);
    expect(readdirSync(join(root, 'a/b'))).toEqual(['report.json']);
  });

  it('replaces a link instead of writing through it', async () => {
    const root = await tempDir();
    const outside = join(await tempDir(), 'victim');
    writeFiles('/', { [outside]: 'mine' });
    symlinkSync(outside, join(root, 'report'));
    symlinkSync('/no/such/place', join(root, 'dangling'));
    await writeFileAtomic(join(root, 'report'), 'new');
    await writeFileAtomic(join(root, 'dangling'), 'new');
    expect(readFileSync(outside, 'utf8')).toBe('mine');
    expect(lstatSync(join(root, 'report')).isFile()).toBe(true);
    expect(lstatSync(join(root, 'dangling')).isFile()).toBe(true);
  });

  it('refuses a directory and a file in place of a parent, and leaves the old file when writing fails', async () => {
    const root = await tempDir();
    mkdirSync(join(root, 'directory'));
    writeFiles(root, { file: 'old' });
    await expect(writeFileAtomic(join(root, 'directory'), 'x')).rejects.toMatchObject({ code: 'E_OUTPUT_PATH' });
    await expect(writeFileAtomic(join(root, 'file/below'), 'x')).rejects.toMatchObject({ code: 'E_OUTPUT_PATH' });
    await expect(writeFileAtomic(join(root, 'x'.repeat(300)), 'x')).rejects.toMatchObject({ code: 'E_WRITE' });
    expect(readFileSync(join(root, 'file'), 'utf8')).toBe('old');
    expect(readdirSync(root).toSorted()).toEqual(['directory', 'file']);
  });

  it.skipIf(process.platform !== 'linux')('gives up where no directory can be made', async () => {
    await expect(writeFileAtomic('/proc/none/report', 'x')).rejects.toMatchObject({ code: 'E_OUTPUT_PATH' });
  });

  it('writes to a device', async () => {
    await writeFileAtomic('/dev/null', 'gone');
    expect(existsSync('/dev/null')).toBe(true);
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
  });
});

describe('HostProbe', () => {
  const probe = createHostProbe({ PATH: process.env['PATH'], TOKEN: 'x', UNSET: undefined });

  it('reads, lists and looks, and answers null for what is absent', async () => {
    const root = await tempDir();
    writeFiles(root, { b: 'text', a: '' });
    chmodSync(join(root, 'b'), 0o4755);
    expect(await probe.readText(join(root, 'b'))).toBe('text');
    expect(await probe.readText(join(root, 'none'))).toBeNull();
    expect(await probe.stat(join(root, 'b'))).toMatchObject({ mode: 0o4755, isFile: true, isDirectory: false });
    expect(await probe.stat(join(root, 'none'))).toBeNull();
    expect(await probe.listDirectory(root)).toEqual(['a', 'b']);
    expect(await probe.listDirectory(join(root, 'none'))).toEqual([]);
    expect(probe.environment).toMatchObject({ TOKEN: 'x' });
  });

  it('runs system commands within their time, and answers null for what fails', async () => {
    expect(await probe.run('echo', ['$HOME'], 5000)).toBe('$HOME\n');
    expect(await probe.run('false', [], 5000)).toBeNull();
    expect(await probe.run('no-such-command', [], 5000)).toBeNull();
    expect(await probe.run('sleep', ['60'], 100)).toBeNull();
  });
});
