import { lstat, lstatSync, type Stats } from 'node:fs';
import type { Pace } from './pace.ts';

/** Files looked at between two looks at the time. */
const SLICE = 8;
const CONCURRENT = 32;

/** Looks at many files, as the disk allows; the results are in input order. */
export async function readStats(paths: readonly (string | Buffer)[], pace: Pace): Promise<(Stats | Error)[]> {
  const results: (Stats | Error)[] = [];
  while (results.length < paths.length && !pace.isSlow()) {
    const pause = pace.rest();
    if (pause !== null) await pause;
    pace.direct(() => {
      const end = Math.min(results.length + SLICE, paths.length);
      for (let i = results.length; i < end; i += 1) results.push(lookAt(paths[i] ?? ''));
    });
  }
  if (results.length === paths.length) return results;
  return [...results, ...(await lookAtInThreads(paths.slice(results.length)))];
}

function lookAt(path: string | Buffer): Stats | Error {
  try {
    return lstatSync(path);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** With callbacks: a promise for each of 100,000 files costs more than looking at it. */
function lookAtInThreads(paths: readonly (string | Buffer)[]): Promise<(Stats | Error)[]> {
  return new Promise((resolve) => {
    const results: (Stats | Error)[] = Array.from({ length: paths.length });
    let next = 0;
    let pending = 0;
    const startMore = (): void => {
      while (pending < CONCURRENT && next < paths.length) {
        const index = next;
        next += 1;
        pending += 1;
        lstat(paths[index] ?? '', (error, stats) => {
          results[index] = error ?? stats;
          pending -= 1;
          startMore();
        });
      }
      if (pending === 0) resolve(results);
    };
    startMore();
  });
}
