import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SHELLS } from '../src/completion/scripts.ts';
import { makeDirectory, runCli } from './run-cli.ts';

/** What bash offers for a line of words, the last being completed. */
async function complete(...words: string[]): Promise<string[]> {
  const { stdout: script } = await runCli(['completion', 'bash']);
  const file = join(makeDirectory(), 'completion.bash');
  writeFileSync(file, script);
  const program = `source ${file}; COMP_WORDS=(securescan "$@"); COMP_CWORD=$#; _securescan; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync('bash', ['-c', program, 'x', ...words], {
    encoding: 'utf8',
    cwd: makeDirectory({ 'a b.json': '' }),
  });
  expect(stderr).toBe('');
  return stdout.split('\n').filter((line) => line !== '');
}

describe('completion', () => {
  it.each([
    [['sc'], ['scan']],
    [['config', ''], ['validate']],
    [['tools', 'in'], ['install']],
    [['waf', 'con'], ['controls']],
    [['waf', 'controls', 'sh'], ['show']],
    [['waf', 'check', '.', '--fail-on', 'cr'], ['critical']],
    [['scan', '--fail-on-s'], ['--fail-on-severity']],
    [['scan', '.', '--fail-on-severity', 'h'], ['high']],
    [['scan', '.', '--output', 'js'], ['json']],
    [['diff', '-'], expect.arrayContaining(['--base-ref', '--help']) as string[]],
    [['completion', 'z'], ['zsh']],
    [['scan', 'a'], ['a b.json']],
    [['scan', '--hoo'], []],
    [['scan', '.', '--output', '=', 'sar'], ['sarif']],
    [['scan', '.', '--output', '='], expect.arrayContaining(['json', 'sarif']) as string[]],
    [['scan', '.', '--output=sar'], ['--output=sarif']],
    [['scan', '.', '--type', 'code,dep'], ['code,dependency']],
    [['scan', '.', '--scanner', 'semg'], ['semgrep']],
    [['tools', 'install', 'pip'], ['pip-licenses']],
  ])('bash: %j', async (words, expected) => {
    expect(await complete(...words)).toEqual(expected);
  });

  it.each(SHELLS)('%s names every command', async (shell) => {
    const { exitCode, stdout } = await runCli(['completion', shell]);
    expect(exitCode).toBe(0);
    for (const word of ['scan', 'diff', 'validate', 'install', 'fail-on-severity']) expect(stdout).toContain(word);
  });

  it('the aliases take the shell from SHELL', async () => {
    const shown = await runCli(['--show-completion'], { env: { SHELL: '/usr/bin/fish' } });
    expect(shown.stdout).toContain('complete -c securescan');
    const home = makeDirectory();
    const installed = await runCli(['--install-completion'], { env: { SHELL: '/bin/bash', HOME: home } });
    expect(installed.exitCode).toBe(0);
    expect(readFileSync(join(home, '.local/share/bash-completion/completions/securescan'), 'utf8')).toContain(
      '_securescan',
    );
  });

  it('an unknown shell is refused', async () => {
    const run = await runCli(['completion', 'tcsh']);
    expect([run.exitCode, run.stdout]).toEqual([2, '']);
    expect(run.stderr).toMatch(/^completion: unknown shell 'tcsh'\. Choose bash \| zsh \| fish \| powershell\./);
    expect(existsSync('tcsh')).toBe(false);
  });
});
