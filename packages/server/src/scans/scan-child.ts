import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import type { FromScanProcess, ScanJob, ToScanProcess } from './protocol.ts';

/** How long it has for ending itself and its tools. */
const GRACE_MS = 2000;
/** Last part of what it wrote to stderr, for the log. */
const MAX_STDERR = 4000;

export interface ChildEnd {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stderr: string;
}

/** The process of one scan, as its parent sees it. */
export interface ScanChild {
  readonly pid: number | undefined;
  /** Settles when the process has ended; never rejects. */
  readonly ended: Promise<ChildEnd>;
  cancel(): void;
  /** Ends it with its tools: tells it, kills it after two seconds. */
  terminate(): void;
}

export interface ChildOptions {
  readonly entry: URL;
  /** The whole environment of the process: allow-listed names, no secrets. */
  readonly environment: Readonly<Record<string, string>>;
  readonly memoryMb: number;
  onMessage(message: FromScanProcess): void;
}

export function startScanChild(job: ScanJob, options: ChildOptions): ScanChild {
  const child = fork(options.entry, [], {
    env: { ...options.environment },
    execArgv: [`--max-old-space-size=${options.memoryMb}`],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    serialization: 'json',
  });
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-MAX_STDERR);
  });
  child.on('message', (message: FromScanProcess) => options.onMessage(message));
  const ended = waitForEnd(child, () => stderr);
  const send = (message: ToScanProcess): void => {
    // It may be ending right now; then there is nobody to tell.
    if (child.connected) child.send(message, () => undefined);
  };
  send({ type: 'start', job });
  return {
    pid: child.pid,
    ended,
    cancel: () => send({ type: 'cancel' }),
    terminate: () => {
      send({ type: 'stop' });
      const timer = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
      void ended.finally(() => clearTimeout(timer));
    },
  };
}

function waitForEnd(child: ChildProcess, readStderr: () => string): Promise<ChildEnd> {
  return new Promise((resolve) => {
    child.once('error', (error) => {
      // An error after the start is one of the channel; the exit follows.
      if (child.pid === undefined) resolve({ exitCode: null, signal: null, stderr: error.message });
    });
    child.once('close', (exitCode, signal) => resolve({ exitCode, signal, stderr: readStderr() }));
  });
}
