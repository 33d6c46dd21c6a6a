const SECOND = 1000;

/** Bounds of the wait before the next attempt: 5 s, doubled each time, at most 5 minutes. */
const BASE_MS = 5 * SECOND;
export const MAX_RETRY_MS = 300 * SECOND;

/** A delivery that has not arrived after this time is given up. */
export const GIVE_UP_AFTER_MS = 1800 * SECOND;

/**
 * Wait before the next attempt: full jitter, uniform from 0 to 5·2^(attempt−1) s and never over 300 s; or what the receiver asked for
 * with `Retry-After`, if that is longer and not over 300 s.
 * @param attempt - attempts made so far, at least 1
 * @param random - from 0 to below 1
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function toRetryDelayMs(attempt: number, random: number, retryAfterMs: number | null): number {
  const bound = Math.min(BASE_MS * 2 ** (attempt - 1), MAX_RETRY_MS);
  const delay = Math.floor(random * bound);
  return retryAfterMs === null ? delay : Math.max(delay, Math.min(retryAfterMs, MAX_RETRY_MS));
}

/** `Retry-After` as milliseconds from now; null when it is absent or says nothing. */
export function readRetryAfter(value: string | undefined, now: Date): number | null {
  if (value === undefined) return null;
  if (/^\d+$/.test(value.trim())) return Number(value) * SECOND;
  const at = Date.parse(value);
  return Number.isNaN(at) ? null : Math.max(0, at - now.getTime());
}
