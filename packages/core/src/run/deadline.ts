import { SecureScanError } from '@securescan/model';

/** Longest delay a timer can have. */
const MAX_DELAY_MS = 2 ** 31 - 1;

/** How long an aborted scanner may take to end its tools before the scan goes on without it. */
const GRACE_MS = 2000;

/** A time limit joined with the signal of the scan; the first reason to end is the one that stays. */
export interface Deadline extends Disposable {
  readonly signal: AbortSignal;
  /** True when the time ran out, false when the scan was cancelled or nothing happened yet. */
  hasExpired(): boolean;
}

/** Starts a time limit of `timeoutMs`; the clock runs until it is disposed. */
export function startDeadline(timeoutMs: number, parent: AbortSignal): Deadline {
  const controller = new AbortController();
  let expired = false;
  const onCancel = () => {
    controller.abort(parent.reason);
  };
  const timer = setTimeout(
    () => {
      expired = !controller.signal.aborted;
      controller.abort(new SecureScanError('E_TOOL_TIMEOUT', `not finished within ${timeoutMs / 1000} s`));
    },
    Math.min(timeoutMs, MAX_DELAY_MS),
  );
  if (parent.aborted) onCancel();
  else parent.addEventListener('abort', onCancel, { once: true });
  return {
    signal: controller.signal,
    hasExpired: () => expired,
    [Symbol.dispose]() {
      clearTimeout(timer);
      parent.removeEventListener('abort', onCancel);
    },
  };
}

/**
 * Awaits work that should settle soon after its signal aborts. Work that does not is abandoned `GRACE_MS` later; what it
 * still does is ignored.
 * @throws whatever the work throws, or the signal's reason when it was abandoned
 */
export async function settleSoon<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise: abandoned, reject } = Promise.withResolvers<never>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const onAbort = () => {
    timer = setTimeout(() => {
      reject(signal.reason as Error);
    }, GRACE_MS);
  };
  if (signal.aborted) onAbort();
  else signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([work(), abandoned]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}
