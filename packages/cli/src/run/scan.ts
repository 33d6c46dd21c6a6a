import { createClock, resolveTarget } from '@securescan/host';
import { SecureScanError } from '@securescan/model';
import type { ScanType, Target } from '@securescan/model';
import { scannerList } from '@securescan/scanners';
import type { ParsedArguments } from '../command/parsed-arguments.ts';
import { SCAN_FORMATS } from '../commands/shared-options.ts';
import type { ExitCode } from '../exit-codes.ts';
import type { Io } from '../io/io.ts';
import { parseWhole } from './choices.ts';
import { parseGate } from './gates.ts';
import { checkJail, openMachine } from './open-machine.ts';
import { loadProject, toAbsolute } from './project.ts';
import { planReports } from './reports.ts';
import { checkExclusive, parseScanChoices } from './scan-choices.ts';
import { findSearchStart, scanAndReport } from './scan-and-report.ts';
import type { ScanOptions } from './scan-and-report.ts';
import { chooseScanTypes } from './scan-request.ts';

/** Families of a scan when neither flag nor configuration names any: all that only read the tree. */
const DEFAULT_TYPES: readonly ScanType[] = ['code', 'dependency', 'iac'];

/** Scans a target, reports, saves, and decides by the gates. */
export async function run(args: ParsedArguments, io: Io): Promise<ExitCode> {
  const options = await parseOptions(args, io);
  if (args.has('staged')) {
    const { scanStaged } = await import('./scan-staged.ts');
    const exitCode = await scanStaged(options, io);
    if (exitCode !== null) return exitCode;
  }
  await checkJail(io, options.choices);
  await using machine = openMachine(io, options.choices);
  const asked = options.choices.types;
  const target = await resolveTarget(options.target, { cwd: io.cwd, scanTypes: asked });
  const project = await loadProject(
    findSearchStart(target, io.cwd),
    toAbsolute(io.cwd, options.choices.configFile),
    machine.clock,
  );
  const standard = target.kind === 'url' ? (['dast'] as const) : DEFAULT_TYPES;
  const fits =
    target.kind === 'directory' || target.kind === 'file'
      ? project
      : { ...project, config: { ...project.config, scanTypes: [] } };
  checkTypesFit(target, asked);
  const scanTypes = chooseScanTypes(options.choices, fits, standard);
  const since = args.find('since');
  const onlyPaths =
    since === undefined ? null : await (await import('./since.ts')).findChangedPaths(target, since, io.signal);
  const work = { target, project, scanTypes, onlyPaths, canSave: onlyPaths === null && !args.has('hook') };
  return await scanAndReport(args.has('hook') ? { ...work, standardGate: 'high' } : work, options, machine, io);
}

async function parseOptions(args: ParsedArguments, io: Io): Promise<ScanOptions> {
  const choices = parseScanChoices(args, io);
  checkExclusive(args, 'save', 'no-save');
  checkExclusive(args, 'staged', 'since');
  refuseReview(args);
  const gate = args.find('fail-on-severity');
  const count = args.find('fail-on-count');
  createClock(io.env.get('SECURESCAN_FAKE_NOW'));
  return {
    target: args.positionals[0] ?? '.',
    choices,
    gate: gate === undefined ? null : parseGate(gate),
    count: count === undefined ? null : parseWhole('--fail-on-count', count, 0),
    // A hook runner reads through a pipe what a person will read.
    plans: await planReports(args, io, SCAN_FORMATS, io.stdout.isTty || args.has('hook') ? 'text' : 'json'),
    place: {
      repo: args.find('repo') ?? io.env.get('GITHUB_REPOSITORY') ?? null,
      sha: args.find('sha') ?? io.env.get('GITHUB_SHA') ?? null,
    },
    hook: args.has('hook'),
    save: args.has('save') ? true : args.has('no-save') ? false : null,
  };
}

/** A family that was asked for must have something to do with this kind of target. */
function checkTypesFit(target: Target, asked: readonly ScanType[]): void {
  for (const type of asked) {
    const kinds = new Set(scannerList.flatMap(({ scanType, targets }) => (scanType === type ? targets : [])));
    if (kinds.size === 0 || kinds.has(target.kind)) continue;
    const needed = [...kinds].join(' or ');
    throw new SecureScanError(
      'E_TARGET_KIND',
      `--type ${type} needs a ${needed} as target; ${target.display} is a ${target.kind}`,
    );
  }
}

function refuseReview(args: ParsedArguments): void {
  const words = [...args.list('output'), ...args.list('report')];
  if (!words.some((word) => word.split('=')[0]?.toLowerCase() === 'github-review')) return;
  throw new SecureScanError(
    'E_ARGUMENT',
    '--output github-review is not supported on `scan`. Inline PR review comments need a base+head commit pair to anchor against; run `securescan diff` or `securescan compare` instead.',
  );
}
