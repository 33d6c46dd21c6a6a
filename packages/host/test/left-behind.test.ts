import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it, onTestFinished } from 'vitest';
import { killStrayTools } from '../src/process/stray-tools.ts';
import { tempDir } from './temp.ts';

const node = process.execPath;
const source = (path: string): string => JSON.stringify(join(import.meta.dirname, '../src', path));

/** A process that has called us. The line to it closes when the process ends, however it does. */
interface Caller {
  readonly pid: number;
  readonly socket: Socket;
  readonly gone: Promise<unknown>;
}

/** A socket that processes of a test call, and scripts for such processes. */
async function openLine() {
  const path = join(await tempDir(), 'line');
  const waiting = new Map<string, PromiseWithResolvers<Caller>>();
  const callers: number[] = [];
  const expectCaller = (name: string): PromiseWithResolvers<Caller> => {
    const expected = waiting.get(name) ?? Promise.withResolvers<Caller>();
    waiting.set(name, expected);
    return expected;
  };
  const server = createServer((socket) => {
    const gone = once(socket, 'close');
    socket.on('error', () => {});
    createInterface(socket).once('line', (line) => {
      const [name = '', pid] = line.split(' ');
      callers.push(Number(pid));
      expectCaller(name).resolve({ pid: Number(pid), socket, gone });
    });
  });
  server.listen(path);
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    for (const caller of callers) kill(caller);
  });
  /** Calls, then lives until it is killed, or until it hears from the test. */
  const call = (name: string): string =>
    `const line = require('node:net').connect(${JSON.stringify(path)}, () => line.write('${name} ' + process.pid + '\\n'));
     line.on('error', () => {}).once('data', () => process.exit(0));`;
  return {
    call,
    /** A tool that calls, after it has started another process that calls. */
    tool: (name: string): string =>
      `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(call(`${name}-child`))}], { stdio: 'ignore' });
       ${call(name)}`,
    wait: (name: string): Promise<Caller> => expectCaller(name).promise,
  };
}

/** Starts a program that runs the given scripts as tools, one after the other, on a machine as SecureScan has it. */
function startProgram(tools: readonly string[]) {
  const script = `
    import { createMachine } from ${source('machine/create-machine.ts')};
    await using machine = createMachine({ environment: process.env, cacheDirectory: null });
    const spec = { command: 'node', versionArgs: [], parseVersion: () => null, installHint: { default: '' }, distribution: { kind: 'manual' } };
    for (const tool of ${JSON.stringify(tools)}) {
      await machine.runTool({ spec, path: process.execPath, args: ['-e', tool], options: {}, sourceRoot: null,
        defaults: { cwd: '/', timeoutMs: 60_000 }, signal: new AbortController().signal });
    }`;
  return start(['--input-type=module', '-e', script]);
}

/** Starts node, in a group of its own; nothing of it survives the test. */
function start(args: readonly string[], env: NodeJS.ProcessEnv = process.env): ChildProcess & { readonly pid: number } {
  const child = spawn(node, args, { stdio: ['ignore', 'inherit', 'inherit'], detached: true, env });
  const { pid } = child;
  if (pid === undefined) throw new Error('node could not be started');
  onTestFinished(() => kill(-pid));
  return Object.assign(child, { pid });
}

/** Kills a process, or with a negative number a group. */
function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended.
  }
}

interface Listed {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  readonly command: string;
}

/** All processes that run; those that have ended and only wait to be asked how do not. */
function listProcesses(): readonly Listed[] {
  const output = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,pgid=,stat=,args='], { encoding: 'utf8' });
  return output.split('\n').flatMap((line) => {
    const [pid, parent, group, state = 'Z', ...command] = line.trim().split(/\s+/);
    return state.startsWith('Z')
      ? []
      : [{ pid: Number(pid), parent: Number(parent), group: Number(group), command: command.join(' ') }];
  });
}

const isAlive = (pid: number): boolean => listProcesses().some((listed) => listed.pid === pid);

async function waitUntilGone(...pids: readonly number[]): Promise<void> {
  await expect.poll(() => pids.filter(isAlive), { timeout: 10_000 }).toEqual([]);
}

function findGuards(program: ChildProcess): readonly Listed[] {
  return listProcesses().filter(
    ({ parent, command }) => parent === program.pid && command.endsWith('securescan-guard'),
  );
}

function findGuard(program: ChildProcess): Listed {
  const [guard, ...more] = findGuards(program);
  if (guard === undefined || more.length > 0) throw new Error(`${more.length} guards more than one`);
  return guard;
}

