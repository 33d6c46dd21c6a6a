/** A job, and how long it is thought to take. */
export interface Job {
  readonly expectedSeconds: number;
}

/** How long the first start waits for jobs that are still on their way, so that a longer one is not overtaken. */
const PATIENCE_MS = 250;

/**
 * Runs jobs as they arrive, at most `limit` at once. Of those that wait, the longest expected starts first (of equal ones
 * the first in the given order).
 * @param jobs - each may arrive late, or turn out to be none (null)
 * @param run - must not reject; a rejection ends the whole run
 * @returns results in the given order, null where there was no job
 */
export async function runLongestFirst<J extends Job, Result>(
  jobs: readonly Promise<J | null>[],
  limit: number,
  run: (job: J) => Promise<Result>,
): Promise<readonly (Result | null)[]> {
  const waiting: { readonly job: J; readonly index: number; readonly start: () => Promise<void> }[] = [];
  let free = Math.max(1, Math.floor(limit));
  let isOpen = false;

  function startWaiting(): void {
    waiting.sort((a, b) => b.job.expectedSeconds - a.job.expectedSeconds || a.index - b.index);
    while (isOpen && free > 0) {
      const next = waiting.shift();
      if (next === undefined) return;
      free -= 1;
      void next.start().finally(() => {
        free += 1;
        startWaiting();
      });
    }
  }

  const results = jobs.map(async (arriving, index) => {
    const job = await arriving;
    if (job === null) return null;
    const { promise, resolve, reject } = Promise.withResolvers<Result>();
    waiting.push({ job, index, start: async () => run(job).then(resolve, reject) });
    startWaiting();
    return promise;
  });
  void waitFor(jobs, PATIENCE_MS).then(() => {
    isOpen = true;
    startWaiting();
  });
  return Promise.all(results);
}

/** Waits until all have settled, but no longer than the given time. */
async function waitFor(promises: readonly Promise<unknown>[], ms: number): Promise<void> {
  const { promise: late, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  await Promise.race([Promise.allSettled(promises), late]);
  clearTimeout(timer);
}
