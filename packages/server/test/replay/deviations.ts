/** What our server answers in place of a recorded part. */
export interface ReplayDeviation {
  /** Ruling, §26 number or BETTER/DO line that asks for it, then the reason in a few words. */
  readonly because: string;
  readonly status?: number;
  /** Null: the header is not there. */
  readonly headers?: Readonly<Record<string, string | null>>;
  /** Replaces the recorded body. */
  readonly body?: unknown;
  /** The exchange cannot happen here at all, and is not played. */
  readonly notPlayed?: true;
}

const HEAD_OFFERED = {
  because: '§0.4 and hardening C5: HEAD is offered where GET is',
  headers: { allow: 'GET, HEAD' },
};
const METHODS = 'GET, HEAD, POST, PUT, PATCH, DELETE';
const REQUEST_HEADERS =
  'content-type, authorization, x-api-key, x-request-id, idempotency-key, if-match, if-none-match, last-event-id, signature, signature-input, content-digest';
const FIXED_LISTS = {
  'access-control-allow-methods': METHODS,
  'access-control-allow-headers': REQUEST_HEADERS,
} as const;
const SLASH_SERVED = '§0.4 BETTER: both spellings are served, no redirect from an unchecked Host';

/**
 * Every exchange that is answered differently on purpose, by file and name. One that is answered as recorded although it is
 * listed fails, so that the table stays true.
 */
export const replayDeviations: Readonly<Record<string, Readonly<Record<string, ReplayDeviation>>>> = {
  health: {
    'head not supported': {
      because: '§0.4 and hardening C5: HEAD is offered where GET is',
      status: 200,
      headers: { allow: null },
    },
    'post to a get route': HEAD_OFFERED,
    'options without an origin': HEAD_OFFERED,
    'openapi under v1 does not exist': {
      because: 'ruling 13, §26 no 2: the document is served below both prefixes too',
      status: 200,
      body: '<omitted>',
    },
    'request id is not validated': {
      because: '§3.2 BETTER: an id that is unfit for logs is replaced',
      headers: { 'x-request-id': '<request_id>' },
    },
  },
  'not-ready': {
    'not ready: database directory vanished': {
      because: '§26 no 1, hardening A7: both key pairs at the top and under detail, no driver text',
      body: '<omitted>',
    },
    'a read without a database': {
      because: '§0.4 BETTER: JSON through the whole pipeline',
      headers: { 'content-type': 'application/json', 'x-request-id': '<request_id>' },
      body: { detail: 'Internal Server Error', request_id: '<request_id>' },
    },
  },
  cors: {
    'preflight, allowed origin': { because: 'hardening C5: fixed lists of methods and headers', headers: FIXED_LISTS },
    'preflight, other origin': {
      because: 'hardening C5: fixed list; no word of credentials to origins that are not allowed',
      headers: { 'access-control-allow-methods': METHODS, 'access-control-allow-credentials': null },
    },
    'preflight, method outside the list': {
      because: 'hardening C5: fixed list of methods',
      headers: { 'access-control-allow-methods': METHODS },
    },
    'simple request, other origin': {
      because: 'hardening C2: no word of credentials to origins that are not allowed',
      headers: { 'access-control-allow-credentials': null },
    },
  },
  versioning: {
    'trailing slash redirects': { because: SLASH_SERVED, status: 200, headers: { location: null }, body: '<omitted>' },
    'trailing slash redirects, legacy': {
      because: SLASH_SERVED,
      status: 200,
      headers: { location: null },
      body: '<omitted>',
    },
    'legacy preflight': {
      because: 'hardening C5: fixed lists of methods and headers',
      headers: { 'access-control-allow-methods': METHODS },
    },
  },
  dashboard: {
    'dashboard/browse does not exist': {
      because: '§26 no 8: the documented spelling is served too',
      status: 200,
      body: '<omitted>',
    },
    'browse, NUL byte': {
      because: 'hardening I1: NUL is refused before the handler',
      status: 422,
      body: {
        detail: [
          {
            type: 'value_error',
            loc: ['query', 'path'],
            msg: 'Value error, must not contain null bytes',
            input: '\0',
            ctx: { error: {} },
          },
        ],
      },
    },
  },
  errors: {
    'unhandled exception': {
      because: '§0.4 BETTER: JSON through the whole pipeline',
      headers: {
        'content-type': 'application/json',
        'x-request-id': 'crash-1',
        'access-control-allow-origin': 'http://localhost:3000',
      },
      body: { detail: 'Internal Server Error', request_id: 'crash-1' },
    },
    'unhandled exception, legacy path': {
      because: '§0.4 BETTER, §26 no 28: JSON through the whole pipeline, with deprecation headers',
      headers: { 'content-type': 'application/json', deprecation: 'true' },
      body: { detail: 'Internal Server Error', request_id: '<request_id>' },
    },
  },
};

/**
 * Members of answers that the recordings do not have, by the end of their path: `checks.database` also allows
 * `detail.checks.database`. Each with the line that asks for it.
 */
export const extraMembers: Readonly<Record<string, string>> = {
  'checks.database': '§26 no 1: the documented names beside the recorded ones',
  'checks.scanner_registry': '§26 no 1',
  'checks.webhooks': '§2 DO: heartbeat of the webhook worker',
  'checks.jobs': '§2 DO: heartbeat of background work',
  'checks.disk': '§2 DO: free disk space',
};
