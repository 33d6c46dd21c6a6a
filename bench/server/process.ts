import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { makeBenchEnvironment, SECURESCAN } from '../command.ts';

/** A real server in its own process. */
export interface ServerProcess extends AsyncDisposable {
  readonly url: string;
  /** From the start of the process to its first answer. */
  readonly startMs: number;
  /** Resident memory now. */
  readMebibytes(): number;
}

export function makeServerEnvironment(databasePath: string): NodeJS.ProcessEnv {
  return {
    ...makeBenchEnvironment(),
    SECURESCAN_DB_PATH: databasePath,
    SECURESCAN_LOG_LEVEL: 'ERROR',
    SECURESCAN_RATE_LIMIT_ENABLED: '0',
  };
}

export async function startServerProcess(env: NodeJS.ProcessEnv): Promise<ServerProcess> {
  const start = performance.now();
  const child = spawn(process.execPath, [SECURESCAN, 'serve', '--port', '0'], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await readUrl(child);
  const response = await fetch(`${url}/health`);
  if (!response.ok) throw new Error(`/health answered ${response.status}`);
  const startMs = performance.now() - start;
  return {
    url,
    startMs,
    readMebibytes: () => {
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
      return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
    },
    async [Symbol.asyncDispose]() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** A database key with all scopes, made offline. */
export function makeKey(env: NodeJS.ProcessEnv): string {
  const output = execFileSync(
    process.execPath,
    [SECURESCAN, 'keys', 'create', '--admin', '--name', 'bench', '--output', 'json'],
    { env, encoding: 'utf8' },
  );
  return (JSON.parse(output) as { key: string }).key;
}

function readUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const url = /Listening on (\S+)/.exec(text)?.[1];
      if (url !== undefined) resolve(url);
    });
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
  });
}
