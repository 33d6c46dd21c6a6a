import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describeError, SecureScanError } from '@securescan/model';
import { checkInfrastructure, mayHoldSecrets, readers, readPlanChanges, scanSecrets } from '@securescan/waf';
import type {
  ConfigurationFile,
  DocumentSecret,
  InfrastructureCheck,
  PlanChanges,
  Reader,
  Waiver,
} from '@securescan/waf';
import type { ParsedArguments } from '../../command/parsed-arguments.ts';
import type { Io } from '../../io/io.ts';
import type { CheckChoices } from './check-choices.ts';
import { collectFiles } from './collect-files.ts';
import type { CollectedFiles, UnreadFile } from './collect-files.ts';
import { compileBicep } from './compile-bicep.ts';
import { failOnMistakes } from './acceptances.ts';
import { describeProblem, openControls } from './control-source.ts';
import type { LoadedControls } from './control-source.ts';
import { readRunFacts } from './run-facts.ts';
import type { RunFacts } from './run-facts.ts';
import { findWaiverFile, readWaiverFile } from './waiver-source.ts';

/** A check that was made, with all that went into it. */
export interface CheckedCode {
  readonly check: InfrastructureCheck;
  readonly reader: Reader;
  /** All files that were read, those that only hold secrets included. */
  readonly files: readonly ConfigurationFile[];
  readonly unread: readonly UnreadFile[];
  readonly loaded: LoadedControls;
  readonly facts: RunFacts;
  readonly secrets: readonly DocumentSecret[];
  readonly planChanges: PlanChanges | null;
  /** Waivers that are expired or used by nothing, and controls that were left out, in sentences. */
  readonly notices: readonly string[];
}

/** Reads code, controls and waivers, and evaluates. */
export async function checkCode(args: ParsedArguments, choices: CheckChoices, now: Date, io: Io): Promise<CheckedCode> {
  const reader = readers[choices.reader];
  const pendingFacts = readRunFacts(args, io);
  const withSecrets = !args.has('no-secrets');
  const tree = collectFiles(
    choices.paths,
    io.cwd,
    (path) => reader.accepts(path) || (withSecrets && mayHoldSecrets(path)),
  );
  const loaded = await openControls(args, io);
  const planChanges = readPlan(args, now, io);
  const waivers = await readWaivers(args, choices, io);
  const code = await toCode(tree, reader, io);
  const facts = await pendingFacts;
  const check = checkInfrastructure({
    reader,
    files: code.files,
    controls: loaded.controls,
    waivers: waivers.waivers,
    project: facts.project,
    today: now.toISOString().slice(0, 10),
    unknown: choices.unknown,
    absent: choices.absent,
    ...(choices.severity === null ? {} : { severity: choices.severity }),
    expiredWaivers: choices.expiredWaivers,
  });
  return {
    check,
    reader,
    files: tree.files,
    unread: code.unread,
    loaded,
    facts,
    secrets: withSecrets ? scanSecrets(tree.files) : [],
    planChanges,
    notices: [...loaded.notices, ...waivers.notices, ...check.waiverNotes],
  };
}

/** What the reader takes of the files that were found; named files that it cannot take are an error. */
async function toCode(tree: CollectedFiles, reader: Reader, io: Io): Promise<Pick<CollectedFiles, 'files' | 'unread'>> {
  const files = tree.files.filter(({ path }) => reader.accepts(path));
  if (reader.id !== 'bicep') return { files, unread: tree.unread };
  const compiled = await compileBicep(files, io);
  return { files: compiled.files, unread: [...tree.unread, ...compiled.unread] };
}

async function readWaivers(
  args: ParsedArguments,
  choices: CheckChoices,
  io: Io,
): Promise<{ readonly waivers: readonly Waiver[]; readonly notices: readonly string[] }> {
  const file = findWaiverFile(args, io, choices.paths);
  const own = file === null ? { waivers: [], problems: [] } : readWaiverFile(file, io);
  failOnMistakes(own.problems);
  const url = args.find('waivers-from');
  const others = url === undefined ? [] : await (await import('./server-waivers.ts')).readServerWaivers(url, args, io);
  return {
    waivers: [...others, ...own.waivers],
    notices: own.problems.map((problem) => describeProblem(problem)),
  };
}

function readPlan(args: ParsedArguments, now: Date, io: Io): PlanChanges | null {
  const file = args.find('plan-file');
  if (file === undefined) return null;
  let text: string;
  try {
    text = readFileSync(resolve(io.cwd, file), 'utf8');
  } catch (error) {
    throw new SecureScanError('E_TARGET_NOT_FOUND', `cannot read the plan: ${describeError(error)}`, { cause: error });
  }
  try {
    return readPlanChanges(text, now.toISOString());
  } catch (error) {
    throw new SecureScanError('E_ARGUMENT', `${file} is no plan: ${describeError(error)}`, { cause: error });
  }
}
