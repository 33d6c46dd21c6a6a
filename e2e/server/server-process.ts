import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { StoreLocation } from '@securescan/store';
import { COMMAND } from '../build-command.ts';

/** Key with every scope of all servers here. */
export const API_KEY = 'e2e-key-abcdefghijklmnop-0123456789';

/** How a process ended. */
export interface ProcessEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed when it is JSON, else the text. */
  readonly body: unknown;
}

/** `securescan serve` as a process of its own. */
export interface ServerProcess extends AsyncDisposable {
  readonly pid: number;
  readonly ended: Promise<ProcessEnd>;
  /** Address once it listens. @throws when it ends before that */
  readonly listening: Promise<string>;
  /** Everything that came on stdout and stderr. */
  output(): { readonly stdout: string; readonly stderr: string };
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<ProcessEnd>;
  /** SIGKILL to it and to the processes of its scans at once. */
  killGroup(): Promise<ProcessEnd>;
  /** SIGTERM; resolves when it has ended. */
  stop(): Promise<ProcessEnd>;
}

export interface ServerOptions {
  readonly database: StoreLocation;
  /** The whole environment but for key, address and database. */
  readonly env: Readonly<Record<string, string>>;
  /** Program and arguments before Node, such as `prlimit`. */
  readonly prefix?: readonly string[];
}

/** Starts the built command on a free port. */
export function startServerProcess({ database, env, prefix = [] }: ServerOptions): ServerProcess {
  const words = [process.execPath, COMMAND, 'serve', '--port', '0'];
  const [program, ...args] = [...prefix, ...words] as [string, ...string[]];
  const child = spawn(program, args, {
    env: {
      TZ: 'UTC',
      SECURESCAN_API_KEY: API_KEY,
      SECURESCAN_RATE_LIMIT_ENABLED: '0',
      SECURESCAN_LOG_FORMAT: 'json',
      ...(database.kind === 'sqlite' ? { SECURESCAN_DB_PATH: database.path } : { DATABASE_URL: database.url }),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, as a service manager gives it.
    detached: true,
  });
  // It has a group of its own, so that Ctrl-C in the terminal does not reach it.
  const killLeft = (): boolean => child.kill('SIGKILL');
  process.once('exit', killLeft);
  const read = { stdout: collect(child.stdout), stderr: collect(child.stderr) };
  const ended = waitForEnd(child).finally(() => process.off('exit', killLeft));
  const end = async (signal: NodeJS.Signals): Promise<ProcessEnd> => {
    child.kill(signal);
    return ended;
  };
  const listening = waitForAddress(child, ended, () => read.stderr());
  // Whoever kills it while it starts does not wait for its address.
  listening.catch(() => undefined);
  return {
    pid: child.pid ?? 0,
    ended,
    listening,
    output: () => ({ stdout: read.stdout(), stderr: read.stderr() }),
    kill: () => end('SIGKILL'),
    killGroup: () => {
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
      return ended;
    },
    stop: () => end('SIGTERM'),
    async [Symbol.asyncDispose]() {
      await end('SIGKILL');
    },
  };
}

/** A request with the key. @throws when no whole answer comes */
export async function call(
  url: string,
  method: string,
  path: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: {
      'x-api-key': API_KEY,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') === true && text !== '';
  return { status: response.status, headers: response.headers, body: isJson ? (JSON.parse(text) as unknown) : text };
}

function collect(stream: NodeJS.ReadableStream | null): () => string {
  let text = '';
  stream?.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  return () => text;
}

async function waitForEnd(child: ChildProcess): Promise<ProcessEnd> {
  const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  return { code, signal };
}

async function waitForAddress(child: ChildProcess, ended: Promise<ProcessEnd>, stderr: () => string): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  let text = '';
  child.stdout?.on('data', (chunk: string) => {
    text += chunk;
    const [, url] = /^Listening on (\S+)/m.exec(text) ?? [];
    if (url !== undefined) resolve(url);
  });
  const end = ended.then(({ code, signal }): never => {
    throw new Error(`the server ended (${String(code ?? signal)}) before it listened: ${stderr()}`);
  });
  return Promise.race([promise, end]);
}
