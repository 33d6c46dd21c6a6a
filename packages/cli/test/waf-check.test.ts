import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeDirectory, runCli, type CliOptions, type CliRun } from './run-cli.ts';
import { makeControl, SAMPLE, startServer } from './waf-samples.ts';

type Words = readonly string[];

function check(cwd: string, more: Words = [], options: CliOptions = {}): Promise<CliRun> {
  return runCli(['waf', 'check', 'infra', '--controls-dir', 'controls', ...more], { cwd, ...options });
}

const sample = (more: Readonly<Record<string, string>> = {}) => makeDirectory({ ...SAMPLE, ...more });

describe('waf check', () => {
  it('shows what fails with file, line and source line, and how it ends', async () => {
    const { exitCode, stdout, stderr } = await check(sample(), ['--no-state']);
    expect(exitCode).toBe(1);
    for (const part of [
      'WAF-SEC-901',
      'aws_ebs_volume.data  infra/main.tf:2',
      '2 │ encrypted = false',
      'Fix: Set encrypted',
    ])
      expect(stdout).toContain(part);
    expect(stdout).not.toContain('aws_ebs_volume.logs');
    expect(stdout).not.toContain('\u001b');
    expect(stderr).toContain('Exit code: 1 (1 control failed; --fail-on fail)');
  });

  it.each([80, 200])('keeps to %d columns of a terminal, in colour', async (columns) => {
    const { stdout } = await check(sample(), ['--verbose'], { columns });
    const plain = stdout.replaceAll(/\u001b\[[\d;]*m/g, '');
    expect(stdout).toContain('\u001b[31m');
    expect(plain.split('\n').filter((line) => line.length > columns)).toEqual([]);
    expect(plain).toContain('aws_ebs_volume.logs');
  });

  it('writes the document alone to stdout, history or not, in CI or not', async () => {
    const cwd = sample();
    for (const env of [{}, { CI: 'true' }]) {
      const { exitCode, stdout } = await check(cwd, ['--output', 'json'], { env });
      expect(exitCode).toBe(1);
      expect(JSON.parse(stdout)).toMatchObject({ schema_version: '1.0', controls_run: 1, path: 'infra' });
      expect(stdout).toMatch(/^\{\n[^]*\n\}\n$/);
    }
  });

  it('fails for a block that is not there only when told to, and only where its provider is used', async () => {
    const volumes = (text: string, more: Words = []) =>
      check(makeDirectory({ ...SAMPLE, 'infra/main.tf': text }), ['--no-state', ...more]);
    const bucket = 'resource "aws_s3_bucket" "a" {\n  bucket = "a"\n}\n';
    expect((await volumes(bucket)).exitCode).toBe(0);
    const { exitCode, stdout } = await volumes(bucket, ['--absent', 'fail']);
    expect([exitCode, stdout]).toEqual([1, expect.stringContaining('The code has no aws_ebs_volume.')]);
    expect((await volumes('resource "google_storage_bucket" "a" {}\n', ['--absent', 'fail'])).exitCode).toBe(0);
  });

  it('writes several reports of one run', async () => {
    const cwd = sample();
    const reports = ['sarif', 'html', 'junit', 'markdown', 'csv', 'json'].flatMap((id) => [
      '--report',
      `${id}=out/r.${id}`,
    ]);
    const { exitCode, stdout } = await check(cwd, ['--summary', ...reports]);
    expect(exitCode).toBe(1);
    expect(stdout).toContain('Summary');
    expect(stdout).not.toContain('Fix:');
    for (const name of readdirSync(join(cwd, 'out'))) {
      expect(readFileSync(join(cwd, 'out', name), 'utf8'), name).toContain('aws_ebs_volume.data');
    }
    expect(readdirSync(join(cwd, 'out'))).toHaveLength(6);
  });

  it.each([
    [['--output', 'pdf'], /print that page with a browser/],
    [['--pdf-out', 'x.pdf'], /print that page with a browser/],
    [['--output', 'xml'], /unknown --output 'xml'/],
    [['--iac', 'chef'], /unknown --iac 'chef'\. Choose terraform/],
    [['--fail-on', 'never'], /unknown --fail-on 'never'/],
    [['--severity', 'bogus'], /unknown --severity 'bogus'/],
    [['--pillar', 'secruity'], /unknown --pillar 'secruity'.*Did you mean security\?/],
    [['--controls', 'WAF-XXX-1'], /no controls found in controls for id WAF-XXX-1/],
    [['--unknown', 'perhaps'], /unknown --unknown 'perhaps'/],
    [['--upload-source'], /needs --output json and --push/],
    [['--plan-file', 'nope.json'], /cannot read the plan/],
    [['--push', '@'], /--push @ needs a server/],
    [['--push', 'nowhere'], /invalid --push 'nowhere'/],
    [['--baseline', 'nope.json'], /cannot read the baseline/],
    [['--skip-file', 'nope.yml'], /cannot read waivers/],
    [['--save-baseline', 'infra'], /it is a directory/],
    [['--controls-dir', 'nothing-here'], /no control files/],
    [['--score-model', 'best'], /unknown --score-model 'best'/],
  ] satisfies [Words, RegExp][])('%j is refused with 2', async (words, message) => {
    const run = await check(sample(), words);
    expect([run.exitCode, run.stdout]).toEqual([2, '']);
    expect(run.stderr).toMatch(message);
    expect(run.stderr).toMatch(/^waf check: /m);
  });

  it('names code that it cannot read, and ends with 2; the rest of the report stands', async () => {
    const cwd = sample({ 'infra/broken.tf': 'resource "aws_x" "y" {\n  a = [1,\n' });
    const run = await check(cwd);
    expect(run.exitCode).toBe(2);
    expect(run.stderr).toMatch(/^error: infra\/broken\.tf:\d+:\d+: /m);
    expect(run.stdout).toContain('aws_ebs_volume.data');
    expect((await check(cwd, ['--allow-partial'])).exitCode).toBe(1);
    expect((await check(cwd, ['--allow-partial', '--fail-on', 'none'])).exitCode).toBe(0);
  });

  it('a directory without code, and code without blocks, are no pass', async () => {
    const empty = await check(makeDirectory({ 'infra/readme.md': '', 'controls/a.yml': makeControl('WAF-SEC-901') }));
    expect(empty.exitCode).toBe(2);
    expect(empty.stderr).toMatch(/no files of Terraform there/);
    const blank = await check(
      makeDirectory({ 'infra/main.tf': '# later\n', 'controls/a.yml': makeControl('WAF-SEC-901') }),
    );
    expect(blank.exitCode).toBe(2);
    expect(blank.stderr).toMatch(/nothing that can be checked as Terraform/);
  });

  it('bytes that are no text are named', async () => {
    const cwd = sample();
    writeFileSync(join(cwd, 'infra/latin.tf'), Buffer.from([0x23, 0xe9, 0x0a]));
    const run = await check(cwd);
    expect(run.exitCode).toBe(2);
    expect(run.stderr).toContain('infra/latin.tf:1:1: the file is not UTF-8');
  });

  it.each([
    [
      'an unknown operator',
      { 'controls/b.yml': makeControl('WAF-SEC-902').replace('is_true', 'is_treu') },
      /controls\/b\.yml:\d+:\d+: error: .*is_treu/,
    ],
    ['an id twice', { 'controls/b.yml': makeControl('WAF-SEC-901') }, /error: .*WAF-SEC-901/],
    ['broken YAML', { 'controls/b.yml': 'a: [\n' }, /controls\/b\.yml:\d+:\d+: error: /],
    [
      'a wrong type',
      { 'controls/b.yml': makeControl('WAF-SEC-902', { checks: 'all' }) },
      /controls\/b\.yml:\d+:\d+: error: /,
    ],
    [
      'a YAML bomb',
      {
        'controls/b.yml': [
          'a: &a [x, x, x, x, x, x, x, x, x, x]',
          ...Array.from({ length: 12 }, (_, i) => {
            const [name, before] = [String.fromCodePoint(98 + i), String.fromCodePoint(97 + i)];
            return `${name}: &${name} [${Array.from({ length: 10 }, () => `*${before}`).join(', ')}]`;
          }),
        ].join('\n'),
      },
      /controls\/b\.yml:\d+:\d+: error: /,
    ],
  ] as [string, Record<string, string>, RegExp][])(
    'control files with %s are named with their place',
    async (_, files, message) => {
      const run = await check(sample(files));
      expect([run.exitCode, run.stdout]).toEqual([2, '']);
      expect(run.stderr).toMatch(message);
      const lenient = await check(sample(files), ['--lenient']);
      expect(lenient.exitCode).toBe(1);
      expect(lenient.stderr).toMatch(/warning/);
    },
  );

  it('waivers that have expired do not waive, and are named', async () => {
    const waiver = (expires: string) => ({
      '.wafpass-skip.yml': `waivers:\n  - id: WAF-SEC-901\n    reason: later\n    expires: "${expires}"\n`,
    });
    const env = { SECURESCAN_FAKE_NOW: '2026-11-25T10:00:00Z' };
    const active = await check(sample(waiver('2026-11-25')), [], { env });
    expect([active.exitCode, active.stdout.includes('Waived: later (until 2026-11-25)')]).toEqual([0, true]);
    const expired = await check(sample(waiver('2026-11-24')), [], { env });
    expect(expired.exitCode).toBe(1);
    expect(expired.stderr).toMatch(/WAF-SEC-901.*2026-11-24/);
    expect((await check(sample(waiver('2026-11-24')), ['--expired-waivers', 'warn'], { env })).exitCode).toBe(0);
    const wrong = await check(sample(waiver('soon')), [], { env });
    expect(wrong.exitCode).toBe(2);
    expect(wrong.stderr).toMatch(/\.wafpass-skip\.yml:\d+/);
  });

  it('gates by severity, by secrets, and by what a check itself calls weak', async () => {
    const cwd = sample({
      'infra/main.tf': `${SAMPLE['infra/main.tf']}locals {\n  db_password = "Tr0ub4dor-and-3"\n}\n`,
    });
    expect((await check(cwd, ['--fail-on', 'high'])).exitCode).toBe(1);
    expect((await check(cwd, ['--fail-on', 'critical'])).exitCode).toBe(0);
    const secrets = await check(cwd, ['--fail-on', 'none', '--fail-on-secrets']);
    expect(secrets.exitCode).toBe(1);
    expect(secrets.stdout).not.toContain('Tr0ub4dor-and-3');
    expect((await check(cwd, ['--fail-on', 'none', '--fail-on-secrets', '--no-secrets'])).exitCode).toBe(0);
    const weak = makeControl('WAF-SEC-901').replace('"automated":true', '"automated":true,"on_fail":"advisory"');
    const advisory = sample({ 'controls/WAF-SEC-901.yml': weak });
    expect((await check(advisory)).exitCode).toBe(1);
    expect((await check(advisory, ['--honour-on-fail'])).exitCode).toBe(0);
  });

  it('keeps a history, and says what changed since the run before of the same series', async () => {
    const cwd = sample();
    const first = await check(cwd, ['--project', 'shop']);
    expect(first.stdout).not.toContain('Changes from Previous Run');
    await check(cwd, ['--project', 'other']);
    writeFileSync(join(cwd, 'infra/main.tf'), SAMPLE['infra/main.tf'].replace('false', 'true'));
    const second = await check(cwd, ['--project', 'shop']);
    expect(second.exitCode).toBe(0);
    expect(second.stdout).toContain('improvement: WAF-SEC-901 FAIL to PASS');
    expect(readdirSync(join(cwd, '.wafpass-state/runs'))).toHaveLength(3);
    const index = JSON.parse(readFileSync(join(cwd, '.wafpass-state/index.json'), 'utf8')) as { runs: object[] };
    expect(index.runs).toHaveLength(3);
    expect(existsSync(join(cwd, '.wafpass-state/.lock'))).toBe(false);
  });

  it('runs at once keep whole histories', async () => {
    const cwd = sample();
    const runs = await Promise.all(Array.from({ length: 8 }, () => check(cwd)));
    expect(runs.map(({ stderr }) => stderr).join('\n')).not.toContain('no history');
    const index = JSON.parse(readFileSync(join(cwd, '.wafpass-state/index.json'), 'utf8')) as { runs: object[] };
    expect(index.runs).toHaveLength(8);
  });

  it('a history that cannot be used is a warning', async () => {
    const cwd = sample({ '.wafpass-state': 'a file' });
    const run = await check(cwd);
    expect(run.exitCode).toBe(1);
    expect(run.stderr).toContain('warning: no history kept in .wafpass-state');
  });

  it('compares with a baseline', async () => {
    const cwd = sample();
    await check(cwd, ['--no-state', '--save-baseline', 'base.json']);
    writeFileSync(join(cwd, 'infra/main.tf'), SAMPLE['infra/main.tf'].replace('false', 'true'));
    const run = await check(cwd, ['--no-state', '--baseline', 'base.json']);
    expect(run.stdout).toMatch(/risk score 0 \(0 is best\), was \d+, better in the baseline/);
  });

  it('pushes what it writes, with the key and the digest; a failed push is 2', async () => {
    const server = await startServer(() => ({ status: 201, body: { id: 'run-1' } }));
    const env = { WAFPASS_API_KEY: 'key-of-the-test' };
    const words = ['--output', 'json', '--push', `${server.url}/runs`];
    const run = await check(sample(), words, { env });
    expect(run.exitCode).toBe(1);
    expect(run.stderr).toContain('run run-1');
    expect(server.requests).toHaveLength(1);
    expect(server.requests[0]).toMatchObject({ method: 'POST', url: '/runs', body: run.stdout });
    expect(server.requests[0]?.headers).toMatchObject({
      'x-api-key': 'key-of-the-test',
      'content-type': 'application/json',
    });
    expect(server.requests[0]?.headers['idempotency-key']).toMatch(/^[\da-f]{64}$/);

    const refusing = await startServer(() => ({
      status: 422,
      body: { detail: [{ loc: ['body', 'score'], msg: 'no' }] },
    }));
    const refused = await check(sample(), ['--output', 'json', '--push', refusing.url], { env });
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toContain('body.score: no');
    expect(JSON.parse(refused.stdout)).toMatchObject({ schema_version: '1.0' });
  });

  it('pushes where the environment says, with the source when that is wanted', async () => {
    const server = await startServer(() => ({ status: 201, body: { id: 'run-1' } }));
    const env = { WAFPASS_SERVER_URL: `${server.url}/runs` };
    await check(sample(), ['--output', 'json', '--push', '@', '--upload-source', '--compact'], { env });
    const document = JSON.parse(server.requests[0]?.body ?? '') as {
      source_snapshot: object;
      findings: { remediation: string }[];
    };
    expect(document.source_snapshot).toEqual({ 'infra/main.tf': SAMPLE['infra/main.tf'] });
    expect(document.findings.map(({ remediation }) => remediation)).toEqual(['', '']);
  });

  it('exports numbers; what fails there changes nothing', async () => {
    const server = await startServer(({ url }) => ({ status: url === '/down' ? 500 : 200 }));
    const cwd = sample({
      '.wafpass-export.yml': `exports:\n  prometheus: {url: "${server.url}"}\n  hook: {type: webhook, url: "${server.url}/hook", token: "\${HOOK_TOKEN}", include_full_snapshot: false}\n  down: {type: webhook, url: "${server.url}/down"}\n  slack: {url: x}\n`,
    });
    const run = await check(cwd, ['--export', 'prometheus,hook,down,slack,nothing'], { env: { HOOK_TOKEN: 'abc' } });
    expect(run.exitCode).toBe(1);
    const [metrics, hook] = server.requests;
    expect(metrics).toMatchObject({ method: 'PUT', url: '/metrics/job/wafpass' });
    expect(metrics?.body).toMatch(/^wafpass_controls_total\{status="FAIL"\} 1$/m);
    expect(hook?.headers['authorization']).toBe('Bearer abc');
    expect(JSON.parse(hook?.body ?? '')).not.toHaveProperty('control_statuses');
    for (const part of ['down answered 500', 'slack is not supported', "no export is named 'nothing'"])
      expect(run.stderr).toContain(part);
  });

  it('writes the blast radius', async () => {
    const cwd = sample({
      'infra/more.tf': 'resource "aws_volume_attachment" "a" {\n  volume_id = aws_ebs_volume.data.id\n}\n',
    });
    await check(cwd, ['--blast-radius']);
    const diagram = readFileSync(join(cwd, 'blast_radius.md'), 'utf8');
    expect(diagram).toContain('mermaid');
    expect(diagram).toContain('aws_volume_attachment');
  });

  it('takes controls and waivers of a server', async () => {
    const control = JSON.parse(makeControl('WAF-SEC-901')) as object;
    const server = await startServer(({ url }) => ({
      status: 200,
      body: url.startsWith('/controls')
        ? { data: [control], meta: { total: 1, page: 1, per_page: 200 } }
        : [{ id: 'WAF-SEC-901', reason: 'on the server', owner: 'me', expires: '2999-01-01', project: '' }],
    }));
    const run = await runCli(
      ['waf', 'check', 'infra', '--controls-from', server.url, '--waivers-from', server.url, '--project', 'a b'],
      { cwd: sample() },
    );
    expect([run.exitCode, run.stderr]).toEqual([0, '']);
    expect(run.stdout).toContain('Waived: on the server');
    expect(server.requests.map(({ url }) => url)).toEqual(['/controls?per_page=200&page=1', '/waivers?project=a%20b']);
  });

  it('with nothing configured the built-in catalogue finds something', async () => {
    const run = await runCli(['waf', 'check'], { cwd: makeDirectory({ 'main.tf': SAMPLE['infra/main.tf'] }) });
    expect(run.exitCode).toBe(1);
    expect(run.stdout).toContain('from the built-in catalogue');
    expect(run.stdout).toContain('main.tf:');
  });

  it('survives code that is made to hurt', async () => {
    const cwd = sample({
      'infra/deep.tf': `locals {\n  deep = ${'['.repeat(5000)}${']'.repeat(5000)}\n}\n`,
      'infra/long.tf': `locals {\n  long = [${Array.from({ length: 100_000 }, (_, i) => i).join(',')}]\n}\n`,
      'infra/cycle.tf':
        'locals {\n  a = local.b\n  b = local.a\n}\nmodule "self" { source = "./" }\nmodule "out" { source = "../../../etc" }\n',
    });
    const run = await check(cwd, ['--allow-partial', '--output', 'json']);
    expect(run.exitCode).toBe(1);
    expect((JSON.parse(run.stdout) as { diagnostics: object[] }).diagnostics.length).toBeGreaterThan(1);
  });

  it('links that lead out of the directory are named, not followed', async () => {
    const cwd = sample();
    mkdirSync(join(cwd, 'elsewhere'));
    writeFileSync(join(cwd, 'elsewhere/secret.tf'), 'locals { db_password = "Tr0ub4dor-and-3" }\n');
    const { symlinkSync } = await import('node:fs');
    symlinkSync(join(cwd, 'elsewhere/secret.tf'), join(cwd, 'infra/link.tf'));
    const run = await check(cwd);
    expect(run.exitCode).toBe(2);
    expect(run.stderr).toContain('infra/link.tf:1:1: the file is a link');
    expect(run.stdout + run.stderr).not.toContain('Tr0u');
  });
});
