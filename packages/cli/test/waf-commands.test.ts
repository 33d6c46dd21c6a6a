import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CONTROL_SEVERITIES, PILLARS, READER_IDS } from '@securescan/waf';
import { describe, expect, it } from 'vitest';
import { PILLAR_WORDS, READER_WORDS, SEVERITY_WORDS } from '../src/commands/waf-options.ts';
import { makeDirectory, runCli } from './run-cli.ts';
import { makeControl, SAMPLE, startServer } from './waf-samples.ts';

const ACCEPTANCE = `waivers:
  - id: WAF-SEC-901
    reason: The site is public
    owner: web team
    approver: jo
    residual_risk: low
    expires: "2031-09-30"
  - id: WAF-SEC-902
    reason: Gone soon
    owner: web team
    approver: jo
    expires: "2026-12-01"
`;
const env = { SECURESCAN_FAKE_NOW: '2026-11-25T10:00:00Z' };

describe('words of the tables', () => {
  it('are those of the engine', () => {
    expect(READER_WORDS).toEqual(READER_IDS);
    expect(PILLAR_WORDS).toEqual(PILLARS);
    expect(SEVERITY_WORDS).toEqual(CONTROL_SEVERITIES);
  });
});

describe('waf controls', () => {
  it('lists the built-in catalogue, and parts of it', async () => {
    const all = await runCli(['waf', 'controls', 'list', '--output', 'json']);
    const rows = JSON.parse(all.stdout) as { id: string; pillar: string }[];
    expect(rows.length).toBeGreaterThanOrEqual(60);
    expect(new Set(rows.map(({ pillar }) => pillar)).size).toBeGreaterThanOrEqual(7);
    const cost = await runCli(['waf', 'controls', 'list', '--pillar', 'COST'], { columns: 80 });
    expect(cost.stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(cost.stdout).toMatch(/^SS-\S+ +cost /m);
    expect(cost.stdout).not.toMatch(/^SS-\S+ +security /m);
  });

  it('shows one, and names the nearest', async () => {
    const cwd = makeDirectory(SAMPLE);
    const show = (id: string, ...more: string[]) =>
      runCli(['waf', 'controls', 'show', id, '--controls-dir', 'controls', ...more], { cwd });
    const { exitCode, stdout } = await show('waf-sec-901');
    expect(exitCode).toBe(0);
    for (const part of ['Volumes are encrypted', 'encrypted is_true', 'Fix: Set encrypted', 'aws_ebs_volume'])
      expect(stdout).toContain(part);
    expect(JSON.parse((await show('WAF-SEC-901', '--output', 'json')).stdout)).toMatchObject({ id: 'WAF-SEC-901' });
    const wrong = await show('WAF-SEC-910');
    expect([wrong.exitCode, wrong.stdout]).toEqual([2, '']);
    expect(wrong.stderr).toContain('did you mean WAF-SEC-901?');
  });

  it('validates folders and files, each mistake with its place', async () => {
    const cwd = makeDirectory({
      ...SAMPLE,
      'controls/more/b.yml': makeControl('WAF-SEC-902').replace('is_true', 'is_treu'),
    });
    const wrong = await runCli(['waf', 'controls', 'validate', 'controls'], { cwd });
    expect(wrong.exitCode).toBe(2);
    expect(wrong.stdout).toMatch(/^controls\/more\/b\.yml:\d+:\d+: error: .*is_treu/m);
    expect(wrong.stderr).toContain('2 files, 1 control: 1 error');
    const right = await runCli(['waf', 'controls', 'validate', 'controls/WAF-SEC-901.yml', '--output', 'json'], {
      cwd,
    });
    expect(right.exitCode).toBe(0);
    expect(JSON.parse(right.stdout)).toMatchObject({ valid: true, files: 1, controls: 1 });
    expect((await runCli(['waf', 'controls', 'validate', 'nowhere'], { cwd })).exitCode).toBe(2);
  });
});

describe('waf waivers and waf risks', () => {
  it('lists with states', async () => {
    const cwd = makeDirectory({ 'risk_acceptance.yml': ACCEPTANCE });
    const { stdout } = await runCli(['waf', 'waivers', 'list'], { cwd, env });
    expect(stdout).toMatch(/WAF-SEC-901 +active +2031-09-30/);
    expect(stdout).toMatch(/WAF-SEC-902 +expiring +2026-12-01/);
    const risks = await runCli(['waf', 'risks', 'list', '--output', 'json'], { cwd, env });
    expect(JSON.parse(risks.stdout)).toMatchObject([{ id: 'WAF-SEC-901', approver: 'jo', residual_risk: 'low' }, {}]);
  });

  it('checks a file: 0, 1 for expired ones, 2 for mistakes', async () => {
    const check = (text: string, now = env.SECURESCAN_FAKE_NOW) =>
      runCli(['waf', 'waivers', 'check'], {
        cwd: makeDirectory({ '.wafpass-skip.yml': text }),
        env: { SECURESCAN_FAKE_NOW: now },
      });
    const fine = await check(ACCEPTANCE);
    expect(fine.exitCode).toBe(0);
    expect(fine.stdout).toBe('WAF-SEC-902: ends on 2026-12-01, owner web team: Gone soon\n');
    const expired = await check(ACCEPTANCE, '2027-01-01T00:00:00Z');
    expect(expired.exitCode).toBe(1);
    expect(expired.stdout).toContain('WAF-SEC-902: expired on 2026-12-01');
    const wrong = await check('waivers:\n  - id: WAF-SEC-901\n    expires: someday\n');
    expect([wrong.exitCode, wrong.stdout]).toEqual([2, '']);
    expect(wrong.stderr).toMatch(/\.wafpass-skip\.yml:\d+:\d+: /);
    expect((await runCli(['waf', 'waivers', 'check'], { cwd: makeDirectory() })).exitCode).toBe(2);
  });

  it('puts a file on a server, takes away what is not in it, and fetches it again', async () => {
    const kept = new Map<string, Record<string, string>>([
      ['OLD', { id: 'OLD', reason: 'x', owner: '', expires: '', project: 'shop' }],
      ['GLOBAL', { id: 'GLOBAL', reason: 'x', owner: '', expires: '', project: '' }],
    ]);
    const server = await startServer(({ method, url, body }) => {
      const id = decodeURIComponent(/^\/waivers\/([^?]+)/.exec(url)?.[1] ?? '');
      if (method === 'PUT') kept.set(id, { ...(JSON.parse(body) as Record<string, string>), id });
      if (method === 'DELETE') kept.delete(id);
      return method === 'DELETE' ? { status: 204 } : { status: 200, body: method === 'GET' ? [...kept.values()] : {} };
    });
    const cwd = makeDirectory({ '.wafpass-skip.yml': ACCEPTANCE });
    const words = ['--url', server.url, '--project', 'shop'];
    const pushed = await runCli(['waf', 'waivers', 'push', ...words, '--prune'], { cwd });
    expect([pushed.exitCode, pushed.stdout]).toEqual([0, '']);
    expect(pushed.stderr).toContain('2 waivers put on');
    expect([...kept.keys()].toSorted()).toEqual(['GLOBAL', 'WAF-SEC-901', 'WAF-SEC-902']);
    expect(kept.get('WAF-SEC-901')).toMatchObject({ reason: 'The site is public', owner: 'web team', project: 'shop' });

    const pulled = await runCli(['waf', 'waivers', 'pull', ...words, '--skip-file', 'w.yml'], { cwd });
    expect(pulled.exitCode).toBe(0);
    const listed = await runCli(['waf', 'waivers', 'list', '--skip-file', 'w.yml', '--output', 'json'], { cwd, env });
    expect(JSON.parse(listed.stdout)).toMatchObject([{ id: 'GLOBAL' }, { id: 'WAF-SEC-901' }, { id: 'WAF-SEC-902' }]);
  });

  it('what is about one resource stays so', async () => {
    const server = await startServer(({ method }) => ({
      status: 200,
      body:
        method === 'GET' ? [{ id: 'A', reason: 'r', expires: '', project: '', resource: 'aws_x.*', check: '' }] : {},
    }));
    const text = 'waivers:\n  - {id: A, reason: r, resource: aws_x.y}\n  - {id: a, reason: r, resource: aws_x.z}\n';
    const cwd = makeDirectory({ '.wafpass-skip.yml': text });
    const pushed = await runCli(['waf', 'waivers', 'push', '--url', server.url], { cwd });
    expect(pushed.stderr).toContain('A: a server keeps one of each control and project');
    expect(server.requests.map(({ body }) => body)).toEqual([expect.stringContaining('"resource":"aws_x.z"')]);
    const pulled = await runCli(['waf', 'waivers', 'pull', '--url', server.url], { cwd });
    expect(pulled.stdout).toBe('waivers:\n  - id: "A"\n    reason: "r"\n    resource: "aws_x.*"\n');
  });

  it('puts risk acceptances on a server', async () => {
    const server = await startServer(() => ({ status: 200, body: {} }));
    const cwd = makeDirectory({ 'risk_acceptance.yml': ACCEPTANCE });
    const run = await runCli(['waf', 'risks', 'push', '--url', server.url], { cwd });
    expect(run.exitCode).toBe(0);
    expect(server.requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'PUT /risks/WAF-SEC-901',
      'PUT /risks/WAF-SEC-902',
    ]);
    expect(JSON.parse(server.requests[0]?.body ?? '')).toMatchObject({ approver: 'jo', residual_risk: 'low' });
  });
});

