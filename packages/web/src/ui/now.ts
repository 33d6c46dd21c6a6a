import { useSyncExternalStore } from 'react';

/** A time that moves on by itself, in steps, while somebody looks. */
export function useNow(stepMs: number): Date {
  const shownMs = useSyncExternalStore(
    (notify) => {
      const timer = setInterval(notify, stepMs);
      return () => clearInterval(timer);
    },
    () => Math.floor(Date.now() / stepMs) * stepMs,
  );
  return new Date(shownMs);
}