describe.skipIf(process.platform === 'win32')('when the program is killed', () => {
  it('its tool, what the tool has started, and the guard end', async () => {
    const line = await openLine();
    const program = startProgram([line.tool('tool')]);
    const [tool, child] = await Promise.all([line.wait('tool'), line.wait('tool-child')]);
    const guard = findGuard(program);
    // In a group of its own, Ctrl-C on the terminal does not reach it.
    expect(guard.group).toBe(guard.pid);
    program.kill('SIGKILL');
    await Promise.all([tool.gone, child.gone]);
    await waitUntilGone(tool.pid, child.pid, guard.pid);
  });

  it('it does not matter that the guard was asked to end before', async () => {
    const line = await openLine();
    const program = startProgram([line.tool('tool')]);
    const [tool, child] = await Promise.all([line.wait('tool'), line.wait('tool-child')]);
    const guard = findGuard(program);
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.kill(guard.pid, signal);
    program.kill('SIGKILL');
    await Promise.all([tool.gone, child.gone]);
    await waitUntilGone(guard.pid);
  });

  it('a guard that was lost was replaced at the next tool', async () => {
    const line = await openLine();
    const program = startProgram([line.call('first'), line.tool('second')]);
    const first = await line.wait('first');
    const lost = findGuard(program);
    process.kill(lost.pid, 'SIGKILL');
    await expect.poll(() => findGuards(program)).toEqual([]);
    first.socket.write('end');
    const [second, child] = await Promise.all([line.wait('second'), line.wait('second-child')]);
    const guard = findGuard(program);
    program.kill('SIGKILL');
    await Promise.all([second.gone, child.gone]);
    await waitUntilGone(guard.pid);
  });

  it('groups that it had finished with are left alone', async () => {
    const line = await openLine();
    const names = ['finished', 'running', 'also-running'];
    const groups = names.map((name) => start(['-e', line.call(name)]).pid);
    const [finished, ...running] = await Promise.all(names.map((name) => line.wait(name)));
    const program = start([
      '--input-type=module',
      '-e',
      `import { startGuard } from ${source('process/guard.ts')};
       const guard = startGuard(() => {});
       for (const group of [${groups.join()}]) guard.add(group);
       guard.remove(${groups[0]});
       process.kill(process.pid, 'SIGKILL');`,
    ]);
    await Promise.all([once(program, 'exit'), ...running.map(({ gone }) => gone)]);
    expect(isAlive(finished?.pid ?? 0)).toBe(true);
    finished?.socket.write('end');
    await finished?.gone;
  });
});

describe.skipIf(process.platform === 'win32')('when the program ends by itself', () => {
  it('the guard does not keep it from that, and ends with it', async () => {
    const line = await openLine();
    const program = startProgram([line.call('tool')]);
    const ended = once(program, 'exit');
    const tool = await line.wait('tool');
    const guard = findGuard(program);
    tool.socket.write('end');
    expect(await ended).toEqual([0, null]);
    await waitUntilGone(guard.pid);
  });

  it('one guard has served for all its tools', async () => {
    const line = await openLine();
    const program = startProgram([line.call('first'), line.call('second')]);
    const first = await line.wait('first');
    const guard = findGuard(program);
    first.socket.write('end');
    const second = await line.wait('second');
    expect(findGuard(program).pid).toBe(guard.pid);
    second.socket.write('end');
    expect(await once(program, 'exit')).toEqual([0, null]);
  });
});

describe.skipIf(process.platform !== 'linux')('killStrayTools', () => {
  it('ends what lives on after program and guard were killed', async () => {
    const line = await openLine();
    const program = startProgram([line.tool('tool')]);
    const [tool, child] = await Promise.all([line.wait('tool'), line.wait('tool-child')]);
    process.kill(findGuard(program).pid, 'SIGKILL');
    await expect.poll(() => findGuards(program)).toEqual([]);
    program.kill('SIGKILL');
    await once(program, 'exit');
    expect([tool.pid, child.pid].map(isAlive)).toEqual([true, true]);
    expect(await killStrayTools()).toContain(tool.pid);
    await Promise.all([tool.gone, child.gone]);
    await waitUntilGone(tool.pid, child.pid);
  });

  it('lets live the tools of a program that runs, and processes that say something else', async () => {
    const line = await openLine();
    const program = startProgram([line.tool('tool')]);
    const [tool, child] = await Promise.all([line.wait('tool'), line.wait('tool-child')]);
    // Not ours; of another container, where the number means another process; as if ended, but never started.
    const others = ['rubbish', '1-1-1', ''].map((marker, index) =>
      start(['-e', line.call(`other-${index}`)], { ...process.env, SECURESCAN_RUN: marker }),
    );
    await Promise.all(others.map((_other, index) => line.wait(`other-${index}`)));
    const killed = await killStrayTools();
    for (const pid of [tool.pid, child.pid, ...others.map((other) => other.pid)]) {
      expect(killed).not.toContain(pid);
      expect(isAlive(pid)).toBe(true);
    }
    program.kill('SIGKILL');
    await Promise.all([tool.gone, child.gone]);
  });
});
