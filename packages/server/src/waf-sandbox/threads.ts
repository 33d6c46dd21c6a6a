import { Worker } from 'node:worker_threads';
import { describeError } from '@securescan/model';
import type { ConfigurationFile } from '@securescan/waf';
import type { ControlsResult, FromSandbox, SnippetResult, SnippetTask, ToSandbox } from './tasks.ts';

export interface ThreadLimits {
  /** Threads at once, and callers that may wait for one. */
  readonly threads: number;
  readonly waiting: number;
  /** Of one message. */
  readonly timeMs: number;
  readonly memoryMb: number;
}

const LIMITS: ThreadLimits = { threads: 2, waiting: 16, timeMs: 5000, memoryMb: 256 };

/** Why there is no result. */
export type ThreadFailure =
  | { readonly kind: 'busy' }
  | { readonly kind: 'too-long' }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'broken'; readonly reason: string };

/** Works on threads that have no more than the texts; a thread that takes too long or too much is ended. */
export interface SandboxThreads {
  /** Reads control files, and says what is wrong with them. */
  load(controls: readonly ConfigurationFile[]): Promise<ControlsResult | ThreadFailure>;
  check(task: SnippetTask, controls: readonly ConfigurationFile[]): Promise<SnippetResult | ThreadFailure>;
  readonly end: () => void;
}

interface Thread {
  readonly worker: Worker;
  /** The control files that it has loaded, and what became of them. */
  loaded: { readonly files: readonly ConfigurationFile[]; readonly result: ControlsResult } | null;
}

export function createSandboxThreads(limits: ThreadLimits = LIMITS): SandboxThreads {
  const idle: Thread[] = [];
  const busy = new Set<Thread>();
  const waiting: (() => void)[] = [];
  const ended = new AbortController();

  async function use<Result extends { readonly kind: string }>(
    work: (thread: Thread) => Promise<Result | ThreadFailure>,
  ): Promise<Result | ThreadFailure> {
    if (busy.size >= limits.threads && waiting.length >= limits.waiting) return { kind: 'busy' };
    // Somebody else may have taken the thread that woke this one up.
    while (busy.size >= limits.threads && !ended.signal.aborted)
      await new Promise<void>((resolve) => waiting.push(resolve));
    if (ended.signal.aborted) return { kind: 'busy' };
    const thread = idle.pop() ?? { worker: startWorker(limits.memoryMb), loaded: null };
    busy.add(thread);
    const outcome = await work(thread);
    busy.delete(thread);
    if (isFailure(outcome)) void thread.worker.terminate();
    else {
      thread.worker.unref();
      idle.push(thread);
    }
    waiting.shift()?.();
    return outcome;
  }

  async function loadOn(thread: Thread, files: readonly ConfigurationFile[]): Promise<ControlsResult | ThreadFailure> {
    if (thread.loaded?.files === files) return thread.loaded.result;
    const answer = await ask(thread.worker, { kind: 'controls', files }, limits.timeMs);
    if (answer.kind !== 'controls') return isFailure(answer) ? answer : { kind: 'broken', reason: 'another answer' };
    thread.loaded = { files, result: answer };
    return answer;
  }

  return {
    load: (controls) => use((thread) => loadOn(thread, controls)),
    check: (task, controls) =>
      use(async (thread): Promise<SnippetResult | ThreadFailure> => {
        const loaded = await loadOn(thread, controls);
        if (isFailure(loaded)) return loaded;
        const answer = await ask(thread.worker, { kind: 'check', task }, limits.timeMs);
        return answer.kind === 'controls' ? { kind: 'broken', reason: 'another answer' } : answer;
      }),
    end: () => {
      ended.abort();
      for (const { worker } of [...idle.splice(0), ...busy]) void worker.terminate();
      for (const proceed of waiting.splice(0)) proceed();
    },
  };
}

function isFailure(outcome: { readonly kind: string }): outcome is ThreadFailure {
  return ['busy', 'too-long', 'too-large', 'broken'].includes(outcome.kind);
}

/** Sends one message and waits for its answer. */
function ask(worker: Worker, message: ToSandbox, timeMs: number): Promise<FromSandbox | ThreadFailure> {
  const { promise, resolve } = Promise.withResolvers<FromSandbox | ThreadFailure>();
  worker.ref();
  const onError = (error: unknown): void => {
    const isTooLarge = error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
    resolve(isTooLarge ? { kind: 'too-large' } : { kind: 'broken', reason: describeError(error) });
  };
  const onExit = (): void => {
    resolve({ kind: 'broken', reason: 'the thread ended' });
  };
  worker.on('message', resolve).on('error', onError).on('exit', onExit);
  const timer = setTimeout(() => {
    resolve({ kind: 'too-long' });
  }, timeMs);
  worker.postMessage(message, []);
  return promise.finally(() => {
    clearTimeout(timer);
    worker.off('message', resolve).off('error', onError).off('exit', onExit);
  });
}

/** A thread without the environment, arguments and input of the process. */
function startWorker(memoryMb: number): Worker {
  const worker = new Worker(findEntry(), {
    env: {},
    argv: [],
    stdin: false,
    resourceLimits: { maxOldGenerationSizeMb: memoryMb, maxYoungGenerationSizeMb: 32 },
  });
  // An error of a thread that is being ended belongs to nobody.
  return worker.on('error', () => undefined);
}

/** Beside the bundle when built, else the source. */
function findEntry(): URL {
  const isBuilt = !import.meta.url.endsWith('.ts');
  return isBuilt ? new URL('./sandbox-worker.mjs', import.meta.url) : new URL('./sandbox-worker.ts', import.meta.url);
}
