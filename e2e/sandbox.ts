import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { COMMAND } from './build-command.ts';

/** A directory with a project, a home and a PATH of its own. */
export interface Sandbox extends Disposable {
  readonly project: string;
  readonly home: string;
  /** Directory that is the whole PATH. */
  readonly bin: string;
  readonly env: Readonly<Record<string, string>>;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  /** Columns of a terminal for all three streams; without it they are pipes. */
  readonly columns?: number;
  /** Types Ctrl-C once this text is on the terminal. */
  readonly interruptAt?: string;
  /** Launcher; default that of `securescan`. */
  readonly command?: string;
  readonly timeoutMs?: number;
}

export interface Run {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Programs that transcripts may use; everything else is absent. */
const PROGRAMS = [
  'git',
  'node',
  'npm',
  'sh',
  'bash',
  'cat',
  'ls',
  'find',
  'sort',
  'grep',
  'head',
  'cut',
  'sleep',
  'python3',
];

/** Makes a sandbox; `tools` maps names on its PATH to files. */
export function makeSandbox(tools: Readonly<Record<string, string>> = {}): Sandbox {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'securescan-e2e-')));
  const [project, home, bin] = ['project', 'home', 'bin'].map((name) => join(root, name)) as [string, string, string];
  for (const directory of [project, home, bin]) mkdirSync(directory);
  symlinkSync(process.execPath, join(bin, 'node'));
  for (const program of PROGRAMS) {
    const path = findProgram(program);
    if (path !== null && program !== 'node') symlinkSync(path, join(bin, program));
  }
  for (const [name, path] of Object.entries(tools)) symlinkSync(path, join(bin, name));
  const env = {
    PATH: bin,
    HOME: home,
    TZ: 'UTC',
    LANG: 'C.UTF-8',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_SYSTEM: '/dev/null',
    GIT_AUTHOR_NAME: 'A',
    GIT_AUTHOR_EMAIL: 'a@example.com',
    GIT_COMMITTER_NAME: 'A',
    GIT_COMMITTER_EMAIL: 'a@example.com',
    GIT_AUTHOR_DATE: '2026-01-01T00:00:00Z',
    GIT_COMMITTER_DATE: '2026-01-01T00:00:00Z',
  };
  return { project, home, bin, env, [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }) };
}

/** Absolute path of a program on the machine's PATH, or null. Python itself, not a version manager's stand-in for it. */
export function findProgram(name: string): string | null {
  const [program, args] = name === 'python3' ? [name, ['-c', 'import sys; print(sys.executable)']] : ['which', [name]];
  const { stdout, status } = spawnSync(program, args, { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : null;
}

export function writeFiles(directory: string, files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), content);
  }
}

/** Runs the built command in a sandbox. */
export function runCommand(sandbox: Sandbox, words: readonly string[], options: RunOptions = {}): Promise<Run> {
  const launcher = [process.execPath, options.command ?? COMMAND, ...words];
  const [program, ...args] = options.columns === undefined ? launcher : inTerminal(launcher, options);
  return runProgram(program ?? '', args, {
    ...options,
    cwd: options.cwd ?? sandbox.project,
    env: { ...sandbox.env, ...options.env },
  });
}

function inTerminal(launcher: readonly string[], { columns = 80, interruptAt }: RunOptions): string[] {
  const script = join(import.meta.dirname, 'run-in-pty.py');
  const interrupt = interruptAt === undefined ? [] : ['--interrupt-at', interruptAt];
  return [findProgram('python3') ?? 'python3', script, String(columns), '40', ...interrupt, '--', ...launcher];
}

function runProgram(
  program: string,
  args: readonly string[],
  options: RunOptions & { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: options.cwd, env: options.env, timeout: options.timeoutMs ?? 120_000 });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.stdin.on('error', () => undefined);
    child.on('error', reject);
    child.on('close', (exitCode) => {
      resolve({
        exitCode,
        stdout: Buffer.concat(stdout).toString('utf8'),
        stderr: Buffer.concat(stderr).toString('utf8'),
      });
    });
    child.stdin.end(options.stdin ?? '');
  });
}
