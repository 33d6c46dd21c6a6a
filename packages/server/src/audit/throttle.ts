import type { Clock } from '@securescan/core';

const MAX_KEYS = 10_000;

/** A function that answers true once per key and time span. Forgets the oldest keys beyond a bound. */
export function createThrottle(spanMs: number, { monotonicMs }: Pick<Clock, 'monotonicMs'>): (key: string) => boolean {
  const since = new Map<string, number>();
  return (key) => {
    const now = monotonicMs();
    const last = since.get(key);
    if (last !== undefined && now - last < spanMs) return false;
    since.delete(key);
    since.set(key, now);
    for (const oldest of since.keys()) {
      if (since.size <= MAX_KEYS) break;
      since.delete(oldest);
    }
    return true;
  };
}
