import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { COMMAND, ensureBuilt } from './build-command.ts';
import { findProgram, makeSandbox, runCommand, writeFiles } from './sandbox.ts';
import type { Sandbox } from './sandbox.ts';
import { showOnTerminal } from './terminal.ts';

let sandbox: Sandbox;
beforeAll(ensureBuilt);
beforeEach(() => {
  sandbox = makeSandbox();
});
afterEach(() => sandbox[Symbol.dispose]());

const SCAN = ['scan', '.', '--scanner', 'secrets', '--no-save'];
const isLinux = process.platform === 'linux';

describe('a report that cannot be written is refused before the scan', () => {
  it.each<readonly [string, string]>([
    ['dir', 'it is a directory'],
    ['new/', 'a name that ends in a slash is that of a directory'],
    ['app.py/', 'a name that ends in a slash is that of a directory'],
    ['app.py/x.json', 'app.py is not a directory'],
    ['loop-a/x.json', 'too many symbolic links encountered'],
    ['n'.repeat(300), 'name too long'],
    ['', 'the name of the output file is empty; give one'],
    ...(isLinux
      ? ([
          ['/proc/x/y.json', '/proc takes no files'],
          ['/sys/x.json', '/sys'],
          ['/dev/null/x', '/dev/null is not a directory'],
        ] as const)
      : []),
  ])('%.20s', async (file, why) => {
    writeFiles(sandbox.project, { 'app.py': 'x = 1\n', 'dir/a': '' });
    symlinkSync('loop-b', join(sandbox.project, 'loop-a'));
    symlinkSync('loop-a', join(sandbox.project, 'loop-b'));
    const before = readdirSync(sandbox.project);
    for (const words of [
      [...SCAN, '--output-file', file],
      ['baseline', '.', '--scanner', 'secrets', '-o', file],
    ]) {
      const run = await runCommand(sandbox, words);
      expect([run.exitCode, run.stdout]).toEqual([2, '']);
      expect(run.stderr.split('\n')).toHaveLength(2);
      expect(run.stderr).toMatch(/^(?:scan|baseline): /);
      expect(run.stderr).toContain(why);
      expect(readdirSync(sandbox.project)).toEqual(before);
    }
    expect(readFileSync(join(sandbox.project, 'app.py'), 'utf8')).toBe('x = 1\n');
  });

  it('missing parents are made, and nothing but the report is left', async () => {
    const run = await runCommand(sandbox, [...SCAN, '--output-file', 'a/b/out.json']);
    expect([run.exitCode, run.stdout]).toEqual([0, '']);
    expect(run.stderr).toContain('Output written to a/b/out.json');
    expect(readdirSync(sandbox.project, { recursive: true })).toEqual(['a', 'a/b', 'a/b/out.json']);
  });
});

describe.skipIf(!isLinux)('standard output', () => {
  function shell(redirections: string, words: readonly string[], before = '') {
    const quoted = words.map((word) => `'${word}'`).join(' ');
    const program = `${before} "${process.execPath}" "${COMMAND}" ${quoted} ${redirections}`;
    return spawnSync('bash', ['-c', program], { cwd: sandbox.project, env: sandbox.env, encoding: 'utf8' });
  }

  it.each([
    ['scan', SCAN, 'scan'],
    ['--help', ['--help'], 'securescan'],
    ['history', ['history'], 'history'],
  ])('that is full ends %s with one sentence and 3', (_name, words, prefix) => {
    const { status, stderr } = shell('> /dev/full', words);
    expect(status).toBe(3);
    expect(stderr).toContain(`${prefix}: standard output could not be written: no space left on device\n`);
    expect(stderr).not.toContain('internal error');
  });

  it('that takes a part only does not pass for a success', () => {
    const { status, stderr } = shell('> out.html', [...SCAN, '--output', 'report-html'], 'ulimit -f 4;');
    expect(statSync(join(sandbox.project, 'out.html')).size).toBe(4096);
    expect(status).toBe(3);
    expect(stderr).toContain('standard output could not be written: file too large');
  });

  it('a full device as output file is told with its name', async () => {
    const run = await runCommand(sandbox, [...SCAN, '--output-file', '/dev/full']);
    expect([run.exitCode, run.stdout]).toEqual([3, '']);
    expect(run.stderr).toContain('scan: /dev/full could not be written: no space left on device\n');
  });

  it('a full stderr changes nothing about the report', () => {
    const { status, stdout } = shell('2> /dev/full', SCAN);
    expect([status, stdout]).toEqual([3, '[]\n']);
  });

  it.each([
    ['database', { SECURESCAN_DB_PATH: '/proc/x/y.db' }, SCAN.slice(0, -1), 0],
    ['cache', { XDG_CACHE_HOME: '/proc/x' }, SCAN, 0],
    ['tools directory', { SECURESCAN_TOOLS_DIR: '/proc/x' }, ['tools', 'install', 'bandit'], 3],
  ])('a %s where nothing can be made does not hang', async (_name, env, words, exitCode) => {
    const run = await runCommand(sandbox, words, { env, timeoutMs: 30_000 });
    expect(run.exitCode, run.stderr).toBe(exitCode);
    expect(existsSync('/proc/x')).toBe(false);
  });
});

describe.skipIf(findProgram('python3') === null)('on a terminal', () => {
  it.each([80, 200])('each fact appears once, %i columns wide', async (columns) => {
    writeFiles(sandbox.project, {
      'a.py': 'x = 1  # securescan: ignore\n',
      'big.py': `x = "${'a'.repeat(6_000_000)}"\n`,
      '.securescan.yml': 'scan_types: [code]\n',
    });
    const words = ['scan', '.', '--scanner', 'secrets', '--scanner', 'bandit', '--no-save'];
    const onTerminal = await runCommand(sandbox, words, { columns });
    const screen = showOnTerminal(onTerminal.stdout).lines.join('\n');
    for (const fact of ['Files over 5 MB', 'bandit: skipped: binary not on PATH', 'loaded config from', 'Scanning .']) {
      expect(screen.split(fact), fact).toHaveLength(2);
    }
    // Told on the way where the report goes elsewhere.
    const piped = await runCommand(sandbox, words);
    expect(piped.stderr).toContain('bandit: skipped: binary not on PATH');
    expect(piped.stderr).toContain('secrets: note: Files over 5 MB');
    expect(JSON.parse(piped.stdout)).toEqual([]);
  });

  it('with the report in a file, its facts are told', async () => {
    writeFiles(sandbox.project, { 'a.py': 'x = 1\n' });
    const words = [...SCAN, '--scanner', 'bandit', '--output-file', 'out.txt'];
    const run = await runCommand(sandbox, words, { columns: 80 });
    expect(showOnTerminal(run.stdout).lines.join('\n')).toContain('bandit: skipped: binary not on PATH');
  });
});
