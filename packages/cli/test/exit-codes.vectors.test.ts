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
  const evenOut = (text: string) => text.replaceAll(directory, '<CWD>');
  return {
    exit_code: run.exitCode,
    ...('stdout' in expected ? { stdout: evenOut(run.stdout) } : {}),
    ...('stderr' in expected ? { stderr: evenOut(run.stderr) } : {}),
  };
});
