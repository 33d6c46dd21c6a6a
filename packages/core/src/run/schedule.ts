/**
 * Runs jobs with at most `limit` at once, the longest expected first (equal ones in the given order), and returns the
 * results in the given order.
 * @param run - must not reject; a rejection ends the whole run
 */
export async function runLongestFirst<Job extends { readonly expectedSeconds: number }, Result>(
  jobs: readonly Job[],
  limit: number,
  run: (job: Job) => Promise<Result>,
): Promise<readonly Result[]> {
  const queue = jobs
    .map((job, index) => ({ job, index }))
    .toSorted((a, b) => b.job.expectedSeconds - a.job.expectedSeconds || a.index - b.index);
  const results: Result[] = [];
  const work = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) results[next.index] = await run(next.job);
  };
  await Promise.all(Array.from({ length: limit >= 1 ? Math.min(limit, jobs.length) : 1 }, work));
  return results;
}
