import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { testVectors } from '@securescan/testkit';
import { makeDirectory, runCli } from './run-cli.ts';

interface Input {
  readonly args: readonly string[];
  readonly files: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
}

interface Expected {
  readonly exit_code: number | string;
  readonly stdout?: string;
  readonly stderr?: string;
}

testVectors<Input, Expected>('cli_exit_codes', async ({ args, files, env }, _vectors, { expected }) => {
  const directory = makeDirectory(files);
  // As recorded: there is something called .git, but it is no repository.
  mkdirSync(join(directory, '.git'));
  // No external tool is found, whatever the machine has.
  const run = await runCli(args, { cwd: directory, env: { ...env, PATH: join(directory, 'none') } });
  // Times differ from run to run, and so does the order in which scanners end.
  const evenOut = (text: string) =>
    text
      .replaceAll(directory, '<CWD>')
      .replaceAll(/\([\d.e-]+s\)$/gm, '(<time>s)')
      .replaceAll(/(?:^ {2}.*\(<time>s\)\n)+/gm, (block) =>
        block.split('\n').toSorted().slice(1).concat('').join('\n'),
      );
  return {
    exit_code: run.exitCode,
    ...('stdout' in expected ? { stdout: evenOut(run.stdout) } : {}),
    ...('stderr' in expected ? { stderr: evenOut(run.stderr) } : {}),
  };
});
