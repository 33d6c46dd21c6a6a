import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { toChildEnvironment } from '../src/process/child-environment.ts';
import { runProcess, type ProcessOptions } from '../src/process/run-process.ts';
import { tempDir } from './temp.ts';

const node = process.execPath;

function run(script: string, options: Partial<ProcessOptions> = {}) {
  return runProcess({
    command: node,
    args: ['-e', script],
    cwd: '/',
    env: toChildEnvironment(process.env),
    timeoutMs: 20_000,
    maxOutputBytes: 10_000_000,
    graceMs: 200,
    ...options,
  });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A zombie that nobody has waited for has ended too.
    return !execFileSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).startsWith('Z');
  } catch {
    return false;
  }
}

async function waitUntilGone(pid: number): Promise<void> {
  await expect.poll(() => isAlive(pid), { timeout: 5000 }).toBe(false);
}

describe('runProcess', () => {
  it('hands back exit code, output and errors', async () => {
    const result = await run(`process.stdout.write('out'); process.stderr.write('err'); process.exitCode = 3`);
    expect(result.end).toEqual({ kind: 'exit', exitCode: 3 });
    expect(result.stdout.toString()).toBe('out');
    expect(result.stderr).toBe('err');
  });

  it('passes arguments as they are, never through a shell', async () => {
    const result = await runProcess({
      command: node,
      args: ['-e', 'console.log(JSON.stringify(process.argv.slice(1)))', '--', '$(id)', '; ls', '"', '*'],
      cwd: '/',
      env: toChildEnvironment(process.env),
      timeoutMs: 20_000,
      maxOutputBytes: 1000,
    });
    expect(JSON.parse(result.stdout.toString())).toEqual(['$(id)', '; ls', '"', '*']);
  });

  it('feeds standard input and survives a child that does not read it', async () => {
    const read = await run(`process.stdin.pipe(process.stdout)`, { stdin: 'x'.repeat(200_000) });
    expect(read.stdout.length).toBe(200_000);
    const ignored = await run(`process.stdin.destroy(); process.exit(0)`, { stdin: 'x'.repeat(2_000_000) });
    expect(ignored.end).toEqual({ kind: 'exit', exitCode: 0 });
  });

  it('ends a child that never ends when its time is up', async () => {
    const result = await run(`setInterval(() => {}, 1000)`, { timeoutMs: 300 });
    expect(result.end).toEqual({ kind: 'timeout' });
    expect(result.durationMs).toBeLessThan(5000);
  });

  it('kills a child that ignores TERM, and its grandchild with it', async () => {
    const pids: number[] = [];
    const result = await run(
      `process.on('SIGTERM', () => {});
       const { spawn } = require('node:child_process');
       const child = spawn(process.execPath, ['-e', 'process.on("SIGTERM",()=>{});console.log("up");setInterval(()=>{},1000)'], { stdio: ['ignore', 'pipe', 'inherit'] });
       child.stdout.once('data', () => console.log(process.pid + ' ' + child.pid));
       setInterval(() => {}, 1000)`,
      {
        timeoutMs: 1500,
        onStdout: async (chunk) => {
          pids.push(...chunk.toString().trim().split(' ').map(Number));
        },
      },
    );
    expect(result.end).toEqual({ kind: 'timeout' });
    expect(pids).toHaveLength(2);
    for (const pid of pids) await waitUntilGone(pid);
  });

  it('does not leave a grandchild behind, nor wait for it, when the child ends by itself', async () => {
    const result = await run(
      `const { spawn } = require('node:child_process');
       const child = spawn(process.execPath, ['-e', 'setInterval(()=>{},1000)'], { stdio: 'inherit' });
       child.unref();
       process.stdout.write(String(child.pid), () => process.exit(0))`,
    );
    expect(result.end).toEqual({ kind: 'exit', exitCode: 0 });
    expect(result.durationMs).toBeLessThan(5000);
    await waitUntilGone(Number(result.stdout.toString()));
  });

  it('gives up a pipe that a process outside the group holds silently', async () => {
    const result = await run(
      `const { spawn } = require('node:child_process');
       const child = spawn(process.execPath, ['-e', 'setTimeout(()=>{},8000)'], { stdio: 'inherit', detached: true });
       child.unref();
       process.stdout.write(String(child.pid), () => process.exit(0))`,
    );
    const stranger = Number(result.stdout.toString());
    process.kill(stranger, 'SIGKILL');
    expect(result.end).toEqual({ kind: 'exit', exitCode: 0 });
    expect(result.durationMs).toBeLessThan(6000);
  });

  it('ends a child that prints 1 GB and keeps no more than the limit', async () => {
    const result = await runProcess({
      command: 'head',
      args: ['-c', '1000000000', '/dev/zero'],
      cwd: '/',
      env: toChildEnvironment(process.env),
      timeoutMs: 20_000,
      maxOutputBytes: 1_000_000,
    });
    expect(result.end).toEqual({ kind: 'output' });
    expect(result.stdout.length).toBeLessThanOrEqual(1_000_000);
  });

  it('keeps the last 64 KiB of a flood on stderr', async () => {
    const result = await run(`process.stderr.write('a'.repeat(3_000_000) + 'é end', () => process.exit(0))`);
    expect(result.stderr.length).toBeLessThanOrEqual(65_536);
    expect(result.stderr.endsWith('aé end')).toBe(true);
  });

  it('takes a child that closes its output early', async () => {
    const result = await run(
      `process.stdout.end('x'); process.stdout.destroy(); setTimeout(() => process.exit(5), 200)`,
    );
    expect(result.end).toEqual({ kind: 'exit', exitCode: 5 });
  });

  it('says by which signal a child was ended', async () => {
    const result = await run(`process.kill(process.pid, 'SIGKILL')`);
    expect(result.end).toEqual({ kind: 'signal', signal: 'SIGKILL' });
  });

  it('is cancelled before, and during', async () => {
    const before = await run(`console.log(1)`, { signal: AbortSignal.abort() });
    expect(before.end).toEqual({ kind: 'cancelled' });
    const controller = new AbortController();
    const during = run(`console.log('up'); setInterval(() => {}, 1000)`, {
      signal: controller.signal,
      onStdout: async () => controller.abort(),
    });
    expect((await during).end).toEqual({ kind: 'cancelled' });
  });

  it('reports the first reason when several come together', async () => {
    const controller = new AbortController();
    const result = await run(`process.on('SIGTERM', () => {}); console.log('up'); setInterval(() => {}, 1000)`, {
      timeoutMs: 700,
      graceMs: 600,
      signal: controller.signal,
      onStdout: async () => controller.abort(),
    });
    expect(result.end).toEqual({ kind: 'cancelled' });
  });

  it('waits for a slow consumer and loses nothing', async () => {
    let size = 0;
    const result = await run(`process.stdout.write('x'.repeat(1_000_000))`, {
      onStdout: async (chunk) => {
        await new Promise((resolve) => {
          setImmediate(resolve);
        });
        size += chunk.length;
      },
    });
    expect(result.end).toEqual({ kind: 'exit', exitCode: 0 });
    expect(size).toBe(1_000_000);
  });

  it('throws what the consumer throws, after ending the child', async () => {
    const failing = run(`console.log(process.pid); setInterval(() => {}, 1000)`, {
      onStdout: (chunk) => Promise.reject(new Error(chunk.toString().trim())),
    });
    const error: Error = await failing.then(
      () => expect.unreachable(),
      (reason: Error) => reason,
    );
    await waitUntilGone(Number(error.message));
  });

  it('says what could not be started, for a missing file, one that is not executable and a missing directory', async () => {
    const directory = await tempDir();
    const plain = join(directory, 'plain');
    writeFileSync(plain, 'no program');
    chmodSync(plain, 0o644);
    for (const options of [
      { command: join(directory, 'none') },
      { command: plain },
      { cwd: join(directory, 'none') },
    ]) {
      await expect(run('', options)).rejects.toMatchObject({ code: 'E_TOOL_START' });
    }
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('takes its children along when the program gets %s', async (signal) => {
    const script = `
      import { runProcess } from ${JSON.stringify(join(import.meta.dirname, '../src/process/run-process.ts'))};
      await runProcess({ command: process.execPath, args: ['-e', 'console.log(process.pid);setInterval(()=>{},1000)'], cwd: '/',
        env: { PATH: process.env.PATH }, timeoutMs: 60000, maxOutputBytes: 1000,
        onStdout: async (chunk) => { process.stdout.write(chunk) } });`;
    const program = spawn(node, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(createInterface(program.stdout), 'line')) as [string];
    program.kill(signal);
    const [, endedBy] = (await once(program, 'exit')) as [number | null, string | null];
    expect(endedBy).toBe(signal);
    await waitUntilGone(Number(line));
  });
});

describe('toChildEnvironment', () => {
  it('passes the allow-listed names only, with a fixed locale', () => {
    const env = toChildEnvironment(
      {
        PATH: '/bin',
        HOME: '/home/u',
        HTTPS_PROXY: 'http://proxy',
        LANG: 'de_DE.UTF-8',
        SECURESCAN_API_KEY: 'k',
        GITHUB_TOKEN: 't',
        AWS_SECRET_ACCESS_KEY: 's',
        LD_PRELOAD: '/evil.so',
        NODE_OPTIONS: '--require /evil.js',
        PYTHONPATH: '/evil',
        GIT_DIR: '/evil',
      },
      { EXTRA: '1' },
    );
    expect(env).toEqual({
      PATH: '/bin',
      HOME: '/home/u',
      HTTPS_PROXY: 'http://proxy',
      LANG: 'C.UTF-8',
      LC_ALL: 'C.UTF-8',
      TZ: 'UTC',
      EXTRA: '1',
    });
  });
});
