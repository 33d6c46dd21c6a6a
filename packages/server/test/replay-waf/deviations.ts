import { Shape, textLike } from '../replay/placeholders.ts';
import type { RecordedExchange } from './recorded.ts';

/** What our server answers in place of a recorded part. */
export interface WafDeviation {
  /** Section of the contract, hardening rule or ruling that asks for it, then the reason in a few words. */
  readonly because: string;
  readonly status?: number;
  /** Null: the header is not there. */
  readonly headers?: Readonly<Record<string, string | null>>;
  /** Replaces the recorded body; `<text>` and its like are placeholders. */
  readonly body?: unknown;
  /** Changes the recorded body. */
  readonly change?: (body: unknown, exchange: RecordedExchange) => unknown;
}

/** A header that is answered differently wherever it is met; the recorded value itself where that is what is answered. */
export interface WafHeaderDeviation {
  readonly because: string;
  readonly ours: (name: string, recorded: string, exchange: RecordedExchange) => string | null;
}

const JSON_TYPE = { 'content-type': 'application/json' };

const problems = (...issues: readonly object[]) => ({ detail: issues });
const valueError = (loc: readonly (string | number)[], text: string, input: unknown) => ({
  type: 'value_error',
  loc,
  msg: `Value error, ${text}`,
  input,
  ctx: { error: {} },
});
const NUL = 'must not contain null bytes';
const BAD_NAME = 'must be a file name of 1 to 128 characters: letters, digits, dot, underscore, hyphen';
const blank = (...names: readonly string[]) =>
  problems(...names.map((name) => valueError(['body', name], `${name} must not be empty`, '')));
const fileName = (input: string): WafDeviation => ({
  because: '§6.1 BETTER: the name is a label of one path segment, and nothing is written',
  status: 422,
  body: problems(valueError(['body', 'filename'], BAD_NAME, input)),
});

/** Changes every object inside a value. */
function everywhere(change: (object: Readonly<Record<string, unknown>>) => object): (body: unknown) => unknown {
  const walk = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value !== 'object' || value === null) return value;
    const members = Object.fromEntries(Object.entries(value).map(([name, member]) => [name, walk(member)]));
    return change(members);
  };
  return walk;
}

const CANONICAL: WafDeviation = {
  because: '§3.1 BETTER: severities are stored in lower case',
  change: everywhere((object) => (object['severity'] === 'LOW' ? { ...object, severity: 'low' } : object)),
};
const MAPPING = [{ framework: 'GDPR', controls: ['Art. 32'] }];
/** The controls that were posted without one are COST-901 alone. */
const MAPPED: WafDeviation = {
  because: '§4.1 BETTER: the mapping is stored',
  change: everywhere((object) =>
    'regulatory_mapping' in object && object['id'] !== 'COST-901' ? { ...object, regulatory_mapping: MAPPING } : object,
  ),
};
const MORE_PILLARS: WafDeviation = {
  because: '§4.1 BETTER: every pillar of control files',
  change: (body) =>
    JSON.parse(JSON.stringify(body).replaceAll("'sovereign' or", "'sovereign', 'architecture', 'governance' or")),
};
const CONTROL_TAKEN = (change: object): WafDeviation => ({
  because: '§4.1 BETTER: the full control schema is taken',
  status: 200,
  body: new Shape('a control', (actual) => {
    const { data } = Object(actual) as { readonly data?: Readonly<Record<string, unknown>> };
    return Object.entries(change).every(([name, value]) => JSON.stringify(data?.[name]) === JSON.stringify(value));
  }),
});

const REVIEWED = { reason: 'Covered by review — SEC-1234', owner: 'platform-team', expires: '2031-09-30' };
const waiver = (id: string, project: string) => ({ id, ...REVIEWED, project, created_at: '<ts>', updated_at: '<ts>' });
const waivers = (...body: readonly object[]): WafDeviation => ({
  because: '§5.1 BETTER: blank and undated ones were refused, ids have no case, each project has its own',
  body,
});
const WITHOUT_REFUSED_RISKS: WafDeviation = {
  because: '§5.2 BETTER: two were refused',
  change: (body) => (body as readonly { readonly id: string }[]).filter(({ id }) => id === 'WAF-SEC-030'),
};

const MESSAGES: WafDeviation = {
  because: '§9.11: generated texts are not contractual',
  change: everywhere((object) => ('message' in object ? { ...object, message: '<text>' } : object)),
};

