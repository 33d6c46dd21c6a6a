import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { writeFileAtomic } from '@securescan/host';
import { describeError, SecureScanError } from '@securescan/model';
import { compareSnapshots } from '@securescan/waf';
import type { ControlChange, EarlierRun, Snapshot, SnapshotDiff } from '@securescan/waf';
import type { ParsedArguments } from '../../command/parsed-arguments.ts';
import { tell } from '../../io/io.ts';
import type { Io } from '../../io/io.ts';
import { findPrevious, readIndex, readRun, withLock, writeRun } from './state-store.ts';
import type { Series } from './state-store.ts';

/**
 * Compares a run with the one before it of the same project, branch, kind of code and paths, and keeps it. A history that cannot
 * be used is a warning: the check itself stands.
 */
export async function keepHistory(snapshot: Snapshot, args: ParsedArguments, now: Date, io: Io): Promise<Snapshot> {
  if (args.has('no-state')) return snapshot;
  const shown = args.find('state-dir') ?? '.wafpass-state';
  const directory = resolve(io.cwd, shown);
  const series: Series = {
    project: snapshot.project,
    branch: snapshot.branch,
    iac_plugin: snapshot.iac_plugin,
    source_paths: snapshot.source_paths,
  };
  try {
    return await withLock(directory, now, async () => {
      const index = await readIndex(directory);
      const previous = findPrevious(index, series);
      const earlier = previous === null ? null : toEarlierRun(await readRun(directory, previous.run_id));
      const compared =
        earlier === null ? snapshot : { ...snapshot, diff_from_previous: compareSnapshots(snapshot, earlier) };
      const { run_id, generated_at, risk_score } = snapshot;
      await writeRun(directory, index, { run_id, generated_at, risk_score, ...series }, compared);
      return compared;
    });
  } catch (error) {
    await tell(io, `warning: no history kept in ${shown}: ${describeError(error)}`);
    return snapshot;
  }
}

/**
 * The difference from the numbers that `--baseline` names; null without it.
 * @throws SecureScanError E_BASELINE_NOT_FOUND, E_BASELINE_INVALID
 */
export async function compareBaseline(snapshot: Snapshot, args: ParsedArguments, io: Io): Promise<SnapshotDiff | null> {
  const file = args.find('baseline');
  if (file === undefined) return null;
  const text = await readFile(resolve(io.cwd, file), 'utf8').catch((error: unknown) => {
    throw new SecureScanError('E_BASELINE_NOT_FOUND', `cannot read the baseline: ${describeError(error)}`, {
      cause: error,
    });
  });
  const earlier = toEarlierRun(parseJson(text));
  if (earlier === null) throw new SecureScanError('E_BASELINE_INVALID', `${file} is no baseline of --save-baseline`);
  return compareSnapshots(snapshot, earlier);
}

/** @throws SecureScanError E_OUTPUT_PATH, E_WRITE */
export async function saveBaseline(snapshot: Snapshot, args: ParsedArguments, io: Io): Promise<void> {
  const file = args.find('save-baseline');
  if (file === undefined) return;
  const { control_details: _, diff_from_previous: __, ...numbers } = snapshot;
  await writeFileAtomic(resolve(io.cwd, file), `${JSON.stringify(numbers, null, 2)}\n`);
  await tell(io, `Baseline written to ${file}`);
}

/** A difference as lines for a report. */
export function describeDiff(diff: SnapshotDiff, snapshot: Snapshot, earlier: string): readonly string[] {
  const before = snapshot.risk_score - diff.score_delta;
  const trend = diff.score_delta === 0 ? 'as before' : `was ${before}${diff.score_delta > 0 ? ', worse' : ', better'}`;
  const list = (kind: string, changes: readonly ControlChange[]) =>
    changes.map(({ control_id, from, to, title }) => `${kind}: ${control_id} ${from} to ${to}  ${title}`);
  return [
    `risk score ${snapshot.risk_score} (0 is best), ${trend} in ${earlier}`,
    ...list('regression', diff.regressions),
    ...list('improvement', diff.improvements),
    ...list('no longer evaluated', diff.no_longer_evaluated),
    ...list('changed', diff.other_changes),
  ];
}

/** What is needed of a kept run; other programs call the risk score `score`. */
function toEarlierRun(value: unknown): EarlierRun | null {
  if (typeof value !== 'object' || value === null || !('control_statuses' in value)) return null;
  const { control_statuses: statuses } = value;
  const risk = 'risk_score' in value ? value.risk_score : 'score' in value ? value.score : null;
  if (typeof statuses !== 'object' || statuses === null || typeof risk !== 'number') return null;
  const runId = 'run_id' in value ? String(value.run_id) : '';
  // A word that is no status only counts as another one than that of today.
  return { run_id: runId, risk_score: risk, control_statuses: statuses as EarlierRun['control_statuses'] };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
