import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findConfigFile } from '../src/targets/find-config-file.ts';
import { isHostTarget } from '../src/targets/host-syntax.ts';
import { resolveTarget } from '../src/targets/resolve-target.ts';
import { tempDir, tempRepository, writeFiles } from './temp.ts';

describe('resolveTarget', () => {
  it('finds directories and files, relative to the working directory, with the repository as root', async () => {
    const root = await tempRepository();
    writeFiles(root, { 'sub/x.txt': '' });
    expect(await resolveTarget('.', { cwd: root, scanTypes: ['code'] })).toEqual({
      kind: 'directory',
      path: root,
      root,
      display: '.',
    });
    expect(await resolveTarget('sub', { cwd: root, scanTypes: ['code'] })).toEqual({
      kind: 'directory',
      path: join(root, 'sub'),
      root,
      display: 'sub',
    });
    expect(await resolveTarget('sub/x.txt', { cwd: root, scanTypes: ['code'] })).toMatchObject({
      kind: 'file',
      path: join(root, 'sub/x.txt'),
      root,
    });
  });

  it('takes the directory itself as root outside a repository, and looks behind links', async () => {
    const root = await tempDir();
    writeFiles(root, { 'real/x.txt': '' });
    symlinkSync('real', join(root, 'link'));
    const real = join(root, 'real');
    expect(await resolveTarget('link', { cwd: root, scanTypes: ['code'] })).toMatchObject({
      path: real,
      root: real,
      display: 'link',
    });
    expect(await resolveTarget('link/x.txt', { cwd: root, scanTypes: ['code'] })).toMatchObject({
      kind: 'file',
      root: real,
    });
  });

  it('decides in the order URL, path, host', async () => {
    const cwd = await tempDir();
    mkdirSync(join(cwd, 'localhost'));
    const resolve = (text: string, scanTypes: readonly ('network' | 'code')[] = ['network']) =>
      resolveTarget(text, { cwd, scanTypes });
    expect(await resolve('HTTPS://Example.org/a b')).toMatchObject({ kind: 'url', url: 'https://example.org/a%20b' });
    expect(await resolve('localhost')).toMatchObject({ kind: 'directory' });
    expect(await resolve('10.0.0.0/8')).toMatchObject({ kind: 'host', host: '10.0.0.0/8' });
    await expect(resolve('10.0.0.1', ['code'])).rejects.toMatchObject({
      code: 'E_TARGET_NOT_FOUND',
      message: 'target does not exist: 10.0.0.1; to scan a host, add --type network',
    });
  });

  it('refuses what is no target, with the reason', async () => {
    const cwd = await tempDir();
    execFileSync('mkfifo', [join(cwd, 'pipe')]);
    symlinkSync('loop', join(cwd, 'loop'));
    const cases = {
      '': 'E_TARGET_NOT_FOUND',
      none: 'E_TARGET_NOT_FOUND',
      'a\0b': 'E_TARGET_NOT_FOUND',
      'ftp://example.org': 'E_TARGET_NOT_FOUND',
      'http://': 'E_TARGET_KIND',
      'http://user:word@example.org': 'E_TARGET_KIND',
      pipe: 'E_TARGET_KIND',
      loop: 'E_TARGET_UNREADABLE',
      ['x'.repeat(300)]: 'E_TARGET_NOT_FOUND',
    };
    for (const [text, code] of Object.entries(cases)) {
      await expect(resolveTarget(text, { cwd, scanTypes: ['code'] }), text).rejects.toMatchObject({ code });
    }
  });
});

describe('isHostTarget', () => {
  it.each([
    'localhost',
    'example.org',
    'a-b.example.org',
    '10.0.0.1',
    '10.0.0.0/24',
    'fe80::1',
    'fd00::/64',
    'example.org/24',
  ])('takes %s', (text) => expect(isHostTarget(text)).toBe(true));
  it.each([
    '',
    '-oX',
    '--script=x',
    '1.2.3',
    '1.2.3.4.5',
    '256.1.1.1',
    '10.0.0.0/33',
    'a b',
    'a;b',
    '-a.org',
    'a-',
    'a..b',
    '$(id)',
    'x/y',
  ])('refuses %j', (text) => expect(isHostTarget(text)).toBe(false));
});

describe('findConfigFile', () => {
  it('looks upwards to the repository, past directories and broken links of that name', async () => {
    const root = await tempRepository();
    writeFiles(root, { '.securescan.yaml': '', 'a/b/x.txt': '', 'other/.securescan.yml': '' });
    mkdirSync(join(root, 'a/.securescan.yml'));
    symlinkSync('none', join(root, 'a/b/.securescan.yml'));
    const found = join(root, '.securescan.yaml');
    expect(await findConfigFile(join(root, 'a/b'))).toBe(found);
    expect(await findConfigFile(join(root, 'a/b/x.txt'))).toBe(found);
    expect(await findConfigFile(join(root, 'other'))).toBe(join(root, 'other/.securescan.yml'));
    const inner = join(root, 'a/b/inner');
    writeFiles(inner, { '.git': 'gitdir: elsewhere' });
    expect(await findConfigFile(inner)).toBeNull();
  });
});
