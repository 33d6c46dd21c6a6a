import type { Clock } from '@securescan/core';
import { createClock } from '@securescan/host';

/** The time of day goes on by itself; what is measured, limits and silence, only moves when told to. */
export interface ReplayClock extends Clock {
  readonly advance: (milliseconds: number) => void;
}

export function createReplayClock(): ReplayClock {
  const real = createClock();
  let offset = 0;
  return {
    now: () => new Date(real.now().getTime() + offset),
    monotonicMs: () => offset,
    advance: (milliseconds) => {
      offset += milliseconds;
    },
  };
}
