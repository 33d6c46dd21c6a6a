import { isFrames } from './frames.ts';
import { listOf, Shape, textLike } from './placeholders.ts';

/** What our server answers in place of a recorded part. */
export interface ReplayDeviation {
  /** Ruling, §26 number or BETTER/DO line that asks for it, then the reason in a few words. */
  readonly because: string;
  readonly status?: number;
  /** Null: the header is not there. */
  readonly headers?: Readonly<Record<string, string | null>>;
  /** Replaces the recorded body. */
  readonly body?: unknown;
  /** Replaces members of the body. */
  readonly members?: Readonly<Record<string, unknown>>;
  /** The exchange cannot happen here at all, and is not played. */
  readonly notPlayed?: true;
}

/** Recorded files that are no exchanges, and the test that goes through them. */
export const playedElsewhere: Readonly<Record<string, string>> = {
  startup: 'packages/server/test/http/startup.test.ts: every environment, whether it starts, its log',
};

/** A member that is answered differently wherever it is met. */
export interface MemberDeviation {
  readonly because: string;
  /** Recorded files in which it is met. */
  readonly files: 'all' | readonly string[];
  /** End of its path; empty: the whole body; `*`: anywhere. */
  readonly at: string;
  /** What is answered instead; the recorded value itself where that is what is answered. */
  readonly ours: (recorded: unknown, path: string) => unknown;
}

