import { spawn, type ChildProcess } from 'node:child_process';
import { SecureScanError, describeError } from '@securescan/model';
import { forgetGroup, prepareGuard, rememberGroup, signalGroup } from './live-groups.ts';
import { CappedOutput, OutputTail } from './output.ts';
import { toRunVariables } from './run-marker.ts';

const STDERR_TAIL_BYTES = 64 * 1024;
const DEFAULT_GRACE_MS = 2000;
/** Silence after which pipes are given up once the process has ended. */
const DRAIN_MS = 1000;

export interface ProcessOptions {
  /** Absolute path, or a name that is looked up in `env.PATH`. Never a shell line. */
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** The whole environment, but for the name of the run; see `toChildEnvironment`. */
  readonly env: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** Limit on stdout; beyond it the process is ended. */
  readonly maxOutputBytes: number;
  readonly stdin?: string | Uint8Array;
  /** Gets each chunk of stdout instead of having it gathered; the process waits while the promise is pending. */
  readonly onStdout?: (chunk: Buffer) => Promise<void>;
  readonly signal?: AbortSignal | undefined;
  /** Time between TERM and KILL; default 2 s. */
  readonly graceMs?: number;
}

/** The first reason that ended the process. */
export type ProcessEnd =
  | { readonly kind: 'exit'; readonly exitCode: number }
  | { readonly kind: 'signal'; readonly signal: NodeJS.Signals }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'output' };

export interface ProcessResult {
  readonly end: ProcessEnd;
  readonly stdout: Buffer;
  /** At most the last 64 KiB. */
  readonly stderr: string;
  readonly durationMs: number;
}

/**
 * Runs a program in its own process group and waits for its end. When it must end early (time, size, cancel), the group
 * gets TERM and after the grace KILL; in every case nothing of the group is left behind, not even when we are killed.
 * @throws SecureScanError E_TOOL_START when it cannot be started; what `onStdout` throws
 */
export async function runProcess(options: ProcessOptions): Promise<ProcessResult> {
  const startedAt = performance.now();
  const finish = (end: ProcessEnd, stdout: Buffer, stderr: string): ProcessResult => ({
    end,
    stdout,
    stderr,
    durationMs: performance.now() - startedAt,
  });
  if (options.signal?.aborted === true) return finish({ kind: 'cancelled' }, Buffer.alloc(0), '');

  const { child, pid } = await start(options);
  const stopper = createStopper(pid, options);
  let isSwept = false;
  try {
    const stdout = new CappedOutput(options.maxOutputBytes);
    const stderr = new OutputTail(STDERR_TAIL_BYTES);
    const activity = { chunks: 0, busy: false };
    child.stderr?.on('data', (chunk: Buffer) => {
      activity.chunks += 1;
      stderr.add(chunk);
    });
    const closed = new Promise<void>((resolve) => {
      child.once('close', () => resolve());
    });
    const consumed = consume(child, stdout, options, activity, () => stopper.stop({ kind: 'output' }));
    consumed.catch(() => stopper.stop({ kind: 'cancelled' }));
    feed(child, options.stdin);
    const natural = await waitForExit(child);
    stopper.end();
    // Whoever of the group is still there was left behind, and may keep the pipes open.
    sweep(pid);
    isSwept = true;
    await drain(child, Promise.all([consumed, closed]), activity);
    return finish(stopper.reason ?? natural, stdout.toBuffer(), stderr.toText());
  } finally {
    stopper.end();
    // Not a second time: by now the number could be another's.
    if (!isSwept) sweep(pid);
  }
}

/** Ends what is left of the group, whose number may be another's from then on. */
function sweep(pid: number): void {
  signalGroup(pid, 'SIGKILL');
  forgetGroup(pid);
}

