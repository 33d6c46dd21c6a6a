import { Worker } from 'node:worker_threads';
import type { ErrorCode } from '@securescan/model';
import { describeError, ERROR_CODES, SecureScanError } from '@securescan/model';
import type { FromOffload, OffloadResults, OffloadTask } from './tasks.ts';

/** Threads at once; further tasks wait in order. */
const MAX_THREADS = 2;
const MEMORY_MB = 2048;
const TIME_LIMIT_MS = 120_000;

type ResultOf<Task extends OffloadTask> = OffloadResults[Task['kind']];

/** Does a task on a thread of its own, so that the event loop is not held. */
export interface Offload {
  /**
   * @throws SecureScanError the task's own, E_CANCELLED when the signal aborts, E_INTERNAL when the thread dies or takes over
   * two minutes
   */
  run<Task extends OffloadTask>(task: Task, signal: AbortSignal): Promise<ResultOf<Task>>;
}

export function createOffload(): Offload {
  let running = 0;
  const waiting: (() => void)[] = [];

  async function run<Task extends OffloadTask>(task: Task, signal: AbortSignal): Promise<ResultOf<Task>> {
    if (running >= MAX_THREADS) await new Promise<void>((resolve) => waiting.push(resolve));
    running += 1;
    try {
      return await runOnThread(task, signal);
    } finally {
      running -= 1;
      waiting.shift()?.();
    }
  }

  return { run };
}

function runOnThread<Task extends OffloadTask>(task: Task, signal: AbortSignal): Promise<ResultOf<Task>> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(cancelled());
      return;
    }
    const worker = new Worker(findEntry(), { workerData: task, resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB } });
    const limit = AbortSignal.timeout(TIME_LIMIT_MS);
    const stop = AbortSignal.any([signal, limit]);
    const end = (settle: () => void): void => {
      stop.removeEventListener('abort', onStop);
      settle();
      void worker.terminate();
    };
    const onStop = (): void => {
      end(() => reject(signal.aborted ? cancelled() : broken('it took over two minutes')));
    };
    stop.addEventListener('abort', onStop, { once: true });
    worker.once('message', (message: FromOffload) => {
      end(() => {
        if ('error' in message) reject(toError(message.error));
        // The thread answers with what its kind of task gives.
        else resolve(message.result as ResultOf<Task>);
      });
    });
    worker.once('error', (error) => {
      end(() => reject(broken(describeError(error))));
    });
    worker.once('exit', () => {
      end(() => reject(broken('the thread ended without a result')));
    });
  });
}

function cancelled(): SecureScanError {
  return new SecureScanError('E_CANCELLED', 'nobody waits for the result any more');
}

function broken(why: string): SecureScanError {
  return new SecureScanError('E_INTERNAL', `work on another thread failed: ${why}`);
}

function toError({ code, message }: { readonly code: string | null; readonly message: string }): SecureScanError {
  const known = ERROR_CODES.find((candidate) => candidate === code) satisfies ErrorCode | undefined;
  return new SecureScanError(known ?? 'E_INTERNAL', message);
}

/** Beside the bundle when built, else the source. */
function findEntry(): URL {
  const isBuilt = !import.meta.url.endsWith('.ts');
  return isBuilt ? new URL('./offload-worker.mjs', import.meta.url) : new URL('./offload-worker.ts', import.meta.url);
}