/** Every exchange that is answered differently on purpose. One that is answered as recorded although it is listed fails. */
export const deviations: Readonly<Record<string, WafDeviation>> = {
  'health.head': { because: '§2 BETTER: HEAD is answered', status: 200, headers: { allow: null } },
  root: {
    because: 'ruling 19: the root tells what answers here',
    status: 200,
    body: { name: 'SecureScan API', status: 'ok', docs: '/docs', health: '/health' },
  },
  'docs.swagger': { because: 'ruling 13: one documentation', body: { html_title: 'SecureScan API' } },
  'docs.redoc': { because: 'ruling 13: one documentation', body: { html_title: 'SecureScan API' } },
  'docs.default-paths-absent': {
    because: 'ruling 13: the documentation is at the root too',
    status: 200,
    headers: { 'content-type': 'text/html; charset=utf-8' },
    body: textLike(/^<!doctype html>/),
  },
  openapi: {
    because: '§17 BETTER: one version everywhere; ruling 13: one document',
    change: (body) => ({ ...Object(body), openapi: '3.1.1', 'info.title': 'SecureScan', 'info.version': '1.2.3' }),
  },

  'runs.create.invalid.region-null-az': {
    because: '§3.1 BETTER: a zone may be null',
    status: 201,
    body: new Shape('a run', (actual) => Reflect.get(Object(actual), 'id') !== undefined),
  },
  'runs.create.no-content-type-json-body': {
    because: '§2: no content type is read as JSON',
    status: 201,
    body: new Shape('a run', (actual) => Reflect.get(Object(actual), 'project') === 'noct'),
  },
  'runs.create.server-error.nul-in-text': {
    because: '§2 BETTER: NUL is refused',
    status: 422,
    headers: JSON_TYPE,
    body: problems(valueError(['body', 'project'], NUL, 'a\0b')),
  },
  'runs.create.server-error.nul-in-jsonb': {
    because: '§2 BETTER: NUL is refused',
    status: 422,
    headers: JSON_TYPE,
    body: problems(valueError(['body', 'findings', 0, 'message'], NUL, 'a\0b')),
  },
  'runs.create.server-error.int32-overflow': {
    because: '§3.1: 0 to 2^31-1',
    status: 422,
    headers: JSON_TYPE,
    body: problems({
      type: 'less_than_equal',
      loc: ['body', 'controls_loaded'],
      msg: 'Input should be less than or equal to 2147483647',
      input: 2_147_483_648,
      ctx: { le: 2_147_483_647 },
    }),
  },
  'runs.trailing-slash': {
    because: '§2: both spellings are served, without a redirect from an unchecked Host',
    status: 200,
    headers: { location: null },
    body: new Shape('the list', Array.isArray),
  },
  'runs.get.full': CANONICAL,
  'runs.findings.all': CANONICAL,
  'runs.findings.severity-lower': CANONICAL,
  'runs.findings.empty-filter-ignored': CANONICAL,

  'controls.upsert.create': MAPPED,
  'controls.upsert.update': MAPPED,
  'controls.upsert.wrong-prefix-accepted': MAPPED,
  'controls.list.all-newest-first': MAPPED,
  'controls.list.page': MAPPED,
  'controls.list.severity': MAPPED,
  'controls.list.pillar-empty': MAPPED,
  'controls.get': MAPPED,
  'controls.get.lower-case-id': MAPPED,
  'controls.upsert.invalid.bad-pillar': MORE_PILLARS,
  'controls.upsert.invalid.pillar-upper': MORE_PILLARS,
  'controls.upsert.invalid.bad-type': CONTROL_TAKEN({ type: ['automation'] }),
  'controls.upsert.invalid.engine-cdk': CONTROL_TAKEN({ id: 'SEC-901' }),

  'waivers.put.empty-object': {
    because: '§5.1 BETTER: a new waiver has a reason and an owner',
    status: 422,
    body: blank('reason', 'owner'),
  },
  'waivers.put.lower-case-id-is-another-row': {
    because: '§5.1 BETTER: the key is the id without regard to case',
    body: waiver('WAF-SEC-020', ''),
  },
  'waivers.put.any-expires-text': {
    because: '§5.1 BETTER: a date or nothing',
    status: 422,
    body: problems(valueError(['body', 'expires'], 'must be empty or a date, such as 2031-09-30', 'next summer')),
  },
  'waivers.put.expired-date-accepted': {
    because: '§5.1 BETTER: a new waiver has a reason and an owner',
    status: 422,
    body: blank('reason', 'owner'),
  },
  'waivers.put.free-id': {
    because: '§5.1 BETTER: a new waiver has an owner, when the caller has no name',
    status: 422,
    body: blank('owner'),
  },
  'waivers.list.all-by-id': waivers(
    waiver('WAF-OPS-010', 'blog'),
    waiver('WAF-OPS-010', 'shop'),
    waiver('WAF-REL-010', 'other'),
    waiver('WAF-SEC-020', ''),
  ),
  'waivers.list.project-plus-global': waivers(waiver('WAF-OPS-010', 'shop'), waiver('WAF-SEC-020', '')),
  'waivers.list.project-empty-only-global': waivers(waiver('WAF-SEC-020', '')),
  'risks.put.defaults': {
    because: '§5.2 BETTER: the approver is named',
    status: 422,
    body: blank('approver'),
  },
  'risks.put.free-text-levels': {
    because: '§5.2 BETTER: links are http(s)',
    status: 422,
    body: problems(valueError(['body', 'jira_link'], 'must be empty or an http(s) address', 'javascript:alert(1)')),
  },
  'risks.list.all': WITHOUT_REFUSED_RISKS,
  'risks.list.project': WITHOUT_REFUSED_RISKS,
  'risks.list.project-empty': WITHOUT_REFUSED_RISKS,

  'sandbox.mini.pass-fail-skip': MESSAGES,
  'sandbox.mini.iac-upper': MESSAGES,
  'sandbox.mini.broken-hcl': {
    because: '§6.1 BETTER: code that does not parse is told',
    status: 422,
    body: { detail: 'HCL syntax error', errors: [{ file: 'main.tf', line: 1, column: 1, message: '<text>' }] },
  },
  'sandbox.mini.unknown-iac': {
    because: '§9.5 BETTER: CloudFormation is a kind of its own; this is none, which is told',
    status: 200,
    body: new Shape('a report that says that nothing was read', (actual) =>
      JSON.stringify(actual).includes('This is not read as CloudFormation.'),
    ),
  },
  'sandbox.mini.bicep': {
    because: '§9.5 BETTER: never a green run of Bicep that was not read',
    status: 422,
    body: { detail: 'Bicep syntax error', errors: [{ file: 'main.bicep', line: 1, column: 1, message: '<text>' }] },
  },
  'sandbox.mini.filename-subdirectory': fileName('a/b.tf'),
  'sandbox.mini.filename-empty': fileName(''),
  'sandbox.mini.filename-outside-the-temporary-directory': fileName('<any absolute path, or ../ steps>'),
};

