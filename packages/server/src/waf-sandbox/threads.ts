import { Worker } from 'node:worker_threads';
import { describeError } from '@securescan/model';
import type { ConfigurationFile } from '@securescan/waf';
import type { SnippetResult, SnippetTask, ToSandbox } from './tasks.ts';

/** Threads at once, and tasks that may wait for one. */
const MAX_THREADS = 2;
const MAX_WAITING = 16;
const TIME_LIMIT_MS = 5000;
const MEMORY_MB = 256;

/** How a check came out: with a result, or cut off. */
export type ThreadOutcome =
  | SnippetResult
  | { readonly kind: 'busy' }
  | { readonly kind: 'too-long' }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'broken'; readonly reason: string };

/** Checks snippets on threads that have no more than the texts; a thread that takes too long or too much is ended. */
export interface SandboxThreads {
  check(task: SnippetTask, controls: readonly ConfigurationFile[]): Promise<ThreadOutcome>;
  readonly end: () => void;
}

interface Thread {
  readonly worker: Worker;
  /** The control files that it has loaded. */
  controls: readonly ConfigurationFile[] | null;
}

export function createSandboxThreads(): SandboxThreads {
  const idle: Thread[] = [];
  const busy = new Set<Thread>();
  const waiting: (() => void)[] = [];
  let isEnded = false;

  async function check(task: SnippetTask, controls: readonly ConfigurationFile[]): Promise<ThreadOutcome> {
    if (busy.size >= MAX_THREADS) {
      if (waiting.length >= MAX_WAITING) return { kind: 'busy' };
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
    if (isEnded) return { kind: 'busy' };
    const thread = idle.pop() ?? { worker: startWorker(), controls: null };
    busy.add(thread);
    const outcome = await runOn(thread, task, controls);
    busy.delete(thread);
    if (outcome.kind === 'report' || outcome.kind === 'unreadable') {
      thread.worker.unref();
      idle.push(thread);
    } else void thread.worker.terminate();
    waiting.shift()?.();
    return outcome;
  }

  return {
    check,
    end: () => {
      isEnded = true;
      for (const { worker } of [...idle.splice(0), ...busy]) void worker.terminate();
      for (const proceed of waiting.splice(0)) proceed();
    },
  };
}

function runOn(thread: Thread, task: SnippetTask, controls: readonly ConfigurationFile[]): Promise<ThreadOutcome> {
  const { worker } = thread;
  const { promise, resolve } = Promise.withResolvers<ThreadOutcome>();
  worker.ref();
  const onMessage = (message: SnippetResult | { readonly failure: string }): void => {
    resolve('failure' in message ? { kind: 'broken', reason: message.failure } : message);
  };
  const onError = (error: unknown): void => {
    const isTooLarge = error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
    resolve(isTooLarge ? { kind: 'too-large' } : { kind: 'broken', reason: describeError(error) });
  };
  const onExit = (): void => {
    resolve({ kind: 'broken', reason: 'the thread ended' });
  };
  worker.on('message', onMessage).on('error', onError).on('exit', onExit);
  const timer = setTimeout(() => {
    resolve({ kind: 'too-long' });
  }, TIME_LIMIT_MS);
  const send = (message: ToSandbox): void => {
    worker.postMessage(message, []);
  };
  if (thread.controls !== controls) send({ kind: 'controls', files: controls });
  thread.controls = controls;
  send({ kind: 'check', task });
  return promise.finally(() => {
    clearTimeout(timer);
    worker.off('message', onMessage).off('error', onError).off('exit', onExit);
  });
}

/** A thread without the environment, arguments and input of the process. */
function startWorker(): Worker {
  const worker = new Worker(findEntry(), {
    env: {},
    argv: [],
    stdin: false,
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB, maxYoungGenerationSizeMb: 32 },
  });
  // An error of a thread that is being ended belongs to nobody.
  return worker.on('error', () => undefined);
}

/** Beside the bundle when built, else the source. */
function findEntry(): URL {
  const isBuilt = !import.meta.url.endsWith('.ts');
  return isBuilt ? new URL('./sandbox-worker.mjs', import.meta.url) : new URL('./sandbox-worker.ts', import.meta.url);
}
