import { stat } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';

/** Size of the write-ahead log from which on it is folded into the database. */
const FOLD_BYTES = 8 * 1024 * 1024;
/** Commits between two looks at the size. */
const LOOK_EVERY = 200;
/** The thread ends when nothing has been folded for this long. */
const IDLE_MS = 30_000;

/** Folds the write-ahead log into the database on a thread of its own: it waits for the disk, which the event loop must not. */
export interface Checkpoints {
  /** To be called after each commit. */
  committed(): void;
  close(): Promise<void>;
}

export function createCheckpoints(path: string): Checkpoints {
  let commits = 0;
  let worker: Worker | null = null;
  let isBusy = false;
  let idle: NodeJS.Timeout | undefined;

  async function look(): Promise<void> {
    const size = await stat(`${path}-wal`).then(
      ({ size: bytes }) => bytes,
      () => 0,
    );
    if (size < FOLD_BYTES || isBusy) return;
    isBusy = true;
    clearTimeout(idle);
    worker ??= start();
    worker.postMessage('fold', []);
  }

  function start(): Worker {
    const made = new Worker(findEntry(), { workerData: path });
    made.unref();
    made.on('message', () => {
      isBusy = false;
      idle = setTimeout(() => {
        worker = null;
        void made.terminate();
      }, IDLE_MS);
      idle.unref();
    });
    made.on('error', () => {
      worker = null;
      isBusy = false;
    });
    return made;
  }

  return {
    committed() {
      commits += 1;
      if (commits % LOOK_EVERY === 0) void look();
    },
    async close() {
      clearTimeout(idle);
      await worker?.terminate();
    },
  };
}

/** Beside the bundle when built, else the source. */
function findEntry(): URL {
  const isBuilt = !import.meta.url.endsWith('.ts');
  return isBuilt
    ? new URL('./checkpoint-worker.mjs', import.meta.url)
    : new URL('./checkpoint-worker.ts', import.meta.url);
}
