import type { DeliveryOutcome, StoredDelivery } from '@securescan/store';
import { GIVE_UP_AFTER_MS, readRetryAfter, toRetryDelayMs } from './retry.ts';
import type { Attempt } from './send.ts';

const GONE = 410;

/** What becomes of a delivery after an attempt; `gone` asks to switch the webhook off. */
export function judgeAttempt(
  delivery: StoredDelivery,
  attempt: Attempt,
  now: Date,
  random: number,
): DeliveryOutcome & { readonly gone: boolean } {
  const made = delivery.attempt + 1;
  const seen =
    attempt.kind === 'answered'
      ? { responseCode: attempt.status, responseBody: attempt.text }
      : { responseBody: `transport: ${attempt.reason}` };
  const base = { attempt: made, nextAttemptAt: now.toISOString(), gone: false, ...seen };
  if (attempt.kind === 'answered' && attempt.status >= 200 && attempt.status < 300)
    return { ...base, status: 'succeeded' };
  if (attempt.kind === 'answered' && attempt.status === GONE) return { ...base, status: 'failed', gone: true };
  if (now.getTime() - Date.parse(delivery.createdAt) > GIVE_UP_AFTER_MS) return { ...base, status: 'failed' };
  const retryAfterMs = attempt.kind === 'answered' ? readRetryAfter(attempt.retryAfter, now) : null;
  const delayMs = toRetryDelayMs(made, random, retryAfterMs);
  return { ...base, status: 'pending', nextAttemptAt: new Date(now.getTime() + delayMs).toISOString() };
}
