import { resolve } from 'node:path';
import { createClock } from '@securescan/host';
import { renderDocument, writeDocument } from '@securescan/waf';
import type { ResultDocument } from '@securescan/waf';
import type { ParsedArguments } from '../../command/parsed-arguments.ts';
import { describeFailure } from '../../failure.ts';
import { EXIT } from '../../exit-codes.ts';
import type { ExitCode } from '../../exit-codes.ts';
import { tell } from '../../io/io.ts';
import type { Io } from '../../io/io.ts';
import { checkOutputPlace } from '../output-place.ts';
import { isReportOnScreen, planReports, writeReports } from '../reports.ts';
import type { ReportPlan } from '../reports.ts';
import { FORMATS, readCheckChoices, withOutputWords } from './check-choices.ts';
import { checkCode } from './check-code.ts';
import { toDocument, toSentDocument } from './check-document.ts';
import { compareBaseline, describeDiff, keepHistory, saveBaseline } from './check-history.ts';
import { createReports } from './check-report.ts';
import { toSnapshot } from './check-snapshot.ts';
import { judge } from './check-verdict.ts';
import { findPush } from './find-push.ts';
import type { WafServer } from './server.ts';
import { writeBlastRadius } from './write-blast-radius.ts';

/** Checks infrastructure code against controls. */
export async function run(args: ParsedArguments, io: Io): Promise<ExitCode> {
  const choices = readCheckChoices(args);
  const push = findPush(args, io);
  const plans = await planReports(withOutputWords(args, push?.text ?? null), io, FORMATS, 'text');
  await checkPlaces(args, io);
  // What asks a server is loaded by those that do.
  const target =
    push === null ? null : await (await import('./server.ts')).openWafServer(push.option, push.text, args, io);
  const now = createClock(io.env.get('SECURESCAN_FAKE_NOW')).now();

  const checked = await checkCode(args, choices, now, io);
  const document = toDocument(checked, choices);
  const verdict = judge(checked, document, choices, args);
  const onScreen = isReportOnScreen(plans, io);
  if (!onScreen) await tellGaps(document.diagnostics, checked.notices, io);

  const snapshot = await keepHistory(toSnapshot(checked, choices, now), args, now, io);
  const { diff_from_previous: diff } = snapshot;
  const baseline = await compareBaseline(snapshot, args, io);
  const changes = [
    ...(diff === null ? [] : describeDiff(diff, snapshot, `run ${diff.previous_run_id}`)),
    ...(baseline === null ? [] : describeDiff(baseline, snapshot, 'the baseline')),
  ];
  const { conclusion } = verdict;
  const render = createReports(
    { checked, document, conclusion, changes: changes.length === 0 ? null : changes, now, args },
    io,
  );
  const isStreamed = ({ format, file }: ReportPlan) => format === 'json' && file === null;
  // Piece by piece: a document of many resources need not be in memory twice.
  if (plans.some(isStreamed)) {
    for (const piece of writeDocument(toSentDocument(document, checked, args))) await io.stdout.write(piece);
  }
  await writeReports(
    plans.filter((plan) => !isStreamed(plan)),
    render,
    io,
  );
  await saveBaseline(snapshot, args, io);
  await writeBlastRadius(checked, args, io);
  if (args.has('export')) {
    await (await import('./check-exports.ts')).exportNumbers(snapshot, countByStatus(document.findings), args, io);
  }
  const isPushed =
    target === null || (await tryPush(renderDocument(toSentDocument(document, checked, args)), target, io));
  if (!onScreen && verdict.exitCode !== EXIT.ok) await tell(io, conclusion);
  return isPushed ? verdict.exitCode : EXIT.badInput;
}

/** Files that are written at the end are looked at before the work. */
async function checkPlaces(args: ParsedArguments, io: Io): Promise<void> {
  const files = [
    args.find('save-baseline'),
    args.has('blast-radius') ? (args.find('blast-radius-out') ?? 'blast_radius.md') : undefined,
  ];
  for (const display of files) {
    if (display !== undefined) await checkOutputPlace({ path: resolve(io.cwd, display), display });
  }
}

const MAX_TOLD = 20;

/** What the report on a terminal says itself. */
async function tellGaps(diagnostics: ResultDocument['diagnostics'], notices: readonly string[], io: Io): Promise<void> {
  const told = diagnostics.slice(0, MAX_TOLD);
  for (const { severity, file, line, column, message } of told) {
    await tell(io, `${severity}: ${file}:${line}:${column}: ${message}`);
  }
  if (diagnostics.length > told.length)
    await tell(io, `and ${diagnostics.length - told.length} more problems; the report has all`);
  for (const notice of notices) await tell(io, `warning: ${notice}`);
}

function countByStatus(findings: ResultDocument['findings']): Readonly<Record<string, number>> {
  const counts: Record<string, number> = { PASS: 0, FAIL: 0, SKIP: 0, WAIVED: 0 };
  for (const { status } of findings) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

/** A document that could not be sent ends the check with 2, as pipelines expect it; the reports are written by then. */
async function tryPush(text: string, target: WafServer, io: Io): Promise<boolean> {
  try {
    await (await import('./push-document.ts')).pushDocument(text, target, io);
    return true;
  } catch (error) {
    for (const line of describeFailure(error, 'waf check: ', io.env).lines) await tell(io, line);
    return false;
  }
}
