import type { Clock } from '@securescan/core';
import type { Timers } from '../src/time/timers.ts';

/** A clock and timers that only move when told to. */
export interface FakeTime {
  readonly clock: Clock;
  readonly timers: Timers;
  /** Moves the clock and calls what has become due, oldest first. */
  advance(milliseconds: number): void;
}

export function createFakeTime(start = '2026-01-01T00:00:00.000Z'): FakeTime {
  let now = Date.parse(start);
  const waiting = new Set<{ readonly at: number; readonly callback: () => void }>();
  return {
    clock: { now: () => new Date(now), monotonicMs: () => now },
    timers: {
      after(milliseconds, callback) {
        const entry = { at: now + milliseconds, callback };
        waiting.add(entry);
        return () => {
          waiting.delete(entry);
        };
      },
    },
    advance(milliseconds) {
      now += milliseconds;
      for (const entry of [...waiting].toSorted((a, b) => a.at - b.at)) {
        if (entry.at > now || !waiting.delete(entry)) continue;
        entry.callback();
      }
    },
  };
}
