import { lstat, lstatSync, type Stats } from 'node:fs';
import { yieldToEventLoop } from './bounded.ts';

/** Files looked at between two looks at the time. */
const SLICE = 8;
/** Time after which other work of the event loop gets its turn. */
const TURN_MS = 2;
/** A slice that takes longer is on a slow disk, where each call waits for a network; or the machine is busy. */
const SLOW_SLICE_MS = 4;
/** So many slow slices are no accident. */
const SLOW_SLICES = 3;
const CONCURRENT = 32;

/** Looks at many files; the results are in input order. */
export type StatReader = (paths: readonly (string | Buffer)[]) => Promise<(Stats | Error)[]>;

/**
 * Makes a reader for one walk. On a fast disk a call takes 3 µs, handing it to another thread and back 10: there files are
 * looked at directly, for 2 ms at a time. As soon as the disk proves slow, all further calls go to other threads.
 * @param isSlow - take the disk as slow from the start
 */
export function createStatReader(isSlow = false): StatReader {
  let slowSlices = isSlow ? SLOW_SLICES : 0;
  // Shared by all directories that are read at the same time.
  let turnEndsAt = 0;
  return async (paths) => {
    const results: (Stats | Error)[] = [];
    while (results.length < paths.length && slowSlices < SLOW_SLICES) {
      if (performance.now() > turnEndsAt) {
        await yieldToEventLoop();
        turnEndsAt = performance.now() + TURN_MS;
      }
      const startedAt = performance.now();
      for (const path of paths.slice(results.length, results.length + SLICE)) results.push(lookAt(path));
      if (performance.now() - startedAt > SLOW_SLICE_MS) slowSlices += 1;
    }
    return results.length === paths.length
      ? results
      : [...results, ...(await lookAtInThreads(paths.slice(results.length)))];
  };
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
