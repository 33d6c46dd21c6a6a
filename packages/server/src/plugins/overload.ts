import type { Clock } from '@securescan/core';

/** Watches how late the event loop is. */
export interface LoopWatch {
  /** Milliseconds that the loop was late at the last look. */
  readonly delayMs: () => number;
  readonly stop: () => void;
}

const INTERVAL_MS = 250;
/** Above this the server does health checks only. */
export const MAX_LOOP_DELAY_MS = 1000;

export function watchEventLoop(clock: Clock): LoopWatch {
  let last = clock.monotonicMs();
  let delay = 0;
  const timer = setInterval(() => {
    const now = clock.monotonicMs();
    delay = Math.max(0, now - last - INTERVAL_MS);
    last = now;
  }, INTERVAL_MS);
  timer.unref();
  return {
    // Between two looks the timer itself may be late, which is just what is asked for.
    delayMs: () => Math.max(delay, clock.monotonicMs() - last - INTERVAL_MS),
    stop: () => {
      clearInterval(timer);
    },
  };
}
