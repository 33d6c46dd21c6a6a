import type { HttpClient } from '@securescan/core';
import type { StoredDelivery, StoredWebhook } from '@securescan/store';
import { describeError } from '@securescan/model';
import { signRequest } from '../signing/request-signature.ts';
import type { SigningKey } from '../signing/signing-key.ts';
import { toBody } from './bodies/to-body.ts';
import { signBody } from './signature.ts';

/** A receiver has this long for its whole answer. */
export const SEND_TIMEOUT_MS = 10_000;
/** Of the answer this much is read, and the beginning of it kept. */
const MAX_ANSWER_BYTES = 64 * 1024;
const KEPT_ANSWER_CHARACTERS = 2000;

/** How one attempt went: an answer, or the reason why there is none. */
export type Attempt =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly text: string;
      readonly retryAfter: string | undefined;
    }
  | { readonly kind: 'unreachable'; readonly reason: string };

export interface SendContext {
  readonly http: HttpClient;
  readonly now: Date;
  readonly signal: AbortSignal;
  /** Key of the server, for receivers that check with its public half and hold no secret; null: HMAC alone. */
  readonly signer: SigningKey | null;
}

/** Sends a delivery once, signed. Never throws. */
export async function sendDelivery(
  delivery: StoredDelivery,
  webhook: Pick<StoredWebhook, 'id' | 'url'>,
  secrets: readonly string[],
  { http, now, signal, signer }: SendContext,
): Promise<Attempt> {
  const body = toBody(webhook.url, delivery.event, delivery.payload, now.toISOString());
  try {
    const response = await http.request(webhook.url, {
      method: 'POST',
      headers: {
        ...(signer ? signWithKey(webhook.url, body, signer, now) : {}),
        'content-type': 'application/json',
        'content-length': String(Buffer.byteLength(body)),
        'user-agent': 'SecureScan-Webhook/0.9',
        'x-securescan-event': delivery.event,
        'x-securescan-webhook-id': webhook.id,
        'x-securescan-delivery': delivery.id,
        'x-securescan-attempt': String(delivery.attempt + 1),
        'x-securescan-signature': signBody(secrets, Math.floor(now.getTime() / 1000), body),
      },
      body,
      timeoutMs: SEND_TIMEOUT_MS,
      maxBytes: MAX_ANSWER_BYTES,
      signal,
    });
    return {
      kind: 'answered',
      status: response.status,
      text: response.body.slice(0, KEPT_ANSWER_CHARACTERS),
      retryAfter: response.headers.get('retry-after'),
    };
  } catch (error) {
    return { kind: 'unreachable', reason: describeError(error) };
  }
}

/** The signature of signed requests to us (RFC 9421, RFC 9530), in the other direction. */
function signWithKey(address: string, body: string, { key, keyId }: SigningKey, now: Date) {
  const { host, pathname, search } = new URL(address);
  const message = {
    method: 'POST',
    authority: host,
    path: pathname,
    query: search.slice(1),
    headers: { 'content-type': 'application/json' },
  };
  return signRequest(message, Buffer.from(body), { key, keyId, now });
}
