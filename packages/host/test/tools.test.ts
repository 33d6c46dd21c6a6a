import { execFileSync } from 'node:child_process';
import { lookup } from 'node:dns/promises';
import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, realpathSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ToolInvocation, ToolSpec } from '@securescan/core';
import { createMachine, type MachineOptions } from '../src/machine/create-machine.ts';
import { detectJail } from '../src/jail/jail.ts';
import { installTool } from '../src/tools/install-tool.ts';
import { listTools } from '../src/tools/manifest.ts';
import { tempDir, writeFiles } from './temp.ts';

function spec(command: string, changes: Partial<ToolSpec> = {}): ToolSpec {
  return {
    command,
    versionArgs: ['--version'],
    parseVersion: (output) => /(\d+\.\d+\.\d+)/.exec(output)?.[1] ?? null,
    installHint: { default: `get ${command} from its site` },
    distribution: { kind: 'manual' },
    ...changes,
  };
}

function writeScript(path: string, body: string, mode = 0o755): string {
  writeFiles('/', { [path]: `#!/bin/sh\n${body}\n` });
  chmodSync(path, mode);
  return path;
}

async function machineWith(places: Partial<MachineOptions>, path: string) {
  return createMachine({
    environment: { PATH: `${path}:/usr/bin:/bin`, SECRET_KEY: 'k' },
    cacheDirectory: null,
    toolsDirectory: await tempDir(),
    ...places,
  });
}

describe('findTool', () => {
  it('prefers a configured path, then the private directory, then PATH', async () => {
    const [onPath, toolsDirectory, other] = [await tempDir(), await tempDir(), await tempDir()];
    writeScript(join(onPath, 'probe'), 'echo probe 1.0.0');
    await expect((await machineWith({ toolsDirectory }, onPath)).findTool(spec('probe'))).resolves.toEqual({
      state: 'ready',
      path: join(onPath, 'probe'),
      version: '1.0.0',
      source: 'path',
    });
    writeScript(join(toolsDirectory, 'bin', 'probe'), 'echo probe 2.0.0');
    const machine = await machineWith({ toolsDirectory }, onPath);
    expect(await machine.findTool(spec('probe'))).toMatchObject({ source: 'private', version: '2.0.0' });
    const configured = writeScript(join(other, 'mine'), 'echo probe 3.0.0 >&2');
    const choosy = await machineWith({ toolsDirectory, toolPaths: { probe: configured } }, onPath);
    expect(await choosy.findTool(spec('probe'))).toMatchObject({ source: 'configured', version: '3.0.0' });
  });

  it('says missing, and does not take what is not executable, a directory, or a relative entry of PATH', async () => {
    const directory = await tempDir();
    writeScript(join(directory, 'plain'), 'echo 1.0.0', 0o644);
    mkdirSync(join(directory, 'folder'));
    const elsewhere = await tempDir();
    writeScript(join(elsewhere, 'relative-probe'), 'echo 1.0.0');
    const machine = await machineWith({}, `${directory}:${relative(process.cwd(), elsewhere)}`);
    for (const name of ['plain', 'folder', 'relative-probe', 'none']) {
      expect(await machine.findTool(spec(name)), name).toEqual({ state: 'missing' });
    }
  });

  it('says what is wrong with a broken one', async () => {
    const directory = await tempDir();
    writeScript(join(directory, 'fails'), 'echo "no module named x" >&2; exit 3');
    writeScript(join(directory, 'killed'), 'kill -9 $$');
    writeFiles(directory, { format: Buffer.from([0x7f, 0x45, 0x4c, 0x46, 1, 2, 3]) });
    chmodSync(join(directory, 'format'), 0o755);
    const machine = await machineWith({}, directory);
    expect(await machine.findTool(spec('fails'))).toMatchObject({
      state: 'broken',
      message: expect.stringMatching(/ended with code 3: no module named x/),
    });
    expect(await machine.findTool(spec('killed'))).toMatchObject({
      state: 'broken',
      message: expect.stringMatching(/SIGKILL/),
    });
    expect(await machine.findTool(spec('format'))).toMatchObject({ state: 'broken' });
  });

  it('asks a binary once, keeps the answer between runs, and asks again when the binary changes', async () => {
    const [directory, cacheDirectory] = [await tempDir(), await tempDir()];
    const log = join(directory, 'calls');
    const path = writeScript(join(directory, 'probe'), `echo x >> ${log}; echo 1.0.0`);
    const calls = (): number => readFileSync(log, 'utf8').split('\n').length - 1;
    const machine = await machineWith({ cacheDirectory }, directory);
    await Promise.all([machine.findTool(spec('probe')), machine.findTool(spec('probe'))]);
    await machine.findTool(spec('probe'));
    expect(calls()).toBe(1);
    await (await machineWith({ cacheDirectory }, directory)).findTool(spec('probe'));
    expect(calls()).toBe(1);
    writeScript(path, `echo x >> ${log}; echo 2.0.0; : longer`);
    expect(await machine.findTool(spec('probe'))).toMatchObject({ version: '2.0.0' });
    expect(calls()).toBe(2);
  });

  it('takes a slow tool as ready, of unknown version until it has told it', async () => {
    const directory = await tempDir();
    const go = join(directory, 'go');
    writeScript(join(directory, 'slow'), `while [ ! -e '${go}' ]; do sleep 0.1; done; echo 1.0.0`);
    const machine = await machineWith({}, directory);
    expect(await machine.findTool(spec('slow'))).toMatchObject({ state: 'ready', version: null });
    writeFileSync(go, '');
    expect(await machine.findTool(spec('slow'))).toMatchObject({ state: 'ready', version: '1.0.0' });
  });
});

