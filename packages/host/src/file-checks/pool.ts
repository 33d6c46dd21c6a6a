import { Worker } from 'node:worker_threads';
import { SecureScanError, describeError } from '@securescan/model';
import {
  PROGRESS,
  type BatchRequest,
  type FileJob,
  type FileOutcome,
  type WorkerMessage,
  type WorkerSetup,
} from './protocol.ts';

const MAX_HEAP_MB = 512;
/** A thread in a loop without a safe point cannot be ended; then nobody waits for it. */
const STOP_TIMEOUT_MS = 2000;
/** Loading the worker's modules on a busy machine. */
const START_TIMEOUT_MS = 60_000;
const MAX_BATCH_FILES = 64;
const MAX_BATCH_BYTES = 2 * 1024 * 1024;

export interface PoolOptions {
  readonly workerUrl: URL;
  readonly workers: number;
  readonly maxBytes: number;
  /** Time that one check may take on one file. */
  readonly fileTimeoutMs: number;
  readonly signal: AbortSignal;
}

/** A file to be checked, with its size for fair batches. */
export interface PoolJob extends FileJob {
  readonly size: number;
}

export interface PoolResult {
  readonly outcome: FileOutcome;
  /** Checks during which the worker hung or died, with how; they have no outcome. */
  readonly lost: readonly { readonly checkId: string; readonly reason: string }[];
}

interface QueuedJob {
  readonly index: number;
  readonly job: PoolJob;
}

/**
 * Runs the jobs in worker threads and hands back their results in input order. A worker that dies or hangs on a file is
 * replaced; the file goes again without the check that was running.
 * @throws SecureScanError E_CANCELLED; E_INTERNAL when a worker cannot even start
 */
export async function runInWorkers(jobs: readonly PoolJob[], options: PoolOptions): Promise<PoolResult[]> {
  const queue = toBatches(jobs);
  const results: PoolResult[] = Array.from({ length: jobs.length });
  const lost = new Map<number, { checkId: string; reason: string }[]>();
  const run = async (): Promise<void> => {
    let worker: CheckWorker | null = null;
    try {
      for (let batch = queue.shift(); batch !== undefined; batch = queue.shift()) {
        worker ??= await CheckWorker.start(options);
        const ended = await worker.run({ files: batch.map(({ job }) => job) });
        if (ended.kind === 'done') {
          for (const [i, { index }] of batch.entries()) {
            const outcome = ended.outcomes[i];
            if (outcome) results[index] = { outcome, lost: lost.get(index) ?? [] };
          }
          continue;
        }
        worker = null;
        queue.unshift(...splitAfterLoss(batch, ended, lost, results));
      }
    } finally {
      await worker?.stop();
    }
  };
  await Promise.all(Array.from({ length: Math.min(options.workers, queue.length) }, run));
  return results;
}

function toBatches(jobs: readonly PoolJob[]): QueuedJob[][] {
  const batches: QueuedJob[][] = [];
  let batch: QueuedJob[] = [];
  let bytes = 0;
  for (const [index, job] of jobs.entries()) {
    if (batch.length >= MAX_BATCH_FILES || bytes + job.size > MAX_BATCH_BYTES) {
      if (batch.length > 0) batches.push(batch);
      batch = [];
      bytes = 0;
    }
    batch.push({ index, job });
    bytes += job.size;
  }
  if (batch.length > 0) batches.push(batch);
  return batches;
}

/** What is left to do of a batch whose worker was lost: the file at fault apart from the others. */
function splitAfterLoss(
  batch: readonly QueuedJob[],
  ended: { readonly file: number; readonly check: number; readonly reason: string },
  lost: Map<number, { checkId: string; reason: string }[]>,
  results: PoolResult[],
): QueuedJob[][] {
  const culprit = batch[ended.file];
  const others = batch.filter((queued) => queued !== culprit);
  const again: QueuedJob[][] = others.length > 0 ? [others] : [];
  if (culprit === undefined) return again;
  const { index, job } = culprit;
  const checkId = job.checkIds[ended.check];
  if (checkId === undefined) {
    // It was lost while reading, before any check.
    results[index] = { outcome: { kind: 'failed', reason: ended.reason }, lost: lost.get(index) ?? [] };
    return again;
  }
  lost.set(index, [...(lost.get(index) ?? []), { checkId, reason: ended.reason }]);
  const without = { ...job, checkIds: job.checkIds.filter((id) => id !== checkId) };
  return [[{ index, job: without }], ...again];
}

