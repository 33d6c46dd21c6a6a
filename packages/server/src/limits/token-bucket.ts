import type { Bucket, Take } from './limit-store.ts';

/**
 * One step of a token bucket, kept as the one moment at which it will be full again (GCRA). Shared by the store in memory
 * and, in SQL, by the one in the database.
 * @param fullAt - what the step before has left; undefined for a new bucket, which is full
 */
export function takeToken(
  { capacity, intervalMs }: Bucket,
  fullAt: number | undefined,
  now: number,
): { readonly fullAt: number; readonly take: Take } {
  const before = Math.max(fullAt ?? now, now);
  const after = before + intervalMs;
  const sizeMs = capacity * intervalMs;
  const allowed = after - now <= sizeMs;
  return describeTake({ capacity, intervalMs }, allowed ? after : before, allowed, now);
}

/** What a bucket's state means for the one who asked. */
export function describeTake(
  { capacity, intervalMs }: Bucket,
  fullAt: number,
  allowed: boolean,
  now: number,
): { readonly fullAt: number; readonly take: Take } {
  const missingMs = fullAt - now;
  const remaining = allowed ? Math.floor((capacity * intervalMs - missingMs) / intervalMs) : 0;
  const retryAfterMs = allowed ? 0 : missingMs - (capacity - 1) * intervalMs;
  return { fullAt, take: { allowed, remaining, retryAfterMs, fullAfterMs: missingMs } };
}
