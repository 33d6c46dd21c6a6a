/** One hop of an HTTP exchange. Header names are lower case; `setCookie` keeps each cookie apart. */
export interface HttpResponse {
  readonly url: string;
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly setCookie: readonly string[];
  /** At most `maxBytes`, decoded as UTF-8 with replacement. */
  readonly body: string;
  readonly truncated: boolean;
  /** What TLS said; null for plain HTTP. */
  readonly tls: {
    readonly authorized: boolean;
    readonly error: string | null;
    readonly protocol: string | null;
    readonly validTo: string | null;
    readonly subject: string | null;
  } | null;
}

export interface HttpRequestOptions {
  readonly method?: 'GET' | 'HEAD' | 'OPTIONS' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly timeoutMs?: number;
  readonly maxBytes?: number;
  readonly signal?: AbortSignal;
  /** Go on when the certificate does not verify; `tls.error` then says why it did not. */
  readonly allowInvalidCertificate?: boolean;
}

/**
 * Outbound HTTP. Never follows redirects by itself, so that every hop can be judged. Refuses link-local and cloud metadata
 * addresses always, and private ranges unless the policy allows them (a name is resolved once and the address is pinned).
 */
export interface HttpClient {
  /** @throws SecureScanError E_NETWORK (unreachable, timed out), E_REFUSED (address not allowed), E_CANCELLED */
  request(url: string, options?: HttpRequestOptions): Promise<HttpResponse>;
}
