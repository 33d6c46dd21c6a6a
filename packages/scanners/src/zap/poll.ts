import { SecureScanError } from '@securescan/model';
import type { Clock } from '@securescan/core';

/** When to give up, and how often to look. */
export interface Patience {
  readonly clock: Clock;
  /** On the monotonic clock. */
  readonly deadlineMs: number;
  readonly signal: AbortSignal;
}

/**
 * Asks until the answer is yes.
 * @returns false when the deadline came first
 * @throws SecureScanError E_CANCELLED soon after the signal aborts
 */
export async function pollUntil(
  isDone: () => Promise<boolean>,
  intervalMs: number,
  { clock, deadlineMs, signal }: Patience,
): Promise<boolean> {
  for (;;) {
    if (await isDone()) return true;
    const leftMs = deadlineMs - clock.monotonicMs();
    if (leftMs <= 0) return false;
    await pause(Math.min(intervalMs, leftMs), signal);
  }
}

function pause(durationMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const cancelled = new SecureScanError('E_CANCELLED', 'The ZAP scan was cancelled.');
    if (signal.aborted) {
      reject(cancelled);
      return;
    }
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(cancelled);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', onAbort);
      resolve();
    }, durationMs);
    signal.addEventListener('abort', onAbort, { once: true });
  });
}