type BatchEnd =
  | { readonly kind: 'done'; readonly outcomes: readonly FileOutcome[] }
  | { readonly kind: 'lost'; readonly file: number; readonly check: number; readonly reason: string };

/** One worker thread and the watch over it. */
class CheckWorker {
  readonly #worker: Worker;
  readonly #progress: Int32Array;
  readonly #options: PoolOptions;

  private constructor(worker: Worker, progress: Int32Array, options: PoolOptions) {
    this.#worker = worker;
    this.#progress = progress;
    this.#options = options;
  }

  static async start(options: PoolOptions): Promise<CheckWorker> {
    throwIfAborted(options.signal);
    const progress = new SharedArrayBuffer(PROGRESS.words * Int32Array.BYTES_PER_ELEMENT);
    const setup: WorkerSetup = { progress, maxBytes: options.maxBytes };
    const worker = new Worker(options.workerUrl, {
      workerData: setup,
      env: {},
      execArgv: [],
      // What a check prints must not reach our standard output, which is for results.
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
    });
    worker.stdout.resume();
    worker.stderr.resume();
    const started = new CheckWorker(worker, new Int32Array(progress), options);
    const end = await started.#wait(START_TIMEOUT_MS);
    if (end.kind === 'message') return started;
    await started.stop();
    if (end.kind === 'cancelled') throwIfAborted(options.signal);
    throw new SecureScanError('E_INTERNAL', `The worker for file checks could not start: ${toReason(end)}`);
  }

  async run(request: BatchRequest): Promise<BatchEnd> {
    Atomics.store(this.#progress, PROGRESS.file, 0);
    Atomics.store(this.#progress, PROGRESS.check, -1);
    // allow(type-escape): the rule means windows, this is a worker thread.
    // oxlint-disable-next-line unicorn/require-post-message-target-origin
    this.#worker.postMessage(request);
    const end = await this.#wait(this.#options.fileTimeoutMs);
    if (end.kind === 'message' && end.message.kind === 'done') return { kind: 'done', outcomes: end.message.outcomes };
    await this.stop();
    if (end.kind === 'cancelled') throwIfAborted(this.#options.signal);
    return {
      kind: 'lost',
      file: Atomics.load(this.#progress, PROGRESS.file),
      check: Atomics.load(this.#progress, PROGRESS.check),
      reason: toReason(end),
    };
  }

  async stop(): Promise<void> {
    this.#worker.unref();
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, STOP_TIMEOUT_MS);
    });
    await Promise.race([this.#worker.terminate(), limit]);
    clearTimeout(timer);
  }

  /** Waits for the next message, the end of the worker, a standstill, or the scan's cancel. */
  #wait(timeoutMs: number): Promise<WaitEnd> {
    const worker = this.#worker;
    const { signal } = this.#options;
    return new Promise((resolve) => {
      let ticks = Atomics.load(this.#progress, PROGRESS.ticks);
      let since = performance.now();
      const settle = (end: WaitEnd): void => {
        clearInterval(watch);
        worker.off('message', onMessage).off('error', onError).off('exit', onExit);
        signal.removeEventListener('abort', onAbort);
        resolve(end);
      };
      const onMessage = (message: WorkerMessage): void => settle({ kind: 'message', message });
      const onError = (error: unknown): void => settle({ kind: 'died', reason: describeError(error) });
      const onExit = (code: number): void => settle({ kind: 'died', reason: `it ended with code ${code}` });
      const onAbort = (): void => settle({ kind: 'cancelled' });
      const watch = setInterval(
        () => {
          const now = Atomics.load(this.#progress, PROGRESS.ticks);
          if (now !== ticks) {
            ticks = now;
            since = performance.now();
          } else if (performance.now() - since > timeoutMs) settle({ kind: 'hung', timeoutMs });
        },
        Math.min(1000, timeoutMs / 4),
      );
      worker.on('message', onMessage).on('error', onError).on('exit', onExit);
      signal.addEventListener('abort', onAbort, { once: true });
      if (signal.aborted) onAbort();
    });
  }
}

type WaitEnd =
  | { readonly kind: 'message'; readonly message: WorkerMessage }
  | { readonly kind: 'died'; readonly reason: string }
  | { readonly kind: 'hung'; readonly timeoutMs: number }
  | { readonly kind: 'cancelled' };

function toReason(end: WaitEnd): string {
  if (end.kind === 'hung') return `took longer than ${end.timeoutMs / 1000} s`;
  return end.kind === 'died' ? `broke the worker: ${end.reason}` : 'gave no result';
}

function throwIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw new SecureScanError('E_CANCELLED', 'The file checks were cancelled.');
}
