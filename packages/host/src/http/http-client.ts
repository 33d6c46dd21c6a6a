import type { HttpClient } from '@securescan/core';
import { SecureScanError, describeError } from '@securescan/model';
import type { NetworkPolicy } from './address-policy.ts';

const DEFAULT_TIMEOUT_MS = 30_000;

/**
 * Outbound HTTP within a policy; see the port. One connection per request, to the address that was judged. What it takes
 * to speak HTTP is loaded with the first request: most scans send none, and it takes longer than they take to start.
 */
export function createHttpClient(policy: NetworkPolicy): HttpClient {
  return {
    async request(text, options = {}) {
      const url = parseUrl(text);
      const timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
      const limit = AbortSignal.timeout(timeoutMs);
      const signal = options.signal === undefined ? limit : AbortSignal.any([options.signal, limit]);
      try {
        signal.throwIfAborted();
        const { exchange, resolveHost } = await import('./exchange.ts');
        const addresses = await withAbort(resolveHost(url, policy), signal);
        return await exchange(url, addresses, options, signal);
      } catch (error) {
        throw toHttpError(error, url, options.signal, limit, timeoutMs);
      }
    },
  };
}

function parseUrl(text: string): URL {
  if (!URL.canParse(text)) {
    throw new SecureScanError('E_REFUSED', `${JSON.stringify(text)} is not a valid URL.`);
  }
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new SecureScanError('E_REFUSED', `Only http and https are requested, not ${url.protocol}//.`);
  }
  if (url.username !== '' || url.password !== '') {
    throw new SecureScanError('E_REFUSED', `The URL for ${url.host} holds credentials; leave them out.`);
  }
  return url;
}

/** A name lookup cannot be cancelled, but nobody has to wait for it. */
async function withAbort<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let onAbort: (() => void) | undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    onAbort = () => reject(new Error('aborted'));
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    if (onAbort) signal.removeEventListener('abort', onAbort);
  }
}

function toHttpError(
  cause: unknown,
  url: URL,
  wanted: AbortSignal | undefined,
  limit: AbortSignal,
  timeoutMs: number,
): SecureScanError {
  if (cause instanceof SecureScanError) return cause;
  if (wanted?.aborted === true) return new SecureScanError('E_CANCELLED', `The request to ${url.host} was cancelled.`);
  const why = limit.aborted ? `no whole answer within ${timeoutMs / 1000} s` : describeError(cause);
  return new SecureScanError('E_NETWORK', `The request to ${url.origin} failed: ${why}`, {
    cause,
    details: { origin: url.origin },
  });
}
