import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NewWafRun } from '@securescan/contract';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parseWafRun } from '../src/resources/waf/parse-run.ts';
import { type TestService, startTestService } from './http/test-service.ts';

const FINDING = {
  check_id: 'waf-sec-900.c1',
  check_title: 'Buckets are named',
  control_id: 'WAF-SEC-900',
  pillar: 'security',
  severity: 'high',
  status: 'FAIL',
  resource: 'aws_s3_bucket.a',
  message: 'missing',
  remediation: 'set it',
};
const CONTROL = { id: 'WAF-SEC-900', title: 'Buckets are named', pillar: 'security', severity: 'high' };

async function call(
  { origin }: TestService,
  method: string,
  path: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
) {
  const response = await fetch(`${origin}${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  // Whatever it is, the test names the members that it wants.
  const json = (text === '' ? null : JSON.parse(text)) as never;
  return { status: response.status, headers: response.headers, json, text };
}

async function addRun(server: TestService, run: object): Promise<string> {
  const { status, json, text } = await call(server, 'POST', '/runs', run);
  expect(status, text).toBe(201);
  return (json as { readonly id: string }).id;
}

describe('posted runs', () => {
  it.each([
    ['whole findings', { findings: [{ ...FINDING, extra: 1, example: { compliant: 'x' }, line: 3 }] }],
    ['nothing', {}],
    [
      'controls with all members',
      {
        controls_meta: [
          { ...CONTROL, category: '', description: '', rationale: '', threat: [], regulatory_mapping: [], checks: [] },
        ],
      },
    ],
    ['controls with some members', { controls_meta: [CONTROL], findings: [FINDING] }],
    ['coerced numbers', { score: '55', pillar_scores: { security: 55.0 } }],
  ])('are parsed by hand as their schema does: %s', (_name, run) => {
    const bytes = Buffer.from(JSON.stringify(run));
    expect(parseWafRun(run, bytes)).toEqual(NewWafRun.parse(run));
  });

  it.each([
    ['a missing member', { findings: [{ check_id: 'x' }] }],
    ['a member of another kind', { findings: [{ ...FINDING, message: 5 }] }],
    ['a line that is no number', { findings: [{ ...FINDING, line: 'x' }] }],
    ['a list', []],
    ['a NUL', { findings: [{ ...FINDING, message: 'a\0b' }] }],
    ['a score out of range', { score: 101 }],
  ])('leave what is not as usual to the schema: %s', (_name, run) => {
    expect(parseWafRun(run, Buffer.from(JSON.stringify(run)))).toBeUndefined();
  });

  it('are stored once for one Idempotency-Key', async () => {
    await using server = await startTestService();
    const headers = { 'idempotency-key': 'build-1' };
    const first = await call(server, 'POST', '/runs', { project: 'shop', findings: [FINDING] }, headers);
    const again = await call(server, 'POST', '/api/v1/waf/runs', { project: 'shop', findings: [FINDING] }, headers);
    expect(again.json).toEqual(first.json);
    const other = await call(server, 'POST', '/runs', { project: 'bank' }, headers);
    expect(other.status).toBe(422);
    const list = await call(server, 'GET', '/runs');
    expect(list.json).toHaveLength(1);
    expect(list.headers.get('x-total-count')).toBe('1');
  });

  it('may be of 32 MiB, other bodies of 1 MiB, and nested values of 64 levels', async () => {
    await using server = await startTestService();
    const large = { findings: Array.from({ length: 20 }, () => ({ ...FINDING, message: 'x'.repeat(100_000) })) };
    expect((await call(server, 'POST', '/runs', large)).status).toBe(201);
    expect((await call(server, 'PUT', '/waivers/X', `{"reason":"${'x'.repeat(1_100_000)}"}`)).status).toBe(413);
    const deep = `{"plan_changes":${'{"a":'.repeat(1000)}1${'}'.repeat(1001)}`;
    expect((await call(server, 'POST', '/runs', deep)).status).toBe(422);
  });

  it('have the texts of a compact document in every finding', async () => {
    await using server = await startTestService();
    const check = { id: FINDING.check_id, title: 't', severity: 'high', remediation: 'set it', example: null };
    const mapping = [{ framework: 'GDPR', controls: ['32'] }];
    const id = await addRun(server, {
      controls_meta: [{ ...CONTROL, regulatory_mapping: mapping, checks: [check] }],
      findings: [{ ...FINDING, remediation: '' }],
    });
    const { json } = await call(server, 'GET', `/runs/${id}/findings`);
    expect(json).toMatchObject([{ remediation: 'set it', regulatory_mapping: mapping }]);
  });
});

describe('runs that are read', () => {
  it('come a page at a time', async () => {
    await using server = await startTestService();
    for (const branch of ['a', 'b', 'c']) await addRun(server, { project: 'shop', branch });
    const first = await call(server, 'GET', '/runs?limit=2');
    expect(first.json).toMatchObject([{ branch: 'c' }, { branch: 'b' }]);
    const cursor = first.headers.get('x-next-cursor') ?? '';
    expect((await call(server, 'GET', `/runs?limit=2&cursor=${cursor}`)).json).toMatchObject([{ branch: 'a' }]);
    expect((await call(server, 'GET', '/runs?branch=b')).json).toHaveLength(1);
    expect((await call(server, 'GET', '/runs?cursor=zzz')).status).toBe(422);
    expect((await call(server, 'GET', '/runs?since=tomorrow')).status).toBe(422);
  });

  it('show waivers of the day, and are kept for ever without them', async () => {
    await using server = await startTestService({ config: { fakeNow: '2026-03-01T12:00:00Z' } });
    const id = await addRun(server, { project: 'shop', controls_meta: [CONTROL], findings: [FINDING] });
    const before = await call(server, 'GET', `/runs/${id}/findings`);
    expect(before.json).toMatchObject([{ status: 'FAIL', waived: null }]);
    expect(before.headers.get('cache-control')).toBe('private, no-cache');
    const known = { 'if-none-match': before.headers.get('etag') ?? '' };
    expect((await call(server, 'GET', `/runs/${id}/findings`, undefined, known)).status).toBe(304);

    const waiver = { reason: 'planned', owner: 'ops', project: 'shop', expires: '2026-03-10' };
    const set = await call(server, 'PUT', '/waivers/waf-sec-900', waiver);
    expect(set.json).toMatchObject({ status: 'expiring' });
    const after = await call(server, 'GET', `/runs/${id}/findings`, undefined, known);
    expect(after.json).toMatchObject([{ status: 'WAIVED', waived: { reason: 'planned', expires: '2026-03-10' } }]);
    expect((await call(server, 'GET', `/runs/${id}/findings?status=fail`)).json).toEqual([]);
    expect((await call(server, 'GET', `/runs/${id}/findings?status=waived`)).json).toHaveLength(1);
    for (const query of ['raw=true', 'at=2026-03-11', 'at=2026-02-01']) {
      expect((await call(server, 'GET', `/runs/${id}/findings?${query}`)).json, query).toMatchObject([
        { status: 'FAIL' },
      ]);
    }
    const raw = await call(server, 'GET', `/runs/${id}?raw=true`);
    expect(raw.headers.get('cache-control')).toBe('private, max-age=31536000, immutable');

    const posture = await call(server, 'GET', '/api/v1/waf/posture');
    expect(posture.json).toMatchObject({
      at: '2026-03-01',
      standings: [{ project: 'shop', posture: { fail: 0, waived: 1 }, waived: ['WAF-SEC-900'], resources_at_risk: 0 }],
    });
    const history = await call(server, 'GET', '/waivers/WAF-SEC-900/history');
    expect(history.json).toMatchObject([{ action: 'created', project: 'shop', before: null }]);
  });

  it('are compared: what is new, fixed, still failing', async () => {
    await using server = await startTestService();
    const finding = (resource: string, status: string) => ({ ...FINDING, resource, status });
    const older = await addRun(server, {
      score: 10,
      findings: [finding('a', 'FAIL'), finding('b', 'FAIL'), finding('d', 'FAIL')],
    });
    const newer = await addRun(server, {
      score: 40,
      findings: [finding('a', 'FAIL'), finding('b', 'PASS'), finding('c', 'FAIL')],
    });
    const { json } = await call(server, 'GET', `/runs/${older}/compare/${newer}`);
    expect(json).toMatchObject({
      persisting: [{ resource: 'a' }],
      fixed: [{ resource: 'b' }],
      new: [{ resource: 'c' }],
      resource_gone: [{ resource: 'd' }],
      score_delta: 30,
    });
  });

  it('make trends that never mix projects or branches', async () => {
    await using server = await startTestService();
    for (const [project, branch] of [
      ['shop', 'main'],
      ['shop', 'dev'],
      ['bank', 'main'],
    ]) {
      await addRun(server, { project, branch, score: 50, findings: [FINDING] });
    }
    const { json } = await call(server, 'GET', '/api/v1/waf/trends');
    const lines = json as readonly {
      readonly project: string;
      readonly branch: string;
      readonly points: readonly object[];
    }[];
    expect(lines.map(({ project, branch, points }) => [project, branch, points.length])).toEqual([
      ['bank', 'main', 1],
      ['shop', 'dev', 1],
      ['shop', 'main', 1],
    ]);
  });
});

it('does not answer at the root where that is switched off', async () => {
  await using server = await startTestService({ config: { dashboard: false, waf: { rootPaths: false } } });
  expect((await call(server, 'GET', '/runs')).status).toBe(404);
  expect((await call(server, 'GET', '/api/v1/waf/runs')).status).toBe(200);
  expect((await call(server, 'GET', '/openapi.json')).text).not.toContain('AtRoot');
});

describe('the sandbox', () => {
  it('says where code is wrong, and nothing of it leaves', async () => {
    await using server = await startTestService();
    const hcl = 'resource "aws_s3_bucket_acl" "b" {\n  bucket = "b"\n  acl    = "public-read"\n}\n';
    const { status, json, text } = await call(server, 'POST', '/sandbox', { hcl });
    expect(status, text).toBe(200);
    const { results } = json as {
      readonly results: readonly {
        readonly check_results: readonly { readonly status: string; readonly place: object | null }[];
      }[];
    };
    const failed = results.flatMap(({ check_results: found }) => found).filter((check) => check.status === 'FAIL');
    expect(failed).not.toEqual([]);
    for (const { place } of failed) expect(place).toMatchObject({ file: 'main.tf' });
    const files = { 'main.tf': hcl, 'variables.tf': 'variable "x" {}' };
    expect((await call(server, 'POST', '/sandbox', { files })).status).toBe(200);
    expect((await call(server, 'POST', '/sandbox', { files, hcl })).status).toBe(422);
    expect((await call(server, 'GET', '/runs')).json).toEqual([]);
  });

  it('masks secrets', async () => {
    await using server = await startTestService();
    const secret = ['Zx9', 'kQ2mV7pLw4'].join('');
    const { text, json } = await call(server, 'POST', '/sandbox', {
      hcl: `locals {\n  db_password = "${secret}"\n}\n`,
    });
    expect(json).toMatchObject({ secret_findings: [{ line_no: 2 }] });
    expect(text).not.toContain(secret);
  });

  it('refuses too much, and the server stays responsive', { timeout: 60_000 }, async () => {
    await using server = await startTestService();
    expect((await call(server, 'POST', '/sandbox', { hcl: ' '.repeat(1024 * 1024 + 1) })).status).toBe(413);
    const many = 'resource "aws_s3_bucket" "b" {\n  count = 6000\n}\n';
    const [tooMany, health] = await Promise.all([
      call(server, 'POST', '/sandbox', { hcl: many }),
      call(server, 'GET', '/health'),
    ]);
    expect(tooMany.status, tooMany.text.slice(0, 300)).toBe(422);
    expect(health.status).toBe(200);
    const nested = `locals {\n  a = ${'['.repeat(500)}${']'.repeat(500)}\n}\n`;
    expect((await call(server, 'POST', '/sandbox', { hcl: nested })).status).toBe(422);
  });

  it('takes control files that change while it runs', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'securescan-controls-'));
    onTestFinished(() => rmSync(directory, { recursive: true }));
    await using server = await startTestService({ config: { waf: { controlsDirectory: directory } } });
    expect((await call(server, 'POST', '/sandbox', { hcl: '' })).status).toBe(503);
    const write = (name: string, id: string): void =>
      writeFileSync(
        join(directory, name),
        `id: ${id}\ntitle: On\npillar: security\nchecks:\n  - {id: c, engine: terraform, automated: true, assertions: [{attribute: on, op: is_true}]}\n`,
      );
    write('a.yml', 'C-1');
    const status = (): Promise<unknown> =>
      call(server, 'GET', '/sandbox/status').then(({ json }) => (json as { controls_loaded: number }).controls_loaded);
    await expect.poll(status, { timeout: 10_000 }).toBe(1);
    write('b.yml', 'C-2');
    await expect.poll(status, { timeout: 10_000 }).toBe(2);
  });

  it('is off where that is set', async () => {
    await using server = await startTestService({ config: { waf: { sandbox: false } } });
    expect((await call(server, 'POST', '/sandbox', { hcl: '' })).status).toBe(503);
    expect((await call(server, 'GET', '/sandbox/status')).json).toMatchObject({ engine_available: false });
  });
});
