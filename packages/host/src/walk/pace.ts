import { yieldToEventLoop } from './bounded.ts';

/** Time after which other work of the event loop gets its turn. */
const TURN_MS = 2;
/** A slice of calls that takes longer is on a slow disk, where each call waits for a network; or the machine is busy. */
const SLOW_SLICE_MS = 4;
/** So many slow slices are no accident, if they are not just the few at which others had the processor. */
const SLOW_SLICES = 3;
const SLOW_SHARE = 0.1;

/**
 * How to ask one disk many small questions. On a fast one a call takes 3 µs, handing it to another thread and back 10 to
 * 50: there calls are made directly, for 2 ms at a time. As soon as the disk proves slow, all further ones go to other
 * threads.
 */
export interface Pace {
  /** Whether calls are to be made by other threads from now on. */
  isSlow(): boolean;
  /** Null while the turn lasts; then a promise to wait for before the next calls, shared by all who work side by side. */
  rest(): Promise<void> | null;
  /** Makes a few calls directly and measures them. */
  direct<T>(calls: () => T): T;
}

/** @param isSlow - take the disk as slow from the start */
export function createPace(isSlow = false): Pace {
  let slices = 0;
  let slowSlices = 0;
  let turnEndsAt = 0;
  let resting: Promise<void> | null = null;
  async function startTurn(): Promise<void> {
    await yieldToEventLoop();
    resting = null;
    turnEndsAt = performance.now() + TURN_MS;
  }
  return {
    isSlow: () => isSlow || (slowSlices >= SLOW_SLICES && slowSlices > slices * SLOW_SHARE),
    rest() {
      if (resting === null && performance.now() <= turnEndsAt) return null;
      resting ??= startTurn();
      return resting;
    },
    direct(calls) {
      slices += 1;
      const startedAt = performance.now();
      try {
        return calls();
      } finally {
        if (performance.now() - startedAt > SLOW_SLICE_MS) slowSlices += 1;
      }
    },
  };
}
