import { createClock, resolveTarget } from '@securescan/host';
import { renderers } from '@securescan/renderers';
import type { Renderer } from '@securescan/renderers';
import type { ParsedArguments } from '../command/parsed-arguments.ts';
import { EXIT } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import { tell } from '../io/io.ts';
import type { Io } from '../io/io.ts';
import { readBom } from './bom.ts';
import { countNoun } from './gates.ts';
import { openMachine } from './open-machine.ts';
import { toRenderOptions } from './render-options.ts';
import { planReports, writeReports } from './reports.ts';
import { parseScanChoices } from './scan-choices.ts';

/** Writes a software bill of materials. */
export async function run(args: ParsedArguments, io: Io): Promise<ExitCode> {
  const choices = parseScanChoices(args, io);
  createClock(io.env.get('SECURESCAN_FAKE_NOW'));
  const plans = await planReports(args, io, ['cyclonedx', 'spdx'], 'cyclonedx');
  const target = await resolveTarget(args.positionals[0] ?? '.', { cwd: io.cwd, scanTypes: [] });
  await using machine = openMachine(io);
  const bom = await readBom(target, machine, choices.exclude, io);
  const facts = { gate: 'none', place: { repo: null, sha: null }, choices, clock: machine.clock } as const;
  await writeReports(
    plans,
    async (plan) => {
      const renderer: Renderer = renderers[plan.format as keyof typeof renderers];
      if (renderer.renderBom === undefined) throw new Error(`${plan.format} cannot show a bill of materials`);
      return renderer.renderBom(bom, toRenderOptions(plan, facts, io));
    },
    io,
  );
  if (!choices.quiet) {
    const files = bom.sources.filter(({ problem }) => problem === null).length;
    await tell(io, `${countNoun(bom.components.length, 'component')} from ${countNoun(files, 'file')}`);
  }
  return EXIT.ok;
}