/** Members that the recordings do not have, by the end of their path. */
export const extraMembers: Readonly<Record<string, string>> = {
  stage: '§3.1 BETTER: what newer programs send is kept',
  run: '§3.1 BETTER',
  schema_version: '§3.1 BETTER',
  source_snapshot: '§3.1 BETTER',
  diagnostics: '§9.3 BETTER: what could not be read is told',
  findings_count: '§3.2 BETTER: known without reading the findings',
  posture: '§7.5 BETTER: one function for all',
  regulatory_mapping: '§3.1 BETTER',
  file: '§7.2 BETTER: positions',
  line: '§7.2 BETTER',
  end_line: '§7.2 BETTER',
  fingerprint: '§7.2 BETTER',
  waived: '§7.2 BETTER: the waiver is seen',
  status: '§5.1 BETTER: active, expiring, expired, permanent',
  resource: '§10 BETTER: waivers of some resources',
  check: '§10 BETTER: waivers of one check',
  place: '§6.1: where an editor underlines',
  secret_findings: '§6.1 BETTER: masked secrets',
  environment: '§17: the label has an effect',
  controls_loaded: '§6.1: how many controls there are',
  problems: '§8.3 BETTER: what was left out and why',
};

const ALLOWED: readonly (readonly [pattern: RegExp, methods: string])[] = [
  [/^\/(?:health|waivers|runs\/.+)$/, 'GET, HEAD'],
  [/^\/runs$/, 'GET, HEAD, POST'],
  [/^\/controls\/.+$/, 'DELETE, GET, HEAD'],
  [/^\/waivers\/.+$/, 'DELETE, PUT'],
];

export const headerDeviations: Readonly<Record<string, WafHeaderDeviation>> = {
  'all methods': {
    because: '§2 BETTER: Allow lists all methods of the path, HEAD where GET is',
    ours: (name, recorded, { request: { path } }) =>
      name === 'allow' ? (ALLOWED.find(([pattern]) => pattern.test(path))?.[1] ?? recorded) : recorded,
  },
  'no type of nothing': {
    because: '§2: 204 has no body, so it has no type',
    ours: (name, recorded, { response: { status } }) => (name === 'content-type' && status === 204 ? null : recorded),
  },
  'fixed lists': {
    because: 'hardening C5: fixed lists of methods and headers',
    ours: (name, recorded) =>
      ({
        vary: 'Origin',
        'access-control-allow-methods': 'GET, HEAD, POST, PUT, PATCH, DELETE',
        'access-control-allow-headers':
          'content-type, authorization, x-api-key, x-request-id, idempotency-key, if-match, if-none-match, last-event-id, signature, signature-input, content-digest',
      })[name] ?? recorded,
  },
  'no word of credentials': {
    because: 'hardening C2: nothing about credentials to origins that are not allowed',
    ours: (name, recorded, { request }) =>
      name === 'access-control-allow-credentials' && request.headers?.['Origin'] === 'http://evil.example'
        ? null
        : recorded,
  },
};
