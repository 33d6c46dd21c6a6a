import { closeSync, openSync, readSync, realpathSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join, sep } from 'node:path';
import type { Environment } from '../process/child-environment.ts';
import { toChildEnvironment } from '../process/child-environment.ts';
import { runProcess } from '../process/run-process.ts';
import { locateTool } from '../tools/locate-tool.ts';
import { describeError } from '@securescan/model';

const TRIAL_TIMEOUT_MS = 5000;
/** What of the home directory tools need: programs and caches, neither keys nor settings. */
const HOME_PARTS = ['.local', '.cache', '.pyenv', '.nvm', '.asdf', '.volta', 'go'];

/** A sandbox that works on this machine. */
export interface Jail {
  readonly bwrap: string;
  readonly home: string;
  readonly temporary: string;
  /** Directories that stay writable: those made for reports. */
  writable(): Iterable<string>;
}

export type JailState =
  | { readonly state: 'ready'; readonly jail: Jail }
  /** Why tools cannot be put into a sandbox here. */
  | { readonly state: 'unavailable'; readonly reason: string };

export interface Command {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Finds out whether bubblewrap can make a sandbox here, by making one: containers and hardened kernels often forbid it.
 * @param writable - directories that jailed tools may write to, asked at each run
 */
export async function detectJail(environment: Environment, writable: () => Iterable<string>): Promise<JailState> {
  if (process.platform !== 'linux') {
    return { state: 'unavailable', reason: `bubblewrap is for Linux only, this is ${process.platform}` };
  }
  const located = await locateTool('bwrap', { configured: {}, toolsDirectory: null, environment });
  if (located === null) {
    return { state: 'unavailable', reason: 'bwrap is not on PATH; install the package bubblewrap' };
  }
  const jail: Jail = { bwrap: located.path, home: homedir(), temporary: realpathSync(tmpdir()), writable };
  const trial = toJailed(
    jail,
    { command: '/bin/sh', args: ['-c', 'exit 0'], cwd: sep, env: toChildEnvironment(environment) },
    { sourceRoot: null, network: false },
  );
  try {
    const { end, stderr } = await runProcess({ ...trial, timeoutMs: TRIAL_TIMEOUT_MS, maxOutputBytes: 65_536 });
    if (end.kind === 'exit' && end.exitCode === 0) return { state: 'ready', jail };
    const said = stderr.trim() === '' ? `ended by ${end.kind}` : stderr.trim();
    return { state: 'unavailable', reason: `bwrap cannot make a sandbox here: ${said}` };
  } catch (error) {
    return { state: 'unavailable', reason: describeError(error) };
  }
}

/**
 * The same command inside the sandbox: the system and the source are read-only, the home directory shows programs and
 * caches only, temporary files are private, processes end with the tool, and there is no network unless asked for.
 */
export function toJailed(
  jail: Jail,
  plain: Command,
  options: { readonly sourceRoot: string | null; readonly network: boolean; readonly readable?: readonly string[] },
): Command {
  const readable = [
    ...HOME_PARTS.map((part) => join(jail.home, part)),
    ...toolRoots(plain.command),
    ...(options.sourceRoot === null ? [] : [options.sourceRoot]),
    ...(options.readable ?? []),
    ...(plain.cwd === sep ? [] : [plain.cwd]),
  ];
  return {
    ...plain,
    command: jail.bwrap,
    env: { ...plain.env, TMPDIR: '/tmp' },
    args: [
      '--unshare-user-try',
      '--unshare-pid',
      '--unshare-ipc',
      '--unshare-uts',
      '--unshare-cgroup-try',
      ...(options.network ? [] : ['--unshare-net']),
      '--die-with-parent',
      '--ro-bind',
      '/',
      '/',
      '--dev',
      '/dev',
      '--proc',
      '/proc',
      ...[...new Set(['/tmp', jail.temporary, jail.home])].flatMap((directory) =>
        directory === sep ? [] : ['--tmpfs', directory],
      ),
      ...readable.flatMap((path) => ['--ro-bind-try', path, path]),
      ...[...jail.writable()].flatMap((path) => ['--bind-try', path, path]),
      '--chdir',
      plain.cwd,
      '--',
      plain.command,
      ...plain.args,
    ],
  };
}

/** Directories of a program, of what it links to, and of the interpreter that its first line names. */
function toolRoots(path: string): string[] {
  const interpreter = findInterpreter(path);
  const programs = interpreter === null ? [path] : [path, interpreter];
  const places = programs.flatMap((program) => [program, realOrSame(program)]);
  // A virtual environment, like any prefix, is one level above its `bin`.
  const directories = places.flatMap((place) => [dirname(place), dirname(dirname(place))]);
  return [...new Set(directories)].filter((directory) => directory.split(sep).length > 2);
}

function findInterpreter(path: string): string | null {
  const read = readFileStartSync(path, 256);
  return read === null ? null : (/^#!\s*(\/\S+)/.exec(read)?.[1] ?? null);
}

function readFileStartSync(path: string, length: number): string | null {
  try {
    const descriptor = openSync(path, 'r');
    try {
      const buffer = Buffer.alloc(length);
      return buffer.toString('latin1', 0, readSync(descriptor, buffer));
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return null;
  }
}

function realOrSame(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
