import { Worker } from 'node:worker_threads';
import { describeError, ERROR_CODES, SecureScanError } from '@securescan/model';
import type { FromOffload, OffloadResults, OffloadTask } from './tasks.ts';

/** Threads at once; further tasks wait in order. */
const MAX_THREADS = 2;
const MEMORY_MB = 2048;
const TIME_LIMIT_MS = 120_000;
/** A thread that has had nothing to do for this long is ended, for its memory. */
const IDLE_MS = 30_000;

type ResultOf<Task extends OffloadTask> = OffloadResults[Task['kind']];

/** Does tasks on threads of their own, so that the event loop is not held. */
export interface Offload extends AsyncDisposable {
  /**
   * @throws SecureScanError the task's own, E_CANCELLED when the signal aborts, E_INTERNAL when the thread dies or takes over
   * two minutes
   */
  run<Task extends OffloadTask>(task: Task, signal: AbortSignal): Promise<ResultOf<Task>>;
}

export function createOffload(): Offload {
  const idle: IdleThread[] = [];
  const busy = new Set<Worker>();
  const waiting: (() => void)[] = [];
  let taken = 0;

  async function run<Task extends OffloadTask>(task: Task, signal: AbortSignal): Promise<ResultOf<Task>> {
    if (taken >= MAX_THREADS) await new Promise<void>((resolve) => waiting.push(resolve));
    taken += 1;
    try {
      return await runOnThread(task, signal);
    } finally {
      taken -= 1;
      waiting.shift()?.();
    }
  }

  function takeThread(): Worker {
    const rested = idle.pop();
    if (rested !== undefined) {
      clearTimeout(rested.timer);
      rested.worker.ref();
      return rested.worker;
    }
    return new Worker(findEntry(), { resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB } });
  }

  /** A thread that has answered is good for another task. */
  function giveBack(worker: Worker): void {
    worker.unref();
    const timer = setTimeout(() => {
      idle.splice(
        idle.findIndex((thread) => thread.worker === worker),
        1,
      );
      void worker.terminate();
    }, IDLE_MS);
    timer.unref();
    idle.push({ worker, timer });
  }

  function runOnThread<Task extends OffloadTask>(task: Task, signal: AbortSignal): Promise<ResultOf<Task>> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(cancelled());
        return;
      }
      const worker = takeThread();
      busy.add(worker);
      const stop = AbortSignal.any([signal, AbortSignal.timeout(TIME_LIMIT_MS)]);
      const onStop = (): void => {
        end(false, () => reject(signal.aborted ? cancelled() : broken('it took over two minutes')));
      };
      const onMessage = (message: FromOffload): void => {
        end(true, () => {
          if ('error' in message) reject(toError(message.error));
          // The thread answers with what its kind of task gives.
          else resolve(message.result as ResultOf<Task>);
        });
      };
      const onError = (error: unknown): void => {
        end(false, () => reject(broken(describeError(error))));
      };
      const onExit = (): void => {
        end(false, () => reject(broken('the thread ended without a result')));
      };
      function end(isReusable: boolean, settle: () => void): void {
        stop.removeEventListener('abort', onStop);
        worker.off('message', onMessage).off('error', onError).off('exit', onExit);
        busy.delete(worker);
        if (isReusable) giveBack(worker);
        else void worker.terminate();
        settle();
      }
      stop.addEventListener('abort', onStop, { once: true });
      worker.on('message', onMessage).on('error', onError).on('exit', onExit);
      worker.postMessage(task, []);
    });
  }

  return {
    run,
    async [Symbol.asyncDispose]() {
      const threads = [...idle.splice(0).map(({ worker }) => worker), ...busy];
      await Promise.all(threads.map((worker) => worker.terminate()));
    },
  };
}

interface IdleThread {
  readonly worker: Worker;
  readonly timer: NodeJS.Timeout;
}

function cancelled(): SecureScanError {
  return new SecureScanError('E_CANCELLED', 'nobody waits for the result any more');
}

function broken(why: string): SecureScanError {
  return new SecureScanError('E_INTERNAL', `work on another thread failed: ${why}`);
}

function toError({ code, message }: { readonly code: string | null; readonly message: string }): SecureScanError {
  return new SecureScanError(ERROR_CODES.find((known) => known === code) ?? 'E_INTERNAL', message);
}

/** Beside the bundle when built, else the source. */
function findEntry(): URL {
  const isBuilt = !import.meta.url.endsWith('.ts');
  return isBuilt ? new URL('./offload-worker.mjs', import.meta.url) : new URL('./offload-worker.ts', import.meta.url);
}