/** A header that is answered differently wherever it is met. */
export interface HeaderDeviation {
  readonly because: string;
  /** The value, null for none; the recorded value itself where that is what is answered. Status 0: sent to a receiver. */
  readonly ours: (name: string, recorded: string | null, status: number) => string | null;
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

const HEAD_AND_ALL = {
  because: '§0.4, hardening C5: all methods of the path are named, HEAD where GET is',
  headers: { allow: 'GET, HEAD, POST' },
};
const UNMETERED = { 'x-ratelimit-limit': null, 'x-ratelimit-remaining': null, 'x-ratelimit-reset': null };
const LAST_ADMIN = { detail: 'Cannot revoke last admin key without an env-var fallback' };
/** Keys that were made, newest first. */
const KEY_ROWS = (
  [
    ['dup', 'dup', ['read']],
    ['default', 'default scopes', ['read', 'write']],
    ['all', 'all', ['read', 'write', 'admin']],
    ['admin', 'ops', ['admin']],
    ['rw', 'ci', ['read', 'write']],
    ['write', 'writer', ['write']],
    ['read', 'reader', ['read']],
  ] as const
).map(([id, name, scopes]) => ({
  id: `<key_id:${id}>`,
  name,
  prefix: `<key_prefix:${id}>`,
  scopes,
  created_at: '<ts>',
}));
const REST = ['git-hygiene', 'secrets'];
const NO_BANDIT = [{ name: 'bandit', reason: 'not installed', install_hint: 'pip install bandit' }];
const KEPT = '§9.5 BETTER: what finished scanners found is kept';
/** git-hygiene misses an ignore file in target_slow. */
const KEPT_FINDINGS = { findings_count: 1, risk_score: 27.7, scanners_run: REST, scanners_skipped: NO_BANDIT };
const BAD_FINGERPRINT = (input: string) => ({
  detail: [
    {
      type: 'string_pattern_mismatch',
      loc: ['path', 'fingerprint'],
      msg: "String should match pattern '^[0-9a-f]{64}$'",
      input,
      ctx: { pattern: '^[0-9a-f]{64}$' },
    },
  ],
});

const NMAP_FAILED = 'nmap ended with exit code 0 and wrote no report.';

/** What is told of target_slow until semgrep is all that is left. */
const SLOW_START = [
  { event: 'scan.start', data: { target: '<target_slow>', scanner_count: 4 } },
  { event: 'scanner.skipped', data: { scanner: 'bandit', reason: 'not installed' } },
  { event: 'scanner.start', data: { scanner: 'semgrep' } },
  { event: 'scanner.start', data: { scanner: 'secrets' } },
  { event: 'scanner.start', data: { scanner: 'git-hygiene' } },
  { event: 'scanner.complete', data: { scanner: 'git-hygiene', duration_s: '<duration>', findings_count: 1 } },
  { event: 'scanner.complete', data: { scanner: 'secrets', duration_s: '<duration>', findings_count: 0 } },
];

const WAF_SCANNER = '§1 of wafpass, BETTER: infrastructure code is judged by WAF++ in scans too';

/** Frames of a scan with infrastructure code among its kinds: one scanner more is chosen, and has nothing to do. */
function withWafSkipped(frames: readonly unknown[]): readonly unknown[] {
  const isAt = (frame: unknown, event: string, member: string, value: unknown): boolean =>
    Reflect.get(Object(frame), 'event') === event &&
    Reflect.get(Object(Reflect.get(Object(frame), 'data')), member) === value;
  if (!frames.some((frame) => isAt(frame, 'scanner.start', 'scanner', 'dockerfile'))) return frames;
  return frames.flatMap((frame) => {
    if (isAt(frame, 'scan.start', 'scanner_count', 6)) {
      const { data, ...rest } = Object(frame) as { readonly data: object };
      return [{ ...rest, data: { ...data, scanner_count: 7 } }];
    }
    if (!isAt(frame, 'scanner.start', 'scanner', 'dockerfile')) return [frame];
    return [{ event: 'scanner.skipped', data: { scanner: 'waf', reason: 'no infrastructure code' } }, frame];
  });
}

const isWholeStream =
  (last: string) =>
  (actual: unknown): boolean => {
    const frames = Array.isArray(actual)
      ? actual.map((frame: unknown) => Reflect.get(Object(frame), 'event') as unknown)
      : [];
    return frames[1] === 'scan.start' && frames.includes('scanner.complete') && frames.at(-1) === last;
  };

const chat = (body: unknown): ReplayDeviation => ({
  because: '§26 no 20, §15.7 DO: documented layout, with text or content',
  body,
});

function discord(content: unknown, title: unknown, color: number, fields: readonly unknown[], footer: string): unknown {
  return { content, embeds: [{ title, color, fields, timestamp: '<ts_tz>', footer: { text: footer } }] };
}

function slack(text: unknown, header: unknown, sections: readonly unknown[], context: string | null): unknown {
  return {
    text,
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: header, emoji: true } },
      ...sections,
      ...(context === null ? [] : [{ type: 'context', elements: [{ type: 'mrkdwn', text: context }] }]),
    ],
  };
}

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
  auth: {
    'malformed JSON is reported before the key is checked': {
      because: '§0.4 BETTER: credential and scope before the body is read',
      status: 401,
      headers: { ...UNMETERED, 'www-authenticate': 'Bearer' },
      body: { detail: 'X-API-Key header required' },
    },
    'invalid body with a missing key is 401': {
      because: '§26 no 25: limited after authentication, by principal',
      headers: UNMETERED,
    },
    'wrong method needs no key': HEAD_AND_ALL,
    'preflight needs no key': {
      because: 'hardening C5: fixed lists of methods and headers',
      headers: { 'access-control-allow-methods': METHODS },
    },
  },
  'dev-mode': {
    'the only key revokes itself': {
      because: '§6.3 BETTER: the last admin key stays, with or without AUTH_REQUIRED; text: §26 no 6',
      status: 409,
      headers: { 'content-type': 'application/json' },
      body: LAST_ADMIN,
    },
    'the server is open again without a key': {
      because: '§5.3 BETTER: a server that has had keys does not open again',
      status: 401,
      body: { detail: 'X-API-Key header required' },
    },
    'but the revoked key stays refused': {
      because: '§6.3 BETTER: it was not revoked, but it holds admin alone',
      status: 403,
      headers: { 'www-authenticate': null },
      body: { detail: 'Requires scope: read' },
    },
    'dev mode: the first key may lack admin': {
      because: '§5.3 BETTER: it may not',
      status: 409,
      body: { detail: 'The first key must hold admin on all projects, or nobody could manage keys' },
    },
    'after that nobody can manage keys': {
      because: '§5.3 BETTER: there is no such key',
      status: 401,
      body: { detail: 'Invalid API key' },
    },
  },
  keys: {
    'create, scopes omitted': { because: '§26 no 4, ruling 12', members: { scopes: ['read', 'write'] } },
    'create, empty scope list is accepted': {
      because: '§6.2 BETTER: at least one',
      status: 422,
      body: {
        detail: [
          {
            type: 'too_short',
            loc: ['body', 'scopes'],
            msg: 'List should have at least 1 item after validation, not 0',
            input: [],
            ctx: { field_type: 'List', min_length: 1, actual_length: 0 },
          },
        ],
      },
    },
    'create, duplicates are kept': { because: '§6.2 BETTER: unique', members: { scopes: ['read'] } },
    'list, newest first': {
      because: '§6.2 BETTER: one was refused, one has each scope once; §26 no 4',
      body: KEY_ROWS.map((row) => ({ ...row, last_used_at: null, revoked_at: null })),
    },
    'me, key without scopes': {
      because: '§6.2 BETTER: there is no such key',
      status: 401,
      body: { detail: 'Invalid API key' },
    },
    'revoked row in the list': {
      because: '§6.2 BETTER; the recording shows the first row only',
      body: KEY_ROWS.map((row, index) => ({ ...row, last_used_at: '<text>', revoked_at: index === 0 ? '<ts>' : null })),
    },
  },
  lockout: {
    'revoking the last admin is refused': { because: '§26 no 6', body: LAST_ADMIN },
  },
  'rate-limit': {
    'another X-API-Key value has its own bucket, before it is authenticated': {
      because: '§26 no 25: limited after authentication, by principal',
      headers: UNMETERED,
    },
    'a bearer key is not looked at: it shares the address bucket': {
      because: '§26 no 25: limited after authentication, by principal',
      status: 401,
      headers: { ...UNMETERED, 'retry-after': null, 'www-authenticate': 'Bearer' },
      body: { detail: 'Invalid API key' },
    },
    'a trailing slash takes a token and redirects': {
      because: `§26 no 25; ${SLASH_SERVED}`,
      status: 401,
      headers: { ...UNMETERED, location: null },
      body: { detail: 'Invalid API key' },
    },
    'then the redirected request takes another': {
      because: '§26 no 25: limited after authentication, by principal',
      headers: UNMETERED,
    },
    'a value that is not positive falls back to 60': {
      because: '§21 DO: one typed schema; the server does not start with 0',
      notPlayed: true,
    },
    'any other word means enabled': {
      because: '§21 DO: one typed schema; the server does not start with a word that is neither yes nor no',
      notPlayed: true,
    },
  },
  'events-sse': {
    'one scanner fails, the scan still completes': {
      because:
        '§26 no 14, engine §2.3 BETTER: in our words; §5.5: the site has no headers of protection, which is told',
      body: [
        { event: 'scan.start', data: { target: '<target_net>', scanner_count: 3 } },
        { event: 'scanner.skipped', data: { scanner: 'zap', reason: 'not installed' } },
        { event: 'scanner.start', data: { scanner: 'builtin_dast' } },
        { event: 'scanner.start', data: { scanner: 'nmap' } },
        {
          event: 'scanner.complete',
          data: { scanner: 'builtin_dast', duration_s: '<duration>', findings_count: '<number>' },
        },
        { event: 'scanner.failed', data: { scanner: 'nmap', duration_s: '<duration>', error: NMAP_FAILED } },
        {
          event: 'scan.complete',
          data: { target: '<target_net>', duration_s: '<duration>', scanner_count: 1, findings_count: '<number>' },
        },
      ],
    },
    'cancelled while a scanner runs': {
      because: '§9.6 BETTER: every scanner is told how it ended',
      body: [
        ...SLOW_START,
        { event: 'scanner.cancelled', data: { scanner: 'semgrep', duration_s: '<duration>' } },
        { event: 'scan.cancelled', data: {} },
      ],
    },
    'more than 30 s after the end: one synthetic terminal event': {
      because: '§13.2 BETTER: events are stored, the whole stream is there at any time',
      body: new Shape('the whole stream', isWholeStream('scan.complete')),
    },
    'after a restart: synthetic event for a cancelled scan': {
      because: '§13.2 BETTER: events are stored',
      body: new Shape('the whole stream', isWholeStream('scan.cancelled')),
    },
    'interrupted scan after restart: keep-alive comments only, never a terminal event (stopped by the client)': {
      because: '§9.7 BETTER: it is put back into the queue once, and its stream goes on',
      body: [
        ...SLOW_START,
        { event: 'scan.requeued', data: { reason: 'Interrupted by server shutdown' } },
        ...SLOW_START,
      ],
    },
    'then the stream is synthetic': {
      because: '§13.2 BETTER: events are stored',
      body: new Shape('the whole stream', isWholeStream('scan.cancelled')),
    },
  },
  'interrupted-scan': {
    'scan that ran when the server was killed, after restart': {
      because: '§9.6 BETTER: rows of scanners from the start; §9.7 BETTER: it runs again',
      members: { scanners_run: REST, scanners_skipped: NO_BANDIT },
    },
    'cancel repairs it': { because: KEPT, members: KEPT_FINDINGS },
  },
  install: {
    'unknown name': {
      because: '§16.4: an encoded slash is part of the name, which is in no list',
      status: 400,
      body: { detail: "Scanner '../x' cannot be auto-installed. Install it manually." },
    },
  },
  'failed-scan': {
    'failed scan': {
      because:
        '§17 BETTER: data on compliance is checked at start; here the configuration is broken, before any scanner',
      members: { error: textLike(/malformed YAML/), scanners_run: [], scanners_skipped: [] },
    },
    'coverage with a broken data file': {
      because: '§17 BETTER: there is no file that could be broken',
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: '<omitted>',
    },
    'newest notification after a failed scan': {
      because: '§26 no 16: severity high; the reason is another',
      body: [
        {
          id: '<uuid>',
          type: 'scan.failed',
          title: 'Scan failed',
          body: textLike(/malformed YAML/),
          link: '/scan/<scan_failed>',
          severity: 'high',
          created_at: '<ts>',
          read_at: null,
        },
      ],
    },
    'frameworks, data directory missing': {
      because: '§17 BETTER: there is no directory that could be missing',
      status: 200,
      body: '<omitted>',
    },
  },
  'webhook-deliveries': {
    'discord, webhook.test': chat(
      discord('🔧 SecureScan webhook test', 'SecureScan webhook test', 0x34_98_db, [], 'SecureScan'),
    ),
    'discord, scan.complete': chat(
      discord(
        '✅ Scan <scan_complete_8> completed — 4 findings',
        textLike(/^Scan complete: .*target\\_b$/),
        0xf1_c4_0f,
        [
          { name: 'Findings', value: '4', inline: true },
          { name: 'Risk score', value: '51.3', inline: true },
          { name: 'Duration', value: textLike(/^\d+s$/), inline: true },
        ],
        'Scan <scan_complete>',
      ),
    ),
    'discord, scanner.failed': chat(
      discord(
        '⚠️ Scanner `nmap` failed in scan <scan_scanner_failed_8>',
        'Scanner failed: nmap',
        0xff_8c_00,
        [{ name: 'Error', value: NMAP_FAILED, inline: false }],
        'Scan <scan_scanner_failed>',
      ),
    ),
    'discord, scan.failed': chat(
      discord(
        textLike(/^❌ Scan [0-9a-f]{8} failed: .*malformed YAML/),
        textLike(/^Scan failed: .*target\\_slow$/),
        0xe7_4c_3c,
        [{ name: 'Error', value: textLike(/malformed YAML/), inline: false }],
        'Scan <scan_failed>',
      ),
    ),
    'slack, webhook.test': chat(slack('🔧 SecureScan webhook test', ':wrench: SecureScan webhook test', [], null)),
    'slack, scan.complete': chat(
      slack(
        '✅ Scan <scan_complete_8> completed — 4 findings',
        ':shield: Scan complete: <target>',
        [
          {
            type: 'section',
            fields: [
              { type: 'mrkdwn', text: '*Findings:*\n4' },
              { type: 'mrkdwn', text: '*Risk score:*\n51.3' },
              { type: 'mrkdwn', text: textLike(/^\*Duration:\*\n\d+s$/) },
              { type: 'mrkdwn', text: '*Scanners:*\ngit-hygiene, secrets, semgrep' },
            ],
          },
        ],
        'Scan ID `<scan_complete>`',
      ),
    ),
    'slack, scanner.failed': chat(
      slack(
        '⚠️ Scanner `nmap` failed in scan <scan_scanner_failed_8>',
        ':warning: Scanner failed: nmap',
        [{ type: 'section', text: { type: 'mrkdwn', text: `*Error:* \`${NMAP_FAILED}\`` } }],
        'Scan ID `<scan_scanner_failed>`',
      ),
    ),
    'slack, scan.failed': chat(
      slack(
        textLike(/^❌ Scan [0-9a-f]{8} failed: .*malformed YAML/),
        textLike(/^:warning: Scan failed: .*target_slow$/),
        [{ type: 'section', text: { type: 'mrkdwn', text: textLike(/^\*Error:\* `.*malformed YAML/) } }],
        'Scan ID `<scan_failed>`',
      ),
    ),
  },
  'webhook-delivery-states': {
    'delivery row after a refused connection': {
      because: '§15.4: `transport:` and the reason, in our words',
      body: new Shape('the recorded row with our reason', (actual) =>
        /"status":"pending","attempt":2,.*"response_code":null,"response_body":"transport: .*ECONNREFUSED/.test(
          JSON.stringify(actual),
        ),
      ),
    },
    'delivery row after the 10 second timeout': {
      because: '§15.4: `transport:` and the reason, in our words',
      body: new Shape('the recorded row with our reason', (actual) =>
        /"status":"pending","attempt":1,.*"response_code":null,"response_body":"transport: .*no whole answer within 10 s/.test(
          JSON.stringify(actual),
        ),
      ),
    },
  },
  scans: {
    summary: {
      because: '§10.3 DO: scanners_run of the row',
      members: { scanners_run: ['dockerfile', 'git-hygiene', 'secrets', 'semgrep'] },
    },
    'summary, no findings': {
      because: '§10.3 DO: scanners_run of the row',
      members: { scanners_run: ['git-hygiene', 'secrets'] },
    },
    'read, running': {
      because: '§9.6 BETTER: every scanner has a row from the start',
      members: { scanners_run: REST, scanners_skipped: NO_BANDIT },
    },
    'summary of a running scan': {
      because: '§9.6 BETTER, §10.3 DO: rows of scanners from the start',
      members: { scanners_run: REST },
    },
    'cancel, running': { because: KEPT, members: KEPT_FINDINGS },
    'read, cancelled': { because: KEPT, members: KEPT_FINDINGS },
    'put is not allowed': {
      because: '§0.4, hardening C5: all methods of the path are named, HEAD where GET is',
      headers: { allow: 'DELETE, GET, HEAD' },
    },
  },
  findings: {
    'filter compliance with a wildcard': {
      because: '§10.2: a tag is taken as it is written',
      body: [],
    },
  },
  triage: {
    'any fingerprint is accepted': {
      because: '§12 BETTER: fingerprints are 64 hexadecimal digits',
      status: 422,
      body: BAD_FINGERPRINT('not-a-known-fingerprint'),
    },
    'add comment, empty text and no author are accepted': {
      because: '§12 BETTER: text has 1 to 10,000 characters',
      status: 422,
      body: {
        detail: [
          {
            type: 'string_too_short',
            loc: ['body', 'text'],
            msg: 'String should have at least 1 character',
            input: '',
            ctx: { min_length: 1 },
          },
        ],
      },
    },
    'comments, oldest first': {
      because: '§12 BETTER: the empty one was refused',
      body: [
        { id: '<comment_1>', fingerprint: '<fingerprint_6>', text: 'Reviewed.', author: 'bob', created_at: '<ts>' },
      ],
    },
    'delete comment under another fingerprint works': {
      because: '§12 BETTER: the fingerprint of the path is checked',
      status: 422,
      headers: { 'content-type': 'application/json' },
      body: BAD_FINGERPRINT('zzz'),
    },
    'delete comment twice': {
      because: '§12 BETTER: the one before was refused, so this is the first',
      status: 204,
      body: '',
    },
    'there is no GET state': {
      because: '§12 BETTER: there is',
      status: 200,
      headers: { allow: null },
      body: {
        fingerprint: '<fingerprint_6>',
        status: 'accepted_risk',
        note: null,
        updated_at: '<ts>',
        updated_by: null,
      },
    },
  },
  reports: {
    'pdf without the optional renderer': {
      because: '§19, §26 no 44: the renderer is always there',
      status: 200,
      headers: {
        'content-type': 'application/pdf',
        'content-disposition': 'attachment; filename="securescan-report-<scan_a_8>.pdf"',
      },
      body: '<omitted>',
    },
    'unknown format': {
      because: '§26 no 44, §19 BETTER: csv and junit too',
      body: {
        detail: [
          {
            type: 'enum',
            loc: ['query', 'format'],
            msg: "Input should be 'html', 'pdf', 'sarif', 'csv' or 'junit'",
            input: 'docx',
            ctx: { expected: "'html', 'pdf', 'sarif', 'csv' or 'junit'" },
          },
        ],
      },
    },
  },
  sbom: {
    history: {
      because: '§18 BETTER: the missing path was refused',
      body: [
        {
          id: '<sbom_2>',
          scan_id: null,
          target_path: '<target_sbom>',
          format: 'spdx',
          created_at: '<ts>',
          component_count: 6,
        },
        {
          id: '<sbom_1>',
          scan_id: '<scan_a>',
          target_path: '<target_sbom>',
          format: 'cyclonedx',
          created_at: '<ts>',
          component_count: 6,
        },
      ],
    },
    'generate for a missing path gives an empty document': {
      because: '§18 BETTER: the path is checked as in §9.2',
      status: 400,
      body: { detail: 'Path does not exist: /no/such' },
    },
    'documented route under scans does not exist': {
      because: '§26 no 9: it does',
      status: 200,
      headers: { 'content-type': 'application/vnd.cyclonedx+json' },
      body: '<omitted>',
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
  created_at: '§9.1 DO',
  request_id: '§9.1 DO, §0.4 BETTER',
  project: 'hardening H4',
  queue_position: '§9.2 BETTER: a visible queue',
  partial: '§9.5 BETTER',
  severity_counts: '§9.1 DO, §26 no 14: findings by severity, for the lists of the dashboard',
  origin: '§9.1 DO: where it was started',
  scanners: '§9.6 BETTER: a row per scanner',
  column: '§26 no 13',
  line: '§26 no 13, ruling 4',
  'metadata.suppressed_by': 'ruling 4',
  'metadata.compliance_why': 'engine §25.2 BETTER: each tag with its reason',
  'metadata.confidence': 'engine §5 BETTER',
  'metadata.secret': 'engine §5.1: masked',
  'metadata.references': 'engine §5.1',
  scanners_skipped: '§26 no 41',
  started_at: '§26 no 41',
  completed_at: '§26 no 41',
  duration_s: '§26 no 41',
  suppressed: '§26 no 41',
  new: '§26 no 10, ruling 9',
  fixed: '§26 no 10, ruling 9',
  unchanged: '§26 no 10, ruling 9',
  principal: '§12 BETTER: who wrote it',
  expires_at: '§12 BETTER: accepted risks end',
  'scanners[].version': '§26 no 42',
  role: 'hardening H4',
  projects: 'hardening H4',
  signature: 'hardening H5',
  'data.scan_id': '§26 no 14',
  'data.name': '§26 no 14',
  'data.scan_type': '§26 no 14',
  'data.scan_types': '§26 no 14, 17',
  'data.install_hint': '§26 no 14',
  'data.attempt': '§9.7 BETTER: which attempt was interrupted',
  'data.incomplete': 'engine §2.3 BETTER: what a scanner could not look at',
  'data.status': '§26 no 14: as synthetic frames had it',
  'data.target': '§26 no 14, 17',
  'data.target_path': '§26 no 17',
  'data.scanner_count': '§26 no 14, 17',
  'data.findings_count': '§26 no 14, 17',
  'data.error': '§26 no 14',
  'data.risk_score': '§26 no 14, 17',
  'data.scanners_run': '§26 no 14, 17',
  allowed_mentions: '§15.7 BETTER: no mentions',
  truncated: '§16.5 BETTER',
  'entries[].is_repository': '§16.5 BETTER',
  scan_id: '§26 no 16',
  level: '§26 no 16',
  by_severity: '§16.2 DO',
  by_status: '§16.2 DO',
  open_findings: '§16.2 DO',
  semanticVersion: 'engine §19.2 BETTER',
  'driver.notifications': 'engine §19.2 BETTER',
  toolExecutionNotifications: 'engine §19.2 BETTER: skipped scanners',
  supportedTaxonomies: 'engine §19.2 BETTER',
  taxonomies: 'engine §19.2 BETTER',
  columnKind: 'engine §19.2 BETTER',
  originalUriBaseIds: 'engine §19.2 BETTER: relative paths have a base',
  'component.bom-ref': 'engine §27.3 BETTER: the root is part of the graph',
  'components[].scope': 'engine §27.3 BETTER',
  'components[].properties': 'engine §27.3 BETTER: range and source of a component',
  $schema: 'engine §27.3 BETTER',
  dependencies: 'engine §27.3 BETTER: dependency graph',
  relationships: 'engine §27.3 BETTER: CONTAINS',
  frameworks: '§26 no 11',
};

interface RecordedFinding {
  readonly scanner: string;
  readonly scan_type: string;
  readonly severity: string;
  readonly title: string;
  readonly rule_id: string;
  readonly file_path: string;
  readonly line_start: number | null;
  readonly line_end: number | null;
  readonly cwe: string | null;
  readonly compliance_tags: readonly string[];
}

function isFinding(value: unknown): value is RecordedFinding {
  return typeof value === 'object' && value !== null && 'rule_id' in value && 'compliance_tags' in value;
}

/** Changes recorded findings; everything else stays. */
const ofFindings =
  (change: (finding: RecordedFinding) => object | null) =>
  (recorded: unknown): unknown => {
    const changes = isFinding(recorded) ? change(recorded) : null;
    return changes === null ? recorded : { ...Object(recorded), ...changes };
  };

/** Changes lists of findings. */
const ofLists =
  (change: (findings: readonly RecordedFinding[]) => readonly object[]) =>
  (recorded: unknown): unknown =>
    Array.isArray(recorded) && recorded.length > 0 && recorded.every(isFinding) ? change(recorded) : recorded;

/** Another value in place of one that is the same. */
const instead =
  (from: unknown, to: unknown) =>
  (recorded: unknown): unknown =>
    JSON.stringify(recorded) === JSON.stringify(from) ? to : recorded;

const SEVERITIES = ['critical', 'high', 'medium', 'low', 'info'];
const WITH_FINDINGS = ['scans', 'findings', 'triage'];
const WITH_SCANS = ['scans', 'events-sse', 'interrupted-scan', 'failed-scan'];
const TAG = /^(?:OWASP-A\d\d|PCI-DSS-\d+(?:\.\d+)*|SOC2-[A-Z]+\d+(?:\.\d+)?|CIS-\d+)$/;

/** Our Dockerfile rules see one thing more in target_a: what is piped into the shell comes without TLS. */
const MORE_RULES = 'engine §5.3 BETTER: instructions are parsed, more is found';

function toOrderKey({ severity, scanner, rule_id: rule, file_path: path, line_start: line }: RecordedFinding): string {
  return [SEVERITIES.indexOf(severity), scanner, rule, path, String(line ?? -1).padStart(6, '0')].join('\0');
}

interface SarifResult {
  readonly ruleId: string;
  readonly level: string;
  readonly locations: readonly {
    readonly physicalLocation: {
      readonly artifactLocation: { readonly uri: string };
      readonly region?: { readonly startLine?: number };
    };
  }[];
}

const toList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const read = (value: unknown, name: string): unknown => Reflect.get(Object(value) as object, name);

const toNames = (list: readonly unknown[]): string =>
  list
    .map((item) => String(read(item, 'name')))
    .toSorted()
    .join(' ');

function toSarifKey(result: unknown): string {
  const { ruleId, level, locations } = result as SarifResult;
  const { artifactLocation, region } = locations[0]?.physicalLocation ?? {};
  return [ruleId, level, artifactLocation?.uri.replace('<target_a>/', ''), region?.startLine].join(' ');
}

interface RecordedComponent {
  readonly name: string;
  readonly version: string;
  readonly purl: string;
}

function isComponent(value: unknown): value is RecordedComponent {
  return typeof value === 'object' && value !== null && 'purl' in value && 'version' in value;
}

/** Members that are answered differently wherever they are met. Each must be needed at least once. */
export const memberDeviations: Readonly<Record<string, MemberDeviation>> = {
  'one more finding': {
    because: MORE_RULES,
    files: WITH_FINDINGS,
    at: '*',
    ours: ofLists((findings) => {
      const like = findings.find(({ rule_id: rule }) => rule === 'dockerfile/DL010');
      const more = {
        title: 'Download without TLS',
        rule_id: 'dockerfile/DL026',
        line_start: 2,
        fingerprint: '<sha256>',
      };
      return like ? [...findings, { ...like, ...more }] : findings;
    }),
  },
  'canonical order': {
    because: '§26 no 45, ruling 1',
    files: WITH_FINDINGS,
    at: '*',
    ours: ofLists((findings) => {
      const keyed = findings.map((finding) => [toOrderKey(finding), finding] as const);
      const sorted = keyed.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, finding]) => finding);
      return sorted.every((finding, index) => finding === findings[index]) ? findings : sorted;
    }),
  },
  'paths of findings': {
    because: 'ruling 2: paths relative to the target',
    files: WITH_FINDINGS,
    at: 'file_path',
    ours: (recorded) => (typeof recorded === 'string' ? recorded.replace('<target_a>/', '') : recorded),
  },
  'titles of semgrep': {
    because: 'engine §4.1 BETTER: the first sentence of the message',
    files: WITH_FINDINGS,
    at: '*',
    ours: ofFindings(({ scanner }) => (scanner === 'semgrep' ? { title: textLike(/^(?:eval|sqli|todo|new)$/) } : null)),
  },
  'CWE of semgrep': {
    because: 'engine §4.1 BETTER, §17 DO: the number alone',
    files: WITH_FINDINGS,
    at: 'cwe',
    ours: (recorded) => (typeof recorded === 'string' ? recorded.replace(/:.*/, '') : recorded),
  },
  'CWE of our own rules': {
    because: 'engine §25.2 BETTER: tags follow from the CWE, so every rule of ours names one',
    files: WITH_FINDINGS,
    at: '*',
    ours: ofFindings(({ scanner }) => (scanner === 'semgrep' ? null : { cwe: textLike(/^CWE-\d+$/) })),
  },
  'where a secret ends': {
    because: 'engine §19.2 BETTER: exact places, with their end',
    files: WITH_FINDINGS,
    at: '*',
    ours: ofFindings(({ scanner, line_start: line }) => (scanner === 'secrets' ? { line_end: line } : null)),
  },
  'compliance tags': {
    because: 'ruling 5, engine §25.2 BETTER: documented spelling, the hierarchy of CWE is followed',
    files: WITH_FINDINGS,
    at: 'compliance_tags',
    ours: (recorded) =>
      new Shape(
        `tags with ${JSON.stringify(recorded)}`,
        (actual) =>
          listOf(TAG).fits(actual) &&
          (recorded as readonly string[]).every((tag) => (actual as readonly string[]).includes(`OWASP-${tag}`)),
      ),
  },
  'counts with one more finding': {
    because: MORE_RULES,
    files: ['scans', 'dashboard', 'notifications'],
    at: '*',
    ours: (recorded, path) => {
      const more: Readonly<Record<string, readonly [number, number]>> = {
        findings_count: [7, 8],
        total_findings: path === 'total_findings' && recorded === 11 ? [11, 12] : [7, 8],
        medium: [3, 4],
        risk_score: [74.8, 76.1],
        fixed_count: [5, 6],
        risk_delta: [-23.5, -24.8],
        average_risk_score: [30.27, 30.48],
      };
      const [from, to] = more[path.split('.').at(-1) ?? ''] ?? [];
      return recorded === from && to !== undefined ? to : recorded;
    },
  },
  'scanners with nothing to scan': {
    because:
      'engine §2.3 BETTER, §30 no 28: a tool that looked at nothing is no clean result; it is skipped, and says why',
    files: ['scans'],
    at: 'scanners_run',
    ours: instead(['git-hygiene', 'licenses', 'npm-audit', 'secrets', 'semgrep'], ['git-hygiene', 'secrets']),
  },
  'reasons why there is nothing to scan': {
    because: 'engine §2.3 BETTER, §30 no 28',
    files: ['scans'],
    at: 'scanners_skipped',
    ours: (recorded) =>
      Array.isArray(recorded) && recorded.length === 3
        ? ['bandit', 'licenses', 'npm-audit', 'safety', 'semgrep', 'trivy'].map((name) => ({
            name,
            reason: textLike(/^no|not installed$/),
            install_hint: name === 'trivy' ? textLike(/trivy/) : null,
          }))
        : recorded,
  },
  'one scanner more, counted': {
    because: WAF_SCANNER,
    files: ['health', 'auth'],
    at: 'scanners.count',
    ours: instead(14, 15),
  },
  'one scanner more, skipped': {
    because: WAF_SCANNER,
    files: ['scans'],
    at: 'scanners_skipped',
    ours: (recorded) =>
      Array.isArray(recorded) && recorded.some((one: unknown) => Reflect.get(Object(one), 'name') === 'checkov')
        ? [...(recorded as unknown[]), { name: 'waf', reason: 'no infrastructure code', install_hint: null }]
        : recorded,
  },
  'one scanner more, in the status': {
    because: WAF_SCANNER,
    files: ['dashboard'],
    at: 'scanners',
    ours: (recorded) =>
      Array.isArray(recorded)
        ? [
            ...(recorded as unknown[]),
            {
              name: 'waf',
              scan_type: 'iac',
              available: true,
              message: textLike(/waf/),
              description: textLike(/WAF/),
              checks: listOf(/\w/),
              install_hint: null,
              installable: false,
            },
          ]
        : recorded,
  },
  'one scanner more, in streams': {
    because: WAF_SCANNER,
    files: ['events-sse'],
    at: '*',
    ours: (recorded) => (Array.isArray(recorded) ? withWafSkipped(recorded as unknown[]) : recorded),
  },
  'single files': {
    because: 'engine §2.3 BETTER, §30 no 28: git-hygiene looks at directories, and says so',
    files: ['scans'],
    at: '*',
    ours: (recorded) =>
      typeof recorded === 'object' &&
      recorded !== null &&
      Reflect.get(recorded, 'target_path') === '<target_a>/app.py' &&
      Reflect.get(recorded, 'status') === 'completed'
        ? {
            ...recorded,
            scanners_run: ['secrets', 'semgrep'],
            scanners_skipped: [
              { name: 'bandit', reason: 'not installed', install_hint: 'pip install bandit' },
              { name: 'git-hygiene', reason: 'needs a directory as target, not a file', install_hint: null },
            ],
          }
        : recorded,
  },
  'how tools are installed': {
    because: '§16.4 DO: pinned, into a directory of their own',
    files: [...WITH_SCANS, 'dashboard'],
    at: 'install_hint',
    ours: (recorded) => {
      const [, name] = /^pip install (.*)$/.exec(String(recorded)) ?? [];
      if (name !== undefined) return textLike(new RegExp(`securescan tools install ${name}`));
      return String(recorded).startsWith('See https://trivy.dev') ? textLike(/^apt install trivy/) : recorded;
    },
  },
  'results of SARIF': {
    because: 'engine §19.2 BETTER, ruling 1, ruling 2: more in each result, canonical order, relative paths',
    files: ['reports'],
    at: 'results',
    ours: (recorded) =>
      new Shape(
        'all recorded results, and the one more',
        (actual) =>
          toList(actual).length === toList(recorded).length + 1 &&
          toList(recorded).every((result) => toList(actual).some((other) => toSarifKey(other) === toSarifKey(result))),
      ),
  },
  'rules of SARIF': {
    because: 'engine §19.2 BETTER: help, precision and taxonomies',
    files: ['reports'],
    at: 'rules',
    ours: (recorded) =>
      new Shape(
        'all recorded rules, and the one more',
        (actual) =>
          toList(actual).length === toList(recorded).length + 1 &&
          toList(recorded).every((rule) => toList(actual).some((other) => read(other, 'id') === read(rule, 'id'))),
      ),
  },
  'version of SARIF': {
    because: 'engine §19.2 BETTER: the version of the product',
    files: ['reports'],
    at: 'driver.version',
    ours: instead('0.1.0', '1.2.3'),
  },
  'version of the tool in SBOMs': {
    because: 'engine §19.2, §27: the version of the product',
    files: ['sbom'],
    at: '*',
    ours: (recorded, path) =>
      path.endsWith('tools[].version') || path.endsWith('creators[]')
        ? String(recorded).replace('1.0', '1.2.3')
        : recorded,
  },
  'derived ids of documents': {
    because: 'engine §27.3 BETTER: derived from what is in them',
    files: ['sbom'],
    at: '*',
    ours: (recorded, path) =>
      /(?:serialNumber|documentNamespace)$/.test(path) ? String(recorded).replace(/<sbom_\d>/, '<uuid>') : recorded,
  },
  'ranges are no versions': {
    because: 'engine §27.3 BETTER',
    files: ['sbom'],
    at: '*',
    ours: (recorded) => {
      if (!isComponent(recorded) || !['axios', 'flask', 'plain', 'vitest'].includes(recorded.name)) return recorded;
      const { version: _, ...component } = recorded;
      const purl = recorded.purl.replace(/@[^@]*$/, '');
      return 'sbom_id' in recorded ? { ...component, version: 'unknown', purl } : { ...component, purl };
    },
  },
  'ids of components': {
    because: 'engine §27.3 BETTER: in documents they are derived, rows have their own',
    files: ['sbom'],
    at: '*',
    ours: (recorded) => (isComponent(recorded) && 'sbom_id' in recorded ? { ...recorded, id: '<uuid>' } : recorded),
  },
  'what SPDX describes': {
    because: 'engine §27.3 BETTER: the root package, which contains the others',
    files: ['sbom'],
    at: 'documentDescribes',
    ours: () => ['SPDXRef-Root'],
  },
  'packages of SPDX': {
    because: 'engine §27.3 BETTER: the root package, derived ids, no ranges',
    files: ['sbom'],
    at: 'packages',
    ours: (recorded) =>
      new Shape(
        'the root and the recorded packages',
        (actual) => toNames(toList(actual)) === toNames([{ name: 'sbom' }, ...toList(recorded)]),
      ),
  },
  'tags in coverage': {
    because: 'ruling 5, engine §25.2 BETTER: documented spelling; more is tagged',
    files: ['compliance'],
    at: '*',
    ours: (recorded, path) => {
      if (/controls_(?:violated|clear)$/.test(path)) return listOf(TAG);
      if (path.endsWith('violated_details')) {
        return new Shape('controls with their names', (actual) =>
          toList(actual).every((control) => TAG.test(String(read(control, 'id'))) && read(control, 'name') !== ''),
        );
      }
      return path.endsWith('coverage_percentage') ? '<number>' : recorded;
    },
  },
  'texts of notifications': {
    because: '§26 no 16: the worst severity and how many',
    files: ['notifications'],
    at: '*',
    ours: (recorded) => {
      if (typeof recorded !== 'object' || recorded === null) return recorded;
      const body = String(Reflect.get(recorded, 'body'));
      const [, target] = /^\d+ findings on (.*)$/.exec(body) ?? [];
      if (target === undefined) return recorded;
      const severity = target === '<target_b>' ? 'high' : 'critical';
      return {
        ...recorded,
        severity,
        title: `1 ${severity} finding on ${target}`,
        body: textLike(/^Scanners run: .*semgrep/),
      };
    },
  },
  'notifications of failed scanners': {
    because: '§26 no 16, engine §2.3 BETTER: documented severity; what the tool did, in our words',
    files: ['notifications'],
    at: '*',
    ours: (recorded) =>
      typeof recorded === 'object' && recorded !== null && Reflect.get(recorded, 'type') === 'scanner.failed'
        ? { ...recorded, severity: 'medium', body: 'nmap failed: nmap ended with exit code 0 and wrote no report.' }
        : recorded,
  },
  'what scanners check': {
    because: 'engine §2.1: a list of short texts, of any length',
    files: ['dashboard'],
    at: 'checks',
    ours: () => listOf(/\w/),
  },
  'how tools are installed, in the status': {
    because: '§16.4 DO: pinned, into a directory of their own',
    files: ['dashboard'],
    at: 'message',
    ours: (recorded) => {
      const [, name] = /pip install (.*)$/.exec(String(recorded)) ?? [];
      if (name !== undefined) return `${name} is not installed. Install with: securescan tools install ${name}`;
      if (String(recorded).startsWith('trivy'))
        return textLike(/^trivy is not installed\. Install with: apt install trivy/);
      return String(recorded).startsWith('zap') ? textLike(/^zap does not work: .*ECONNREFUSED/) : recorded;
    },
  },
  'gitleaks can be installed': {
    because: '§16.4 DO: git-hygiene uses it when it is there',
    files: ['dashboard'],
    at: '*',
    ours: (recorded) =>
      typeof recorded === 'object' && recorded !== null && Reflect.get(recorded, 'name') === 'git-hygiene'
        ? { ...recorded, installable: true }
        : recorded,
  },
  'latest scan of a day': {
    because: '§16.3 DO: the latest of the day, which found nothing',
    files: ['dashboard'],
    at: 'data[]',
    ours: () => ({
      date: '<date>',
      risk_score: 0,
      total_findings: 0,
      critical: 0,
      high: 0,
      medium: 0,
      low: 0,
      info: 0,
    }),
  },
  'opening of streams': {
    because: '§26 no 15: a comment at once',
    files: ['events-sse'],
    at: '',
    ours: (recorded) => (isFrames(recorded) ? [{ comment: ': keepalive' }, ...recorded] : recorded),
  },
  'deliveries that are on their way': {
    because: '§15.4 BETTER: sent at once, not at the next poll',
    files: ['webhooks', 'webhook-delivery-states'],
    at: '*',
    ours: (recorded) =>
      typeof recorded === 'object' &&
      recorded !== null &&
      Reflect.get(recorded, 'status') === 'pending' &&
      Reflect.get(recorded, 'attempt') === 0
        ? { ...recorded, status: 'delivering' }
        : recorded,
  },
  'data of tests': {
    because: '§26 no 18: flat',
    files: ['webhook-deliveries'],
    at: 'data',
    ours: instead(
      { event: 'webhook.test', data: { message: 'Test from SecureScan', timestamp: '<ts>' } },
      { message: 'Test from SecureScan', timestamp: '<ts>' },
    ),
  },
  'errors that are delivered': {
    because: 'engine §2.3 BETTER, §17 BETTER: what went wrong, in our words',
    files: ['webhook-deliveries'],
    at: 'error',
    ours: (recorded) => (String(recorded).includes('nmap') ? NMAP_FAILED : textLike(/malformed YAML/)),
  },
};

/** Each must be needed at least once. */
export const headerDeviations: Readonly<Record<string, HeaderDeviation>> = {
  'answers without content': {
    because: '§9.4, RFC 9110 8.3: 204 is empty, so it has no content type',
    ours: (name, recorded, status) => (name === 'content-type' && status === 204 ? null : recorded),
  },
  'headers of the library that sends': {
    because: '§15.5: only the documented headers are promised',
    ours: (name, recorded, status) =>
      status === 0 ? ({ 'accept-encoding': 'identity', connection: 'close' }[name] ?? recorded) : recorded,
  },
};
