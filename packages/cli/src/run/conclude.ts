import { countAtOrAbove } from '@securescan/core';
import { isSuppressed } from '@securescan/model';
import type { Finding, ScannerRun, ScanType, SeverityThreshold, SuppressedCounts } from '@securescan/model';
import { describeGap, findGaps } from '@securescan/renderers';
import { EXIT } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import { isCi } from '../io/environment.ts';
import { tell } from '../io/io.ts';
import type { Io } from '../io/io.ts';
import { countNoun } from './gates.ts';
import type { ScanChoices } from './scan-choices.ts';

/** `Suppressed: 3 (inline=1, config=1, baseline=1)`, or null when nothing is. */
export function describeSuppressed({ inline, config, baseline }: SuppressedCounts): string | null {
  const total = inline + config + baseline;
  return total === 0 ? null : `Suppressed: ${total} (inline=${inline}, config=${config}, baseline=${baseline})`;
}

/** Says which gates are hit by the findings that count; true when one is. */
export async function checkGates(
  findings: readonly Finding[],
  gates: { readonly severity: SeverityThreshold; readonly count: number | null },
  noun: string,
  io: Io,
): Promise<boolean> {
  const kept = findings.filter((finding) => !isSuppressed(finding));
  const above = countAtOrAbove(kept, gates.severity);
  const isOver = gates.count !== null && kept.length > gates.count;
  if (above > 0) await tell(io, `Failing: found ${countNoun(above, noun)} at or above '${gates.severity}'`);
  if (isOver) await tell(io, `Failing: ${countNoun(kept.length, noun)}, more than the ${gates.count} allowed`);
  return above > 0 || isOver;
}

/** What went wrong with the scanners of a run, told on stderr, and the exit status it asks for. */
export async function checkCompleteness(
  runs: readonly ScannerRun[],
  scanTypes: readonly ScanType[],
  choices: Pick<ScanChoices, 'allowPartial' | 'allowMissing' | 'quiet'>,
  command: string,
  io: Io,
): Promise<ExitCode> {
  const hasLooked = ({ outcome }: ScannerRun) =>
    outcome.status === 'completed' || (outcome.status === 'skipped' && outcome.code === 'nothing-to-scan');
  const blind = scanTypes.filter((type) => !runs.some((run) => run.scanType === type && hasLooked(run)));
  const failed = runs.filter(({ outcome }) => outcome.status === 'failed');
  const nothing = !runs.some((run) => hasLooked(run));
  if (nothing && !choices.allowMissing) {
    await tell(
      io,
      `${command}: no scanner could look at the target${choices.quiet ? describeAll(runs) : ''}; securescan status says how to get them`,
    );
    return EXIT.notDone;
  }
  for (const type of blind)
    await tell(io, `warning: no ${type} scanner could run; see securescan status --type ${type}`);
  if (failed.length === 0) return EXIT.ok;
  const names = failed.map(({ scanner }) => scanner).join(', ');
  if (isCi(io.env) && !choices.allowPartial) {
    await tell(io, `${command}: the result is not complete, since ${names} failed; mend that, or pass --allow-partial`);
    return EXIT.notDone;
  }
  await tell(io, `warning: the result is not complete, since ${names} failed`);
  return EXIT.ok;
}

/** Reasons that the progress lines have given already, unless the run was quiet. */
function describeAll(runs: readonly ScannerRun[]): string {
  const parts = runs.map(({ scanner, outcome }) => {
    if (outcome.status === 'failed') return `${scanner}: ${outcome.message}`;
    return outcome.status === 'skipped' ? `${scanner}: ${outcome.reason}` : scanner;
  });
  return parts.length === 0 ? '' : ` (${parts.join('; ')})`;
}

/** Sentences of scanners about what they left out: all with `verbose`, else the first of each. */
export async function tellNotes(runs: readonly ScannerRun[], verbose: boolean, io: Io): Promise<void> {
  for (const line of noteLines(runs, verbose)) await tell(io, `  ${line}`);
}

/**
 * The same for the two sides of a change; what both say is said once.
 * @param shown - `onScreen`: the report of the newer side follows on the same terminal and tells of that side itself
 */
export async function tellSideNotes(
  older: readonly ScannerRun[],
  newer: readonly ScannerRun[],
  shown: { readonly verbose: boolean; readonly onScreen: boolean },
  io: Io,
): Promise<void> {
  const list = (runs: readonly ScannerRun[]) =>
    shown.onScreen ? findGaps(runs).map((gap) => describeGap(gap)) : noteLines(runs, shown.verbose);
  const [base, head] = [new Set(list(older)), new Set(list(newer))];
  for (const line of base.difference(head)) await tell(io, `  base: ${line}`);
  if (shown.onScreen) return;
  for (const line of head) await tell(io, `  ${base.has(line) ? '' : 'head: '}${line}`);
}

function noteLines(runs: readonly ScannerRun[], verbose: boolean): string[] {
  return runs.flatMap(({ scanner, outcome }) => {
    if (outcome.status !== 'completed') return [];
    const shown = verbose ? outcome.notes : outcome.notes.slice(0, 1);
    const hidden = outcome.notes.length - shown.length;
    return [
      ...shown.map((note) => `${scanner}: note: ${note}`),
      ...(hidden > 0 ? [`${scanner}: ${countNoun(hidden, 'more note')}; --verbose shows all`] : []),
    ];
  });
}