async function start(options: ProcessOptions): Promise<{ readonly child: ChildProcess; readonly pid: number }> {
  try {
    prepareGuard();
    const child = spawn(options.command, [...options.args], {
      cwd: options.cwd,
      env: { ...options.env, ...toRunVariables() },
      detached: process.platform !== 'win32',
      windowsHide: true,
      shell: false,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const { pid } = child;
    // At once: whatever happens to us from here on, it must not live on.
    if (pid !== undefined) rememberGroup(pid);
    await new Promise((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', reject);
    });
    if (pid === undefined) throw new Error('it has no process number');
    // A later error is one of the pipes or of kill; the end of the process is reported by its exit.
    child.on('error', () => {});
    return { child, pid };
  } catch (error) {
    throw new SecureScanError(
      'E_TOOL_START',
      `${options.command} could not be started in ${options.cwd}: ${describeError(error)}; check that both exist and that it is executable.`,
      { cause: error, details: { command: options.command } },
    );
  }
}

/** Ends the group at most once, for the first reason given. */
function createStopper(pid: number, options: ProcessOptions) {
  let reason: ProcessEnd | null = null;
  let killTimer: NodeJS.Timeout | undefined;
  let ended = false;
  const stop = (why: ProcessEnd): void => {
    if (reason !== null || ended) return;
    reason = why;
    signalGroup(pid, 'SIGTERM');
    killTimer = setTimeout(() => signalGroup(pid, 'SIGKILL'), options.graceMs ?? DEFAULT_GRACE_MS);
  };
  const onAbort = (): void => stop({ kind: 'cancelled' });
  options.signal?.addEventListener('abort', onAbort, { once: true });
  const timer = setTimeout(() => stop({ kind: 'timeout' }), options.timeoutMs);
  // It may have come while the process was starting.
  if (options.signal?.aborted === true) onAbort();
  return {
    get reason(): ProcessEnd | null {
      return reason;
    },
    stop,
    end(): void {
      ended = true;
      clearTimeout(timer);
      clearTimeout(killTimer);
      options.signal?.removeEventListener('abort', onAbort);
    },
  };
}

interface Activity {
  chunks: number;
  /** The consumer has a chunk and is not done with it. */
  busy: boolean;
}

async function consume(
  child: ChildProcess,
  stdout: CappedOutput,
  options: ProcessOptions,
  activity: Activity,
  onTooMuch: () => void,
): Promise<void> {
  const stream = child.stdout;
  if (!stream) return;
  // Iterating, not `data` events: while the consumer waits, the pipe fills and the process waits too.
  for await (const chunk of stream.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    activity.chunks += 1;
    if (options.onStdout) {
      activity.busy = true;
      await options.onStdout(chunk);
      activity.busy = false;
    } else if (!stdout.add(chunk)) {
      onTooMuch();
      break;
    }
  }
  // Read on without keeping, so that the process can react to TERM instead of blocking on a full pipe.
  stream.resume();
}

function feed(child: ChildProcess, stdin: string | Uint8Array | undefined): void {
  // A process that does not read its input closes the pipe; that is its right, not an error.
  child.stdin?.on('error', () => {});
  child.stdin?.end(stdin ?? '');
}

async function waitForExit(child: ChildProcess): Promise<ProcessEnd> {
  if (child.exitCode === null && child.signalCode === null) {
    await new Promise((resolve) => {
      child.once('exit', resolve);
    });
  }
  return child.signalCode === null
    ? { kind: 'exit', exitCode: child.exitCode ?? 0 }
    : { kind: 'signal', signal: child.signalCode };
}

/** Waits for the rest of the output, but not for a stranger outside the group that keeps a pipe open and says nothing. */
async function drain(child: ChildProcess, ended: Promise<unknown>, activity: Activity): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  let seen = activity.chunks;
  const silence = new Promise<void>((resolve) => {
    timer = setInterval(() => {
      if (activity.chunks === seen && !activity.busy) resolve();
      seen = activity.chunks;
    }, DRAIN_MS);
  });
  try {
    await Promise.race([ended, silence]);
  } finally {
    clearInterval(timer);
    child.stdout?.destroy();
    child.stderr?.destroy();
  }
}
