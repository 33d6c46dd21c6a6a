import { realpathSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeDirectory, runCli } from './run-cli.ts';
import type { CliOptions } from './run-cli.ts';

// Made of parts, so that nothing in this repository looks like a secret.
const SECRET = ['AKIA', 'Q3EGSVJ7', '7ZB2LMNO'].join('');
const LEAK = `aws_key = "${SECRET}"\n`;

/** Scans with the built-in scanner for secrets only. */
function scan(cwd: string, words: readonly string[], options: CliOptions = {}) {
  return runCli(['scan', '.', '--scanner', 'secrets', ...words], { cwd, ...options });
}

describe('scan', () => {
  it('writes several reports of one scan and keeps stdout for the main one', async () => {
    const cwd = makeDirectory({ 'a.py': LEAK });
    const run = await scan(cwd, [
      '--output',
      'sarif',
      '--output',
      'json=deep/a.json',
      '--report',
      'csv=a.csv',
      '--no-save',
    ]);
    expect(run.exitCode).toBe(0);
    expect(JSON.parse(run.stdout)).toMatchObject({ version: '2.1.0' });
    expect(JSON.parse(readFileSync(join(cwd, 'deep', 'a.json'), 'utf8'))).toHaveLength(1);
    expect(readFileSync(join(cwd, 'a.csv'), 'utf8')).toMatch(/^severity,/);
    expect(run.stderr).toContain('Output written to deep/a.json\n');
    expect(run.stdout + run.stderr).not.toContain(SECRET);
  });

  it.each([
    [['--fail-on-severity', 'low'], 1, /^Failing: found 1 finding at or above 'low'$/m],
    [['--fail-on-severity', 'none'], 0, /^/],
    [['--fail-on-count', '0'], 1, /^Failing: 1 finding, more than the 0 allowed$/m],
    [['--fail-on-count', '1'], 0, /^/],
    [['--fail-on-severity', 'low', '--fail-on-count', '0'], 1, /at or above 'low'\nFailing: 1 finding, more/],
  ])('gates %j', async (words, exitCode, message) => {
    const run = await scan(makeDirectory({ 'a.py': LEAK }), [...words, '--no-save']);
    expect(run.exitCode).toBe(exitCode);
    expect(run.stderr).toMatch(message);
  });

  it('takes families and gate from the configuration, and flags win', async () => {
    const cwd = makeDirectory({ '.securescan.yml': 'scan_types: [code]\nfail_on_severity: low\n', 'a.py': LEAK });
    const run = await runCli(
      ['scan', '.', '--no-save', '--exclude-scanner', 'semgrep', '--exclude-scanner', 'bandit'],
      { cwd },
    );
    expect(run.exitCode).toBe(1);
    expect(run.stderr).toContain('Scanning . (code)\nloaded config from ');
    expect((await scan(cwd, ['--no-save', '--fail-on-severity', 'none'])).exitCode).toBe(0);
  });

  it('shows suppressed findings in text on a terminal only', async () => {
    const cwd = makeDirectory({ 'a.py': `aws_key = "${SECRET}"  # securescan: ignore *\n` });
    const onTerminal = await scan(cwd, ['--no-save'], { columns: 100 });
    expect(onTerminal.stdout).toContain('[SUPPRESSED:inline]');
    expect((await scan(cwd, ['--no-save', '--hide-suppressed'], { columns: 100 })).stdout).not.toContain('[SUPPRESSED');
    const piped = await scan(cwd, ['--no-save']);
    expect(piped.stdout).toBe('[]\n');
    expect(piped.stderr).toContain('Suppressed: 1 (inline=1, config=0, baseline=0)\n');
    expect(JSON.parse((await scan(cwd, ['--no-save', '--show-suppressed'])).stdout)).toHaveLength(1);
    expect(JSON.parse((await scan(cwd, ['--no-save', '--no-suppress'])).stdout)).toHaveLength(1);
  });

  it('is quiet when asked', async () => {
    const run = await scan(makeDirectory({ 'a.py': '' }), ['--quiet', '--no-save']);
    expect(run).toEqual({ exitCode: 0, stdout: '[]\n', stderr: '' });
  });

  it.each([
    ['no scanner at all', [], 3],
    ['and that is allowed', ['--allow-missing-scanners'], 0],
  ])('%s could run', async (_name, words, exitCode) => {
    const cwd = makeDirectory({ 'a.py': 'x = 1\n' });
    const run = await runCli(['scan', '.', '--scanner', 'bandit', '--no-save', ...words], {
      cwd,
      env: { PATH: join(cwd, 'none') },
    });
    expect(run.exitCode).toBe(exitCode);
    if (exitCode === 3) expect(run.stderr).toContain('scan: no scanner could look at the target');
  });

  it('reports what there is when it is interrupted, and exits 130', async () => {
    const run = await scan(makeDirectory({ 'a.py': LEAK }), ['--no-save'], {
      signal: AbortSignal.abort(new Error('SIGINT')),
    });
    expect([run.exitCode, run.stdout]).toEqual([130, '[]\n']);
    expect(run.stderr).toContain('scan: interrupted');
  });
});