describe('waf push', () => {
  it('posts a file or stdin, and refuses what is no document', async () => {
    const server = await startServer(() => ({ status: 201, body: { id: 'run-1' } }));
    const cwd = makeDirectory({ 'r.json': '{"findings":[]}', 'x.json': '{"a":1}', 'y.json': 'no' });
    const push = (file: string, stdin: string[] = []) =>
      runCli(['waf', 'push', file, '--url', server.url], { cwd, stdin });
    expect(await push('r.json')).toMatchObject({ exitCode: 0, stdout: '' });
    expect(await push('-', ['{"findings":[]}'])).toMatchObject({ exitCode: 0 });
    expect(server.requests.map(({ body }) => body)).toEqual(['{"findings":[]}', '{"findings":[]}']);
    for (const file of ['x.json', 'y.json', 'nothing.json']) expect((await push(file)).exitCode, file).toBe(2);
    expect((await runCli(['waf', 'push', 'r.json'], { cwd })).stderr).toContain('no server is named');
    expect(server.requests).toHaveLength(2);
  });

  it('a repeated step has the key of the first, another pipeline run has another', async () => {
    const server = await startServer(() => ({ status: 201, body: { id: 'run-1' } }));
    const cwd = makeDirectory({ 'r.json': '{"findings":[]}' });
    for (const id of ['1', '1', '2']) {
      await runCli(['waf', 'push', 'r.json', '--url', server.url], { cwd, env: { GITHUB_RUN_ID: id } });
    }
    const [first, repeated, nightly] = server.requests.map(({ headers }) => headers['idempotency-key']);
    expect(repeated).toBe(first);
    expect(nightly).not.toBe(first);
  });

  it('a key goes to no other machine over plain HTTP', async () => {
    const cwd = makeDirectory({ 'r.json': '{"findings":[]}' });
    const run = await runCli(['waf', 'push', 'r.json', '--url', 'http://waf.example'], {
      cwd,
      env: { WAFPASS_API_KEY: 'k' },
    });
    expect(run.exitCode).toBe(2);
    expect(run.stderr).toContain('over plain HTTP');
  });
});

