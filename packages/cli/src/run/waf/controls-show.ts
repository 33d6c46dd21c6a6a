import { findNearest, SecureScanError } from '@securescan/model';
import type { Control } from '@securescan/waf';
import type { ParsedArguments } from '../../command/parsed-arguments.ts';
import { EXIT } from '../../exit-codes.ts';
import type { ExitCode } from '../../exit-codes.ts';
import type { Io } from '../../io/io.ts';
import { parseChoice } from '../choices.ts';
import { describeControl } from './control-text.ts';
import { openControls } from './control-source.ts';

/** Tells all about one control. */
export async function run(args: ParsedArguments, io: Io): Promise<ExitCode> {
  const format = parseChoice('--output', args.find('output') ?? 'text', ['text', 'json']);
  const [word = ''] = args.positionals;
  const { controls, from } = await openControls(args, io);
  const control = findControl(controls, word, from);
  await io.stdout.write(
    format === 'json' ? `${JSON.stringify(control, null, 2)}\n` : describeControl(control, io.stdout.columns() ?? 100),
  );
  return EXIT.ok;
}

function findControl(controls: readonly Control[], word: string, from: string): Control {
  const found = controls.find(({ id }) => id.toLowerCase() === word.trim().toLowerCase());
  if (found !== undefined) return found;
  const nearest = findNearest(
    word,
    controls.map(({ id }) => id),
  );
  const advice = nearest === undefined ? 'see securescan waf controls list' : `did you mean ${nearest}?`;
  throw new SecureScanError('E_ARGUMENT', `no control ${word} in ${from}; ${advice}`);
}
