import type { Clock } from '@securescan/core';
import { createClock } from '@securescan/host';

/**
 * What is measured, limits and silence, only moves when told to; the time of day goes on by itself.
 * @param standsStill - the time of day does not either
 */
export interface ReplayClock extends Clock {
  readonly advance: (milliseconds: number) => void;
}

export function createReplayClock(standsStill = false): ReplayClock {
  const real = createClock();
  const start = real.now();
  let offset = 0;
  return {
    now: () => new Date((standsStill ? start : real.now()).getTime() + offset),
    monotonicMs: () => offset,
    advance: (milliseconds) => {
      offset += milliseconds;
    },
  };
}
