import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { runCli } from './run-cli.ts';

const made: string[] = [];
afterEach(() => made.splice(0).forEach((path) => rmSync(path, { recursive: true, force: true })));

function makeDirectory(): string {
  const path = mkdtempSync(join(tmpdir(), 'securescan-explain-'));
  made.push(path);
  return path;
}

async function explain(rule: string, ...args: string[]) {
  const run = await runCli(['explain', rule, ...args], { env: { HOME: makeDirectory() } });
  return { ...run, json: (): unknown => JSON.parse(run.stdout) };
}

describe('explain without a history', () => {
  it('tells all of a built-in rule', async () => {
    const { exitCode, stdout, stderr } = await explain('dockerfile/DL003');
    expect([exitCode, stderr]).toEqual([0, '']);
    await expect(stdout).toMatchFileSnapshot('../golden/explain/dockerfile.txt');
  });

  it('takes the id in any case and without its prefix', async () => {
    const whole = await explain('dockerfile/DL003');
    for (const id of ['dl003', 'DL003', 'DOCKERFILE/dl003']) expect((await explain(id)).stdout).toBe(whole.stdout);
  });

  it('tells the same to programs', async () => {
    expect((await explain('secrets/aws-access-key', '--output', 'json')).json()).toMatchObject({
      rule: 'secrets/aws-access-key',
      scanner: 'secrets',
      scan_type: 'code',
      built_in: true,
      severity: 'critical',
      cwe: 'CWE-798',
      compliance_tags: expect.arrayContaining(['OWASP-A07']) as unknown,
      suppress: { inline: 'securescan: ignore secrets/aws-access-key' },
      last_seen: null,
    });
  });

  it.each([
    ['secrets/git-history-aws-access-key', 'AWS Access Key found in git history'],
    ['python-eval', 'Text is run as Python code'],
    ['BASELINE-SSH-001', 'SSH root login enabled'],
    ['licenses/denied', 'Denied license'],
    ['git-hygiene/no-gitignore', 'No .gitignore file found'],
    ['exposed-env', 'Environment file is readable'],
    ['missing-header-content-security-policy', 'Missing security header: Content-Security-Policy'],
  ])('knows %s', async (rule, title) => {
    expect((await explain(rule)).stdout).toContain(`${rule}: ${title}\n`);
  });

  it('offers no comment for what has no line', async () => {
    expect((await explain('cookie-missing-secure')).stdout).not.toContain('one line:');
  });

  it('says where a rule of another program is described', async () => {
    const { exitCode, stdout } = await explain('b602');
    expect(exitCode).toBe(0);
    expect(stdout).toContain('B602: Command runs through a shell\n');
    expect(stdout).toContain(
      'https://bandit.readthedocs.io/en/latest/plugins/b602_subprocess_popen_with_shell_equals_true.html',
    );
  });

  it('lists the rules of a scanner', async () => {
    const { stdout } = await explain('dockerfile');
    expect(stdout).toMatch(/^ {2}dockerfile\/DL007 {2}critical {2}Secret stored in ENV directive$/m);
    expect((await explain('nmap', '-o', 'json')).json()).toMatchObject({ scanner: 'nmap', rules: [] });
  });

  it.each([
    ['dockrfile/DL001', 'Did you mean dockerfile/DL001'],
    ['aws-acess', 'Did you mean secrets/aws-access-key'],
    ['missing-header', 'Did you mean missing-header-'],
    ['zzzzzzzzzzzzzzzz', 'Give the rule id of a finding'],
    ['', 'Give the rule id of a finding'],
    ['\u001b[31m', 'Give the rule id of a finding'],
    ['x'.repeat(100_000), 'Give the rule id of a finding'],
  ])('answers %j with what is near', async (rule, message) => {
    const { exitCode, stdout, stderr } = await explain(rule);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain('\u001b');
  });
});

describe('explain with a history', () => {
  it('adds where the rule was last seen, and what another program said', async () => {
    const directory = makeDirectory();
    const env = { HOME: directory, SECURESCAN_DB_PATH: join(directory, 'scans.db') };
    mkdirSync(join(directory, 'p'));
    writeFileSync(join(directory, 'p', 'Dockerfile'), 'FROM x:1\nRUN curl https://a.test | sh\nUSER app\n');
    await runCli(['scan', join(directory, 'p'), '--scanner', 'dockerfile', '--save'], { env });
    const { stdout } = await runCli(['explain', 'dl003'], { env });
    expect(stdout).toMatch(/Last seen\n {2}in \S+p: 1 finding, such as Dockerfile:2\n$/);
  });

  it('explains what it knows when the history is broken, and says so', async () => {
    const directory = makeDirectory();
    const path = join(directory, 'scans.db');
    writeFileSync(path, 'no database');
    chmodSync(path, 0o600);
    const env = { HOME: directory, SECURESCAN_DB_PATH: path };
    const known = await runCli(['explain', 'DL003'], { env });
    expect([known.exitCode, known.stderr]).toEqual([
      0,
      expect.stringMatching(/^explain: the history was not looked at: /),
    ]);
    expect((await runCli(['explain', 'NOPE'], { env })).exitCode).not.toBe(0);
  });
});
