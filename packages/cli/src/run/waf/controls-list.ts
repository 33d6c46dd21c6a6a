import type { ParsedArguments } from '../../command/parsed-arguments.ts';
import { EXIT } from '../../exit-codes.ts';
import type { ExitCode } from '../../exit-codes.ts';
import { tell } from '../../io/io.ts';
import type { Io } from '../../io/io.ts';
import { toVisible } from '../../io/visible.ts';
import { parseChoice } from '../choices.ts';
import { renderColumns } from '../columns.ts';
import { countNoun } from '../gates.ts';
import { openControls } from './control-source.ts';

/** Lists controls, one line each. */
export async function run(args: ParsedArguments, io: Io): Promise<ExitCode> {
  const format = parseChoice('--output', args.find('output') ?? 'text', ['text', 'json']);
  const { controls, from } = await openControls(args, io);
  if (format === 'json') {
    const rows = controls.map(({ id, title, pillar, severity, status, category, checks, file }) => ({
      id,
      title,
      pillar,
      severity,
      status,
      category,
      engines: [...new Set(checks.map(({ engine }) => engine))],
      checks: checks.length,
      file,
    }));
    await io.stdout.write(`${JSON.stringify(rows, null, 2)}\n`);
    return EXIT.ok;
  }
  const rows = controls.map(({ id, pillar, severity, checks, title }) => [
    toVisible(id),
    pillar,
    severity,
    String(checks.length),
    toVisible(title),
  ]);
  await io.stdout.write(
    renderColumns([['Id', 'Pillar', 'Severity', 'Checks', 'Title'], ...rows], {
      width: io.stdout.columns(),
      shrink: 4,
    }),
  );
  await tell(io, `${countNoun(controls.length, 'control')} from ${from}`);
  return EXIT.ok;
}