describe('wafpass', () => {
  it.each([
    [[], 2, /Usage: wafpass/],
    [['--help'], 0, /Usage: wafpass/],
    [['--version'], 0, /^wafpass \d+\.\d+\.\d+\n$/],
    [['-V'], 0, /^wafpass /],
    [['check', '--help'], 0, /Usage: wafpass check \[PATH\]\.\.\. \[options\]/],
    [['control', 'list', '--help'], 0, /Usage: wafpass control list/],
    [['help', 'check'], 0, /Usage: wafpass check/],
  ] as [string[], number, RegExp][])('%j', async (words, exitCode, pattern) => {
    const run = await runCli(['wafpass', ...words]);
    expect(run.exitCode).toBe(exitCode);
    expect(run.stdout).toMatch(pattern);
    expect(run.stdout).not.toContain('securescan waf ');
  });

  it.each([
    [['fix', 'infra'], /not part of this program/],
    [['login'], /WAFPASS_API_KEY/],
    [['control', 'generate'], /not part of this program/],
    [['chekc'], /unknown command/],
    [['check', '--nope'], /^wafpass check: unknown option --nope.*see wafpass check --help/],
    [['check', 'nowhere', '--no-state'], /^wafpass check: path does not exist: nowhere/],
  ] as [string[], RegExp][])('%j is refused with 2', async (words, pattern) => {
    const run = await runCli(['wafpass', ...words]);
    expect([run.exitCode, run.stdout]).toEqual([2, '']);
    expect(run.stderr).toMatch(pattern);
  });

  it('uses a folder named controls when it is there', async () => {
    const run = await runCli(['wafpass', 'check', 'infra'], { cwd: makeDirectory(SAMPLE) });
    expect(run.stdout).toContain('from controls');
    const other = await runCli(['waf', 'check', 'infra'], { cwd: makeDirectory(SAMPLE) });
    expect(other.stdout).toContain('from the built-in catalogue');
  });

  it('is a program whose output can be piped', () => {
    const cwd = makeDirectory(SAMPLE);
    // What the launcher does, on the sources; e2e runs the launcher itself.
    const main = join(import.meta.dirname, '../src/main.ts');
    const run = (...words: string[]) =>
      spawnSync(process.execPath, [main, 'wafpass', ...words], {
        cwd,
        encoding: 'utf8',
        env: { PATH: process.env['PATH'], HOME: cwd },
      });
    const checked = run('check', './infra', '--output', 'json');
    expect(checked.status).toBe(1);
    expect(JSON.parse(checked.stdout)).toMatchObject({ controls_run: 1, source_paths: ['./infra'] });
    expect(checked.stdout).not.toContain('state');
    expect(run('--version').stdout).toMatch(/^wafpass /);
    const shell = spawnSync('sh', ['-c', `"$NODE" "$MAIN" wafpass check ./infra --output json | cat > piped.json`], {
      cwd,
      env: { PATH: process.env['PATH'], HOME: cwd, NODE: process.execPath, MAIN: main },
    });
    expect(shell.status).toBe(0);
    expect(JSON.parse(readFileSync(join(cwd, 'piped.json'), 'utf8'))).toMatchObject({ schema_version: '1.0' });
  });
});
