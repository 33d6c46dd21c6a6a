import { mkdtempSync, mkdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { wantsColour } from '../src/io/colour.ts';
import { toEnvironment } from '../src/io/environment.ts';
import type { Io, Output } from '../src/io/io.ts';
import { runProgram } from '../src/program.ts';

export interface CliOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Lines of stdin; without it stdin is at its end. */
  readonly stdin?: readonly string[];
  readonly stdinTty?: boolean;
  /** Columns of a terminal behind stdout and stderr; without it both are pipes. */
  readonly columns?: number;
  readonly signal?: AbortSignal;
}

export interface CliRun {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

interface Buffered extends Output {
  text(): string;
}

function buffer(columns: number | null, colour: boolean): Buffered {
  const chunks: Uint8Array[] = [];
  return {
    isTty: columns !== null,
    colour,
    columns: () => columns,
    rows: () => (columns === null ? null : 24),
    atExit: () => () => undefined,
    write(chunk) {
      chunks.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
      return Promise.resolve();
    },
    text: () => Buffer.concat(chunks).toString('utf8'),
  };
}

/** Runs a command in this process, with buffers for its streams and a home directory of its own. */
export async function runCli(words: readonly string[], options: CliOptions = {}): Promise<CliRun> {
  const columns = options.columns ?? null;
  const home = makeDirectory();
  const env = toEnvironment({
    PATH: process.env['PATH'],
    HOME: home,
    XDG_CONFIG_HOME: join(home, 'config'),
    ...options.env,
  });
  const stdout = buffer(columns, wantsColour(env, columns !== null));
  const stderr = buffer(columns, wantsColour(env, columns !== null));
  const lines = [...(options.stdin ?? [])];
  const io: Io = {
    stdout,
    stderr,
    stdin: {
      isTty: options.stdinTty ?? false,
      readLine: () => Promise.resolve(lines.shift() ?? null),
      readAll: () => Promise.resolve(lines.splice(0).join('\n')),
    },
    env,
    cwd: options.cwd ?? home,
    signal: options.signal ?? new AbortController().signal,
  };
  const exitCode = await runProgram(words, io);
  return { exitCode, stdout: stdout.text(), stderr: stderr.text() };
}

/** A directory with files that is removed when the test ends. */
export function makeDirectory(files: Readonly<Record<string, string | Uint8Array>> = {}): string {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'securescan-cli-')));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), content);
  }
  return directory;
}