describe('runTool', () => {
  async function run(body: string, options: ToolInvocation['options'] = {}, changes: Partial<MachineOptions> = {}) {
    const directory = await tempDir();
    const path = writeScript(join(directory, 'tool'), body);
    const machine = await machineWith(changes, directory);
    return machine.runTool({
      spec: spec('tool'),
      path,
      args: [],
      options,
      defaults: { cwd: directory, timeoutMs: 20_000 },
      sourceRoot: directory,
      signal: new AbortController().signal,
    });
  }

  it('hands back output and exit code, with an environment that has no secrets', async () => {
    const result = await run('env; cat; exit 1', { okExitCodes: [0, 1], stdin: 'from stdin', env: { OWN: 'yes' } });
    expect(result.exitCode).toBe(1);
    expect(result.stdout).toMatch(/^OWN=yes$/m);
    expect(result.stdout).toMatch(/^LANG=C\.UTF-8$/m);
    expect(result.stdout).toMatch(/from stdin$/);
    expect(result.stdout).not.toMatch(/SECRET_KEY/);
  });

  it.each([
    ['an exit code that is not expected', 'echo why >&2; exit 2', {}, 'E_TOOL_EXIT', /ended with code 2: why/],
    ['a signal', 'kill -9 $$', {}, 'E_TOOL_EXIT', /SIGKILL/],
    ['too much output', 'yes', { maxOutputBytes: 1_000_000 }, 'E_TOOL_OUTPUT', /printed more than 1 MiB/],
    ['its time', 'sleep 60', { timeoutMs: 200 }, 'E_TOOL_TIMEOUT', /within 0\.2 s/],
    ['a working directory that is gone', 'true', { cwd: '/no/such/place' }, 'E_TOOL_START', /no\/such\/place/],
  ])('names %s', async (_name, body, options, code, message) => {
    await expect(run(body, options)).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
  });

  it('in a sandbox: reads the source, cannot write to it, sees no keys, has no network', async (test) => {
    const state = await detectJail({ PATH: process.env['PATH'] }, () => []);
    test.skip(state.state === 'unavailable', state.state === 'unavailable' ? state.reason : '');
    const body = [
      'cat "$0" > /dev/null && echo reads',
      'touch written 2> /dev/null || echo read-only',
      'touch /tmp/private && echo temporary',
      'ls ~/.ssh 2> /dev/null || echo no-keys',
      'cat /proc/net/dev | grep -qE "eth|ens|wl" || echo no-network',
    ].join('\n');
    const result = await run(body, {}, { jail: 'require' });
    expect(result.stdout.split('\n').filter(Boolean)).toEqual([
      'reads',
      'read-only',
      'temporary',
      'no-keys',
      'no-network',
    ]);
    expect(existsSync('/tmp/private')).toBe(false);
  });

  it('in a sandbox: can write to directories made for reports', async (test) => {
    const state = await detectJail({ PATH: process.env['PATH'] }, () => []);
    test.skip(state.state === 'unavailable', state.state === 'unavailable' ? state.reason : '');
    const directory = await tempDir();
    const path = writeScript(join(directory, 'tool'), 'echo report > "$1"');
    await using machine = await machineWith({ jail: 'require' }, directory);
    await using reports = await machine.makeTempDir('reports');
    const signal = new AbortController().signal;
    const defaults = { cwd: directory, timeoutMs: 20_000 };
    const args = [join(reports.path, 'out')];
    await machine.runTool({ spec: spec('tool'), path, args, options: {}, defaults, sourceRoot: directory, signal });
    expect(readFileSync(join(reports.path, 'out'), 'utf8')).toBe('report\n');
  });

  it('refuses to run without the sandbox that is required, and says why there is none', async () => {
    const toolsDirectory = await tempDir();
    const environment = { PATH: toolsDirectory };
    await expect(run('true', {}, { jail: 'require', environment })).rejects.toMatchObject({
      code: 'E_TOOL_START',
      message: expect.stringMatching(/bwrap is not on PATH|Linux only/),
    });
  });
});

describe('makeTempDir', () => {
  it('is private and removed with the machine', async () => {
    const machine = await machineWith({}, '/');
    const made = await machine.makeTempDir('a/b c');
    writeFiles(made.path, { 'x/y': '' });
    await machine[Symbol.asyncDispose]();
    expect(existsSync(made.path)).toBe(false);
  });
});

