import type { Bucket, Take } from './limit-store.ts';

/**
 * One step of a token bucket, kept as the one moment at which it will be full again (the generic cell rate algorithm). The
 * database does the same in SQL.
 * @param fullAt - what the step before has left; undefined for a new bucket, which is full
 */
export function takeToken(
  bucket: Bucket,
  fullAt: number | undefined,
  now: number,
): { readonly fullAt: number; readonly take: Take } {
  const before = Math.max(fullAt ?? now, now);
  const after = before + bucket.intervalMs;
  const allowed = after - now <= bucket.capacity * bucket.intervalMs;
  const left = allowed ? after : before;
  return { fullAt: left, take: toTake(bucket, left - now, allowed) };
}

/** @param missingMs - how long until the bucket is full again, after this step */
export function toTake({ capacity, intervalMs }: Bucket, missingMs: number, allowed: boolean): Take {
  return {
    allowed,
    remaining: allowed ? Math.floor((capacity * intervalMs - missingMs) / intervalMs) : 0,
    retryAfterMs: allowed ? 0 : missingMs - (capacity - 1) * intervalMs,
    fullAfterMs: missingMs,
  };
}
