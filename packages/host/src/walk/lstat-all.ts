import { lstat, type Stats } from 'node:fs';

/**
 * `lstat` of many paths, at most `limit` at once, in input order. With callbacks: a promise for each of 100,000 files costs
 * more than looking at it.
 */
export function lstatAll(paths: readonly (string | Buffer)[], limit: number): Promise<(Stats | Error)[]> {
  return new Promise((resolve) => {
    const results: (Stats | Error)[] = Array.from({ length: paths.length });
    let next = 0;
    let pending = 0;
    const startMore = (): void => {
      while (pending < limit && next < paths.length) {
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
