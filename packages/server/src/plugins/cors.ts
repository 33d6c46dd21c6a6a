/** What an origin policy adds to answers. */
export interface Cors {
  /** Headers of an answer to a request of this origin; `Vary` on every answer. */
  readonly headersFor: (origin: string | undefined) => Readonly<Record<string, string>>;
  /** The whole answer to a preflight. */
  readonly preflight: (
    origin: string,
    method: string,
  ) => { readonly status: 200 | 400; readonly text: string; readonly headers: Readonly<Record<string, string>> };
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];
const REQUEST_HEADERS = [
  'content-type',
  'authorization',
  'x-api-key',
  'x-request-id',
  'idempotency-key',
  'if-match',
  'if-none-match',
  'last-event-id',
  'signature',
  'signature-input',
  'content-digest',
].join(', ');
const EXPOSED_HEADERS = [
  'retry-after',
  'x-request-id',
  'x-ratelimit-limit',
  'x-ratelimit-remaining',
  'x-ratelimit-reset',
  'x-total-count',
  'x-next-cursor',
  'etag',
  'link',
  'deprecation',
  'sunset',
  'content-disposition',
].join(', ');

const VARY = { vary: 'Origin' };

/** @param origins - exact origins; `*` stands for all of them, then without credentials */
export function createCors(origins: readonly string[] | '*'): Cors {
  const allowed = origins === '*' ? null : new Set(origins);
  const simple = (origin: string): Readonly<Record<string, string>> => {
    if (allowed === null) return { ...VARY, 'access-control-allow-origin': '*' };
    if (!allowed.has(origin)) return VARY;
    return { ...VARY, 'access-control-allow-origin': origin, 'access-control-allow-credentials': 'true' };
  };
  const isAllowed = (origin: string): boolean => allowed?.has(origin) ?? true;
  return {
    headersFor: (origin) => {
      if (origin === undefined) return VARY;
      const headers = simple(origin);
      return headers === VARY ? VARY : { ...headers, 'access-control-expose-headers': EXPOSED_HEADERS };
    },
    preflight: (origin, method) => {
      const headers = {
        ...simple(origin),
        'access-control-allow-methods': METHODS.join(', '),
        'access-control-allow-headers': REQUEST_HEADERS,
        'access-control-max-age': '600',
      };
      if (!isAllowed(origin)) return { status: 400, text: 'Disallowed CORS origin', headers };
      if (!METHODS.includes(method)) return { status: 400, text: 'Disallowed CORS method', headers };
      return { status: 200, text: 'OK', headers };
    },
  };
}
