import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeDirectory, runCli } from './run-cli.ts';

describe('init', () => {
  it.each([
    [{}, 'baseline'],
    [{ 'go.mod': '' }, 'code, dependency, baseline'],
    [{ 'main.tf': '' }, 'iac, baseline'],
    [{ 'infra/net/main.tf': '' }, 'iac, baseline'],
    [{ 'k8s/a.yml': '' }, 'iac, baseline'],
    [{ 'charts/x/Chart.yaml': '' }, 'iac, baseline'],
    [{ 'api.Dockerfile': '', 'Cargo.lock': '' }, 'code, dependency, iac, baseline'],
    [{ 'notes/main.tf': '' }, 'baseline'],
  ])('%j gives %s', async (files, types) => {
    const cwd = makeDirectory(files);
    const { exitCode } = await runCli(['init', '--no-prompt'], { cwd });
    expect(exitCode).toBe(0);
    expect(readFileSync(join(cwd, '.securescan.yml'), 'utf8')).toContain(
      `scan_types: [${types}]\nfail_on_severity: high\n`,
    );
  });

  it('writes files that pass our own checks', async () => {
    const cwd = makeDirectory({ 'go.mod': '' });
    await runCli(['init', '--no-prompt'], { cwd });
    const lint = await runCli(['config', 'validate'], { cwd });
    expect([lint.exitCode, lint.stderr]).toEqual([0, 'Config valid: 0 errors, 0 warnings, 0 info issues.\n']);
    const workflow = readFileSync(join(cwd, '.github/workflows/securescan.yml'), 'utf8');
    expect([...workflow.matchAll(/if: github\.event_name == '(\w+)'/g)].map((match) => match[1])).toEqual([
      'pull_request',
      'push',
    ]);
    expect(JSON.parse(readFileSync(join(cwd, '.securescan/baseline.json'), 'utf8'))).toMatchObject({
      findings: [],
      generated_by: 'securescan init',
      target_path: '.',
      version: 1,
    });
  });

  it('asks on a terminal', async () => {
    const cwd = makeDirectory({ 'go.mod': '' });
    const run = await runCli(['init'], { cwd, stdinTty: true, stdin: ['myproj', '', 'low', 'n'] });
    expect(run.stdout).toBe(
      `Project name? [${basename(cwd)}]: Detected stack: Go. Use scan types [code, dependency, baseline]? [Y/n]: Fail-on-severity threshold? (critical|high|medium|low) [high]: Write GitHub Action workflow? [Y/n]: ✓ SecureScan initialized for myproj\n  wrote .securescan.yml\n  wrote .securescan/baseline.json\n\nNext: run securescan scan . to see your first findings.\n`,
    );
    expect(readFileSync(join(cwd, '.securescan.yml'), 'utf8')).toMatch(/^# SecureScan configuration for myproj\.\n/);
  });

  it.each([
    [[], 1, 'Aborted.\n'],
    [
      ['p', 'n', 'code,xx'],
      2,
      "error: unknown scan type 'xx'. Valid: code, dependency, iac, baseline, dast, network\n",
    ],
  ])('answers %j end with %i', async (stdin, exitCode, stderr) => {
    const cwd = makeDirectory();
    const run = await runCli(['init'], { cwd, stdinTty: true, stdin });
    expect([run.exitCode, run.stderr]).toEqual([exitCode, stderr]);
    expect(existsSync(join(cwd, '.securescan.yml'))).toBe(false);
  });

  it('refuses to overwrite and writes nothing, and shows what --force changes', async () => {
    const cwd = makeDirectory({ '.securescan.yml': 'ai: true\n' });
    const refused = await runCli(['init', '--no-prompt'], { cwd });
    expect([refused.exitCode, refused.stdout]).toEqual([1, '']);
    expect(existsSync(join(cwd, '.securescan'))).toBe(false);
    const declined = await runCli(['init', '--force'], { cwd, stdinTty: true, stdin: ['', '', '', '', 'n'] });
    expect(declined.exitCode).toBe(1);
    expect(readFileSync(join(cwd, '.securescan.yml'), 'utf8')).toBe('ai: true\n');
    const forced = await runCli(['init', '--no-prompt', '--force'], { cwd });
    expect(forced.exitCode).toBe(0);
    expect(forced.stderr).toContain('  - ai: true\n');
    expect(forced.stderr).toContain('  + fail_on_severity: high\n');
  });

  it('replaces a link in place of a file instead of writing through it', async () => {
    const outside = makeDirectory({ target: 'precious' });
    const cwd = makeDirectory();
    mkdirSync(join(cwd, '.securescan'));
    symlinkSync(join(outside, 'target'), join(cwd, '.securescan', 'baseline.json'));
    expect((await runCli(['init', '--no-prompt'], { cwd })).exitCode).toBe(1);
    expect((await runCli(['init', '--no-prompt', '--force'], { cwd })).exitCode).toBe(0);
    expect(readFileSync(join(outside, 'target'), 'utf8')).toBe('precious');
  });
});