describe('installTool', () => {
  const lockDirectory = join(import.meta.dirname, '../../scanners/locks');

  it('tells how to get a tool that it cannot install', async () => {
    const options = { toolsDirectory: await tempDir(), lockDirectory, environment: process.env };
    await expect(installTool(spec('nmap'), options)).rejects.toMatchObject({
      code: 'E_TOOL_INSTALL',
      message: expect.stringMatching(/get nmap from its site/),
    });
    expect(await listTools(options.toolsDirectory)).toEqual([]);
  });

  it('leaves nothing behind when it fails, and keeps the version that was there', async () => {
    const toolsDirectory = await tempDir();
    const fake = await tempDir();
    writeScript(
      join(fake, 'python3'),
      'case "$*" in *venv*ensurepip*) echo 3 12;; *) echo "disk is full" >&2; exit 1;; esac',
    );
    const environment = { PATH: `${fake}:/usr/bin:/bin` };
    const distribution = { kind: 'pypi', package: 'bandit', version: '1.9.4', lockFile: 'bandit.txt' } as const;
    const options = { toolsDirectory, lockDirectory, environment };
    await expect(installTool(spec('bandit', { distribution }), options)).rejects.toMatchObject({
      code: 'E_TOOL_INSTALL',
      message: expect.stringMatching(/disk is full.*get bandit from its site/),
    });
    expect(readdirSync(join(toolsDirectory, 'packages'))).toEqual([]);
    expect(readdirSync(join(toolsDirectory, 'locks'))).toEqual([]);
  });

  it('needs Python or Go, and says so', async () => {
    const environment = { PATH: await tempDir() };
    const options = { toolsDirectory: await tempDir(), lockDirectory, environment };
    const pypi = { kind: 'pypi', package: 'bandit', version: '1.9.4', lockFile: 'bandit.txt' } as const;
    const go = { kind: 'go', module: 'example.org/x', version: 'v1.0.0' } as const;
    await expect(installTool(spec('bandit', { distribution: pypi }), options)).rejects.toThrow(/needs Python 3\.10/);
    await expect(installTool(spec('x', { distribution: go }), options)).rejects.toThrow(/needs Go on PATH/);
  });

  it('installs a pinned Python tool, once for two at the same time', async (test) => {
    test.skip(!(await canReach('pypi.org', 'python3')), 'needs python3 and PyPI');
    const toolsDirectory = await tempDir();
    const distribution = { kind: 'pypi', package: 'bandit', version: '1.9.4', lockFile: 'bandit.txt' } as const;
    const bandit = spec('bandit', { distribution });
    const steps: string[] = [];
    const options = {
      toolsDirectory,
      lockDirectory,
      environment: process.env,
      onProgress: (line: string) => steps.push(line),
    };
    const [first, second] = await Promise.all([installTool(bandit, options), installTool(bandit, options)]);
    expect(second).toEqual(first);
    expect(steps.filter((line) => line.includes(' install '))).toHaveLength(1);
    expect(await listTools(toolsDirectory)).toEqual([first]);
    expect(readdirSync(join(toolsDirectory, 'packages'))).toHaveLength(1);
    const machine = await machineWith({ toolsDirectory }, '/');
    expect(await machine.findTool(bandit)).toEqual({
      state: 'ready',
      path: join(toolsDirectory, 'bin', 'bandit'),
      version: '1.9.4',
      source: 'private',
    });
    // A damaged program is not taken as installed, and the new one takes its place.
    writeFileSync(realpathSync(first.path), 'damaged');
    const repaired = await installTool(bandit, options);
    expect(repaired.sha256).not.toBe('');
    expect(readdirSync(join(toolsDirectory, 'packages'))).toHaveLength(1);
    expect(await (await machineWith({ toolsDirectory }, '/')).findTool(bandit)).toMatchObject({ state: 'ready' });
  }, 600_000);

  it('installs a pinned Go tool', async (test) => {
    test.skip(!(await canReach('proxy.golang.org', 'go')), 'needs go and the Go module proxy');
    const toolsDirectory = await tempDir();
    const distribution = { kind: 'go', module: 'github.com/zricethezav/gitleaks/v8', version: 'v8.30.0' } as const;
    const gitleaks = spec('gitleaks', { distribution, versionArgs: ['version'] });
    const goEnv = (name: string): string => execFileSync('go', ['env', name], { encoding: 'utf8' }).trim();
    // The machine's own caches, so that the test compiles only once.
    const environment = { ...process.env, GOMODCACHE: goEnv('GOMODCACHE'), GOCACHE: goEnv('GOCACHE') };
    const installed = await installTool(gitleaks, { toolsDirectory, lockDirectory, environment });
    expect(readdirSync(installed.directory)).toEqual(['gitleaks']);
    expect(await (await machineWith({ toolsDirectory }, '/')).findTool(gitleaks)).toMatchObject({
      state: 'ready',
      source: 'private',
    });
  }, 600_000);
});

async function canReach(host: string, command: string): Promise<boolean> {
  try {
    execFileSync(command, [command === 'go' ? 'version' : '--version'], { stdio: 'ignore' });
    await lookup(host);
    return true;
  } catch {
    return process.env['HTTPS_PROXY'] !== undefined;
  }
}
