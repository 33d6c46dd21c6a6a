/** A job, and how long it is thought to take. */
export interface Job {
  readonly expectedSeconds: number;
  /** Whether it counts against the limit; one that does not starts as soon as it arrives. */
  readonly isLimited: boolean;
}

/** How long the first limited start waits for jobs that are still on their way, so that a longer one is not overtaken. */
const PATIENCE_MS = 250;

/**
 * Runs jobs as they arrive, at most `limit` of the limited ones at once. Of those that wait, the longest expected starts
 * first (of equal ones the first in the given order).
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
    if (!isOpen) return;
    waiting.sort((a, b) => b.job.expectedSeconds - a.job.expectedSeconds || a.index - b.index);
    for (const next of waiting.splice(0, free)) void occupy(next.start);
  }

  async function occupy(start: () => Promise<void>): Promise<void> {
    free -= 1;
    await start();
    free += 1;
    startWaiting();
  }

  async function open(): Promise<void> {
    await waitFor(jobs, PATIENCE_MS);
    isOpen = true;
    startWaiting();
  }

  async function take(arriving: Promise<J | null>, index: number): Promise<Result | null> {
    const job = await arriving;
    if (job === null) return null;
    if (!job.isLimited) return run(job);
    const { promise, resolve, reject } = Promise.withResolvers<Result>();
    waiting.push({ job, index, start: async () => run(job).then(resolve, reject) });
    startWaiting();
    return promise;
  }

  const [results] = await Promise.all([Promise.all(jobs.map(take)), open()]);
  return results;
}

/** Waits until all have settled, but no longer than the given time. */
async function waitFor(promises: readonly Promise<unknown>[], ms: number): Promise<void> {
  const { promise: late, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  await Promise.race([Promise.allSettled(promises), late]);
  clearTimeout(timer);
}
