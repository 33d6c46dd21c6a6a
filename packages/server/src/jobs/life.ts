import type { Logger } from '@securescan/core';
import type { Job } from './job.ts';

/** How long after its deadline a job may take to be gone. */
const OVERTIME_MS = 10_000;

/** Starts jobs one after the other; the first that fails ends the start. */
export async function startJobs(jobs: readonly Job[]): Promise<void> {
  for (const job of jobs) await job.start();
}

/**
 * Stops all jobs at once.
 * @param deadline - aborts when there is no more time for what is in flight
 * @returns when nothing runs any more, or a job has outstayed its deadline, which is logged
 */
export async function stopJobs(jobs: readonly Job[], deadline: AbortSignal, log: Logger): Promise<void> {
  await Promise.all(
    jobs.map(async (job) => {
      const outcome = await Promise.race([stopJob(job, deadline), overtime(deadline)]);
      if (outcome !== 'stopped')
        log.error({ job: job.name, ...(outcome === 'overtime' ? {} : { err: outcome }) }, 'job did not stop');
    }),
  );
}

async function stopJob(job: Job, deadline: AbortSignal): Promise<unknown> {
  try {
    await job.stop(deadline);
    return 'stopped';
  } catch (error) {
    return error;
  }
}

function overtime(deadline: AbortSignal): Promise<'overtime'> {
  const { promise, resolve } = Promise.withResolvers<'overtime'>();
  const start = (): void => {
    setTimeout(() => {
      resolve('overtime');
    }, OVERTIME_MS).unref();
  };
  if (deadline.aborted) start();
  else deadline.addEventListener('abort', start, { once: true });
  return promise;
}
