import { HttpProblem } from '../problem/http-problem.ts';
import type { LimitStore } from './limit-store.ts';
import { takeToken } from './token-bucket.ts';

/** Clients of which counts are kept; the least recently used are forgotten first. */
const MAX_CLIENTS = 10_000;
/** A nonce must not be forgotten, or its request could be replayed: signed requests are refused rather. */
const MAX_NONCES = 500_000;

interface Window {
  /** Times of recorded hits, oldest first. */
  readonly times: number[];
  idleAt: number;
}

/**
 * Counts of this process.
 * @param now - monotonic milliseconds, so that setting the wall clock opens no window
 */
export function createMemoryLimitStore(
  now: () => number,
  maxNonces = MAX_NONCES,
): LimitStore & { readonly size: () => number } {
  const windows = new Map<string, Window>();
  const buckets = new Map<string, { fullAt: number; idleAt: number }>();
  const nonces = new Map<string, { idleAt: number }>();
  return {
    hit(key, limit, windowMs) {
      const at = now();
      const window = windows.get(key) ?? { times: [], idleAt: 0 };
      while (window.times[0] !== undefined && window.times[0] <= at - windowMs) window.times.shift();
      const allowed = window.times.length < limit;
      if (allowed) {
        window.times.push(at);
        window.idleAt = at + windowMs;
      }
      // With a limit of 0 nothing is ever recorded, so nothing leaves.
      const oldest = window.times[0] ?? at;
      renew(windows, key, window, at);
      return Promise.resolve({ allowed, retryAfterMs: allowed ? 0 : oldest + windowMs - at });
    },
    undo(key) {
      windows.get(key)?.times.pop();
      return Promise.resolve();
    },
    take(key, bucket) {
      const at = now();
      const { fullAt, take } = takeToken(bucket, buckets.get(key)?.fullAt, at);
      // A full bucket is as good as none.
      renew(buckets, key, { fullAt, idleAt: fullAt }, at);
      return Promise.resolve(take);
    },
    once(key, ttlMs) {
      const at = now();
      dropIdle(nonces, at);
      if (nonces.has(key)) return Promise.resolve(false);
      if (nonces.size >= maxNonces) {
        return Promise.reject(
          new HttpProblem(503, 'Too many signed requests at once; try again later', {
            headers: { 'retry-after': '60' },
          }),
        );
      }
      nonces.set(key, { idleAt: at + ttlMs });
      return Promise.resolve(true);
    },
    size: () => windows.size + buckets.size,
  };
}

/** Puts an entry at the end of the order of use, and lets go of idle and surplus ones at its start. */
function renew<Entry extends { readonly idleAt: number }>(
  entries: Map<string, Entry>,
  key: string,
  entry: Entry,
  at: number,
): void {
  entries.delete(key);
  entries.set(key, entry);
  dropIdle(entries, at);
  for (const oldest of entries.keys()) {
    if (entries.size <= MAX_CLIENTS) break;
    entries.delete(oldest);
  }
}

function dropIdle(entries: Map<string, { readonly idleAt: number }>, at: number): void {
  for (const [key, { idleAt }] of entries) {
    if (idleAt > at) break;
    entries.delete(key);
  }
}
