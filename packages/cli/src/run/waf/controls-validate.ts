import { readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { SecureScanError } from '@securescan/model';
import { loadControls } from '@securescan/waf';
import type { ParsedArguments } from '../../command/parsed-arguments.ts';
import { EXIT } from '../../exit-codes.ts';
import type { ExitCode } from '../../exit-codes.ts';
import { tell } from '../../io/io.ts';
import type { Io } from '../../io/io.ts';
import { toVisible } from '../../io/visible.ts';
import { parseChoice } from '../choices.ts';
import { countNoun } from '../gates.ts';
import { describeProblem, readControlFiles } from './control-source.ts';

/** Checks control files and names every mistake with its place. */
export async function run(args: ParsedArguments, io: Io): Promise<ExitCode> {
  const format = parseChoice('--output', args.find('output') ?? 'text', ['text', 'json']);
  const files = args.positionals.flatMap((typed) => {
    const found = listFolders(resolve(io.cwd, typed)).flatMap((folder) => readControlFiles(folder, io.cwd));
    if (found.length === 0) {
      throw new SecureScanError('E_CONFIG_NOT_FOUND', `no control files (*.yml, *.yaml) found in: ${typed}`);
    }
    return found;
  });
  const { controls, problems } = loadControls(files, { statuses: ['active', 'draft', 'deprecated'] });
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  if (format === 'json') {
    const result = { valid: errors === 0, files: files.length, controls: controls.length, problems };
    await io.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
  } else {
    for (const problem of problems) await io.stdout.write(`${toVisible(describeProblem(problem))}\n`);
    const warnings = problems.length - errors;
    await tell(
      io,
      `${countNoun(files.length, 'file')}, ${countNoun(controls.length, 'control')}: ${countNoun(errors, 'error')}, ${countNoun(warnings, 'warning')}`,
    );
  }
  return errors === 0 ? EXIT.ok : EXIT.badInput;
}

/** A folder and those below it that hold control files; a file itself. */
function listFolders(path: string): readonly string[] {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) return [path];
  const below = readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules')
    .flatMap((entry) => listFolders(join(path, entry.name)));
  return [path, ...below];
}