describe('history', () => {
  it('lists what was kept: not with --no-save, not in CI without --save', async () => {
    const home = makeDirectory();
    const cwd = makeDirectory({ 'a.py': LEAK });
    const env = { HOME: home, SECURESCAN_FAKE_NOW: '2026-01-31T12:00:00Z' };
    expect((await runCli(['history'], { env })).stdout).toBe('No scan history found.\n');
    expect(existsSync(join(home, '.securescan'))).toBe(false);
    await scan(cwd, ['--no-save'], { env });
    await scan(cwd, [], { env: { ...env, CI: 'true' } });
    expect((await runCli(['history'], { env })).stdout).toBe('No scan history found.\n');
    await scan(cwd, [], { env });
    await scan(cwd, ['--save'], { env: { ...env, CI: '1' } });
    const { stdout } = await runCli(['history'], { env });
    expect(stdout).toMatch(/^ID {36}Target +Started {15}Status {5}Findings\n/);
    const rows = [...stdout.matchAll(/^[0-9a-f-]{36} {2}(\S+) +2026-01-31 12:00:00Z {2}completed {2}1$/gm)];
    expect(rows.map(([, target]) => target)).toEqual([realpathSync(cwd), realpathSync(cwd)]);
    expect(JSON.parse((await runCli(['history', '--output', 'json', '--limit', '1'], { env })).stdout)).toHaveLength(1);
    expect((await runCli(['history', '--status', 'failed'], { env })).stdout).toBe('No scan history found.\n');
    const explained = await runCli(['explain', 'secrets/aws-access-key'], { env });
    if (explained.exitCode !== 0) expect(explained.stderr).toMatch(/Did you mean secrets\/\S+\?/);
  });

  it('reads the .env file of the user; variables that are set win', async () => {
    const config = makeDirectory();
    mkdirSync(join(config, 'securescan'));
    writeFileSync(
      join(config, 'securescan', '.env'),
      `SECURESCAN_DB_PATH="${join(config, 'x', 'y.db')}"\nSECURESCAN_SCAN_TIMEOUT=nonsense\n`,
    );
    const cwd = makeDirectory({ 'a.py': '' });
    const run = await scan(cwd, [], { env: { XDG_CONFIG_HOME: config, SECURESCAN_SCAN_TIMEOUT: '10' } });
    expect(run.exitCode).toBe(0);
    expect(existsSync(join(config, 'x', 'y.db'))).toBe(true);
    expect((await scan(cwd, [], { env: { XDG_CONFIG_HOME: config } })).exitCode).toBe(2);
  });
});

describe('status', () => {
  it('requires what it is asked to require', async () => {
    const env = { PATH: '/nonexistent' };
    const fine = await runCli(['status', '--require', 'code'], { env });
    expect(fine.exitCode).toBe(0);
    const lacking = await runCli(['status', '--require', 'network', '--type', 'network', '--output', 'json'], { env });
    expect(lacking.exitCode).toBe(1);
    expect(lacking.stderr).toMatch(/^status: no usable network scanner; get one of: /);
    expect(JSON.parse(lacking.stdout)).toMatchObject({
      scanners: [{ name: 'nmap', available: false, scan_type: 'network' }],
    });
  });
});
