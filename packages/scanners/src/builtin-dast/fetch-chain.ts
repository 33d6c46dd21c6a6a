import type { HttpResponse, ScannerContext } from '@securescan/core';
import { SecureScanError } from '@securescan/model';

const MAX_HOPS = 10;
const MAX_BYTES = 512 * 1024;
const REQUEST_TIMEOUT_MS = 30_000;

/** Asks for single URLs within the limits of one scan. */
export interface Fetcher {
  /** @throws SecureScanError E_NETWORK, E_REFUSED, E_CANCELLED; E_TOOL_TIMEOUT when the scan's time is used up */
  get(url: string, headers?: Readonly<Record<string, string>>): Promise<HttpResponse>;
}

/** A fetcher whose requests together stay within the time limit of the scan. */
export function createFetcher({ http, clock, options, signal }: ScannerContext): Fetcher {
  const endsAtMs = clock.monotonicMs() + options.dastTimeoutMs;
  return {
    get(url, headers = {}) {
      const leftMs = endsAtMs - clock.monotonicMs();
      if (leftMs <= 0) {
        const seconds = Math.round(options.dastTimeoutMs / 1000);
        throw new SecureScanError(
          'E_TOOL_TIMEOUT',
          `The site took longer than ${seconds} s; raise SECURESCAN_DAST_TIMEOUT.`,
        );
      }
      return http.request(url, {
        headers,
        signal,
        timeoutMs: Math.min(Math.ceil(leftMs), REQUEST_TIMEOUT_MS),
        maxBytes: MAX_BYTES,
        // A bad certificate is a finding, not the end of the scan.
        allowInvalidCertificate: true,
      });
    },
  };
}

/** The responses from the first to the last, following redirects to http and https. */
export interface Chain {
  readonly hops: readonly HttpResponse[];
  /** Set when the end was not reached. */
  readonly cut: string | null;
}

export async function fetchChain(fetcher: Fetcher, start: string): Promise<Chain> {
  const hops: HttpResponse[] = [];
  let next: string | null = start;
  while (next !== null) {
    if (hops.length === MAX_HOPS) return { hops, cut: `${start} redirects more than ${MAX_HOPS} times` };
    const response: HttpResponse = await fetcher.get(next);
    hops.push(response);
    next = findRedirect(response);
  }
  return { hops, cut: null };
}

/** Where a response sends the client, or null when it is the end of the chain. */
export function findRedirect(response: HttpResponse): string | null {
  const location = response.headers.get('location');
  if (location === undefined || ![301, 302, 303, 307, 308].includes(response.status)) return null;
  const url = URL.parse(location, response.url);
  return url !== null && (url.protocol === 'http:' || url.protocol === 'https:') ? url.href : null;
}
