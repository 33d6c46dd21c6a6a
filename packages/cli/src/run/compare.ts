import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { classifyChanges, parseBaseline, runScan, toBaselineFindings } from '@securescan/core';
import type { Baseline, Machine } from '@securescan/core';
import { resolveTarget } from '@securescan/host';
import { SecureScanError, describeError, isSuppressed } from '@securescan/model';
import type { ChangeReport, Finding, ScannerRun, ScanResult, Target } from '@securescan/model';
import { scannerList } from '@securescan/scanners';
import type { ParsedArguments } from '../command/parsed-arguments.ts';
import { EXIT } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import { tell } from '../io/io.ts';
import type { Io } from '../io/io.ts';
import { openProgress } from '../progress/progress.ts';
import { advise, findAi } from './ai.ts';
import { readBaselineText } from './baseline-file.ts';
import { CHANGE_TYPES, parseChangeOptions } from './change-options.ts';
import type { ChangeOptions } from './change-options.ts';
import { checkCompleteness, tellNotes } from './conclude.ts';
import { countNoun } from './gates.ts';
import { checkJail, openMachine } from './open-machine.ts';
import { loadProject, toAbsolute } from './project.ts';
import type { Project } from './project.ts';
import { checkChangeGate, reportChange } from './report-change.ts';
import { isReportOnScreen } from './reports.ts';
import { prepareReview } from './review.ts';
import { findSearchStart } from './scan-and-report.ts';
import { checkExclusive } from './scan-choices.ts';
import { chooseScanTypes, toScanRequest } from './scan-request.ts';

const DEFAULT_BASELINE = '.securescan/baseline.json';

/** The older side of the comparison. */
interface OldSide {
  readonly file: string;
  readonly baseline: Baseline;
  readonly findings: readonly Finding[];
}

/** Compares a directory with a baseline. */
export async function run(args: ParsedArguments, io: Io): Promise<ExitCode> {
  checkExclusive(args, 'ai', 'no-ai');
  const [targetText, file] = await splitArguments(args.positionals, io);
  const options = await parseChangeOptions('compare', targetText, args, io);
  await checkJail(io, options.choices);
  await using machine = openMachine(io, options.choices);
  const target = await resolveTarget(targetText, { cwd: io.cwd, scanTypes: options.choices.types });
  const start = findSearchStart(target, io.cwd);
  const review = await prepareReview(options, start, { headSha: null, baseSha: null }, io);
  const older = await readOldSide(file, io);
  const project = await loadProject(start, toAbsolute(io.cwd, options.choices.configFile), machine.clock);
  if (project.path !== null && !options.choices.quiet) await tell(io, `compare: loaded config from ${project.path}`);
  const ai = await findAi('compare', project.config.ai, options.choices, machine, io);

  const newer = await scanNow(target, project, options, machine, io);
  if (newer.status === 'cancelled') {
    throw new SecureScanError(
      'E_CANCELLED',
      'interrupted; nothing is compared, since the target was not scanned whole',
    );
  }
  await tellScan(newer, options, io);
  const changes = classifyChanges(older.findings, newer.findings, {
    older: toRuns(older.baseline),
    newer: newer.scanners,
  });
  const advised =
    ai === null ? changes.added : (await advise(changes.added, newer.summary, ai, options.choices, io)).findings;
  const report: ChangeReport = {
    mode: 'compare',
    ...changes,
    added: advised,
    base: older.file,
    head: null,
    baseSha: options.baseSha,
    headSha: options.place.sha,
    scanners: newer.scanners,
    notices: newer.notices,
  };
  const gate = options.gate ?? 'none';
  await reportChange(report, options, { gate, review, clock: machine.clock }, io);
  const isHit = await checkChangeGate(report, gate, io);
  const hasDrifted = args.has('fail-on-drift') && (await checkDrift(report, io));
  if (changes.notComparable.length > 0) {
    await tell(
      io,
      `compare: warning: ${countNoun(changes.notComparable.length, 'finding')} left out, since the scanner did not look on both sides`,
    );
  }
  const completeness = await checkCompleteness(newer.scanners, newer.scanTypes, options.choices, 'compare', io);
  return isHit || hasDrifted ? EXIT.gate : completeness;
}

/** One argument is the baseline, unless it is a directory. */
async function splitArguments(positionals: readonly string[], io: Io): Promise<readonly [string, string]> {
  const [first, second] = positionals;
  if (first === undefined) return ['.', DEFAULT_BASELINE];
  if (second !== undefined) return [first, second];
  const isDirectory = await stat(resolve(io.cwd, first)).then(
    (found) => found.isDirectory(),
    () => false,
  );
  return isDirectory ? [first, DEFAULT_BASELINE] : ['.', first];
}

async function readOldSide(file: string, io: Io): Promise<OldSide> {
  const text = await readBaselineText(resolve(io.cwd, file), file).catch((error: unknown) => {
    if (!(error instanceof SecureScanError) || error.code !== 'E_BASELINE_NOT_FOUND') throw error;
    const hint =
      'hint: generate one with `securescan baseline` or `securescan scan --output json --output-file baseline.json`';
    throw new SecureScanError(error.code, `${error.message}\n${hint}`, { cause: error });
  });
  try {
    const baseline = parseBaseline(text);
    return { file, baseline, findings: toBaselineFindings(baseline) };
  } catch (error) {
    throw new SecureScanError('E_BASELINE_INVALID', `failed to load baseline: ${file}: ${describeError(error)}`, {
      cause: error,
    });
  }
}

/** Scanners that wrote the baseline, as runs that completed; null when the file does not say. */
function toRuns({ scanners }: Baseline): readonly ScannerRun[] | null {
  if (scanners === null) return null;
  return Object.entries(scanners).map(([scanner, version]) => ({
    scanner,
    scanType: scannerList.find(({ id }) => id === scanner)?.scanType ?? 'code',
    version,
    durationMs: 0,
    outcome: { status: 'completed', findingsCount: 0, notes: [], incomplete: null },
  }));
}

async function scanNow(
  target: Target,
  project: Project,
  { choices, plans }: ChangeOptions,
  machine: Machine,
  io: Io,
): Promise<ScanResult> {
  const scanTypes = chooseScanTypes(choices, project, CHANGE_TYPES);
  const reasons = !isReportOnScreen(plans, io);
  const progress = openProgress(io, { quiet: choices.quiet, clock: machine.clock, reasons });
  try {
    return await runScan(toScanRequest({ target, project, scanTypes, baseline: null }, choices, io), {
      machine,
      scanners: scannerList,
      signal: io.signal,
      onEvent: progress.watch(),
    });
  } finally {
    await progress.close();
  }
}

async function tellScan({ scanners, summary }: ScanResult, { choices, plans }: ChangeOptions, io: Io): Promise<void> {
  if (choices.quiet) return;
  if (!isReportOnScreen(plans, io)) await tellNotes(scanners, choices.verbose, io);
  const suppressed = summary.suppressed.inline + summary.suppressed.config;
  if (suppressed > 0) await tell(io, `compare: suppressed ${suppressed} fresh finding(s) (inline + config)`);
}

async function checkDrift({ added, removed }: ChangeReport, io: Io): Promise<boolean> {
  const count = (findings: readonly Finding[]) => findings.filter((finding) => !isSuppressed(finding)).length;
  const [fresh, gone] = [count(added), count(removed)];
  if (fresh + gone > 0) await tell(io, `Failing: drift from the baseline: ${fresh} new, ${gone} disappeared`);
  return fresh + gone > 0;
}
