import type { AppliedWaiver, CheckResult, ControlEvaluation } from '../engine/evaluation.ts';
import { statusOfControl } from '../engine/control-status.ts';
import { createWaiverTest } from './covers.ts';
import type { Waiver } from './waiver.ts';
import { waiverStatus } from './waiver-status.ts';

export interface WaiverOptions {
  /** Waivers of another project do not count; those without a project always do. Empty when it has none. */
  readonly project?: string;
  /** ISO date. */
  readonly today: string;
  /** `fail` unless given: an expired waiver waives nothing. With `warn` it still does. Both say so. */
  readonly expiredWaivers?: 'fail' | 'warn';
}

export interface WaivedEvaluations {
  readonly evaluations: readonly ControlEvaluation[];
  /** Sentences about waivers that are expired, or that nothing needed. */
  readonly notes: readonly string[];
}

/**
 * Marks what is knowingly not met. A waiver without resource and check makes its whole control WAIVED; another one covers
 * single failures, and the control is WAIVED when no other failure is left. Results keep their own status.
 */
export function applyWaivers(
  evaluations: readonly ControlEvaluation[],
  waivers: readonly Waiver[],
  { project = '', today, expiredWaivers = 'fail' }: WaiverOptions,
): WaivedEvaluations {
  const notes: string[] = [];
  const mine = waivers.filter((waiver) => waiver.project === '' || waiver.project === project);
  const inForce = mine.filter((waiver) => {
    if (waiverStatus(waiver.expires, today) !== 'expired') return true;
    const effect = expiredWaivers === 'warn' ? 'it still holds' : 'it does not hold any more';
    notes.push(`The waiver of ${waiver.id} (${waiver.reason}) expired on ${waiver.expires}; ${effect}.`);
    return expiredWaivers === 'warn';
  });
  const byControl = Map.groupBy(inForce.toReversed(), ({ id }) => id.toUpperCase());
  const used = new Set<Waiver>();
  const waived = evaluations.map((evaluation) => {
    // The one of the project before those for all, and of equals the last one written.
    const own = byControl
      .get(evaluation.control.id.toUpperCase())
      ?.toSorted((a, b) => Number(a.project === '') - Number(b.project === ''));
    return own === undefined ? evaluation : waive(evaluation, own, used);
  });
  const known = new Set(evaluations.map(({ control }) => control.id.toUpperCase()));
  for (const waiver of inForce) if (!used.has(waiver)) notes.push(describeUnused(waiver, known));
  return { evaluations: waived, notes };
}

function waive(evaluation: ControlEvaluation, waivers: readonly Waiver[], used: Set<Waiver>): ControlEvaluation {
  const whole = waivers.find(({ resource, check }) => resource === '' && check === '');
  const covers = waivers.map((waiver) => ({ waiver, isFor: createWaiverTest(waiver) }));
  const results = evaluation.results.map((result): CheckResult => {
    if (result.status !== 'FAIL') return result;
    const found = covers.find(({ isFor }) => isFor(result.check.id, result.resource))?.waiver;
    if (found === undefined) return result;
    used.add(found);
    return { ...result, waiver: toApplied(found) };
  });
  if (whole !== undefined) {
    used.add(whole);
    return { ...evaluation, status: 'WAIVED', results, waiver: toApplied(whole) };
  }
  const first = results.find(({ waiver }) => waiver !== undefined);
  if (first?.waiver === undefined) return evaluation;
  const rest = statusOfControl(results.filter(({ waiver }) => waiver === undefined));
  return rest === 'FAIL'
    ? { ...evaluation, results }
    : { ...evaluation, status: 'WAIVED', results, waiver: first.waiver };
}

function toApplied({ reason, expires }: Waiver): AppliedWaiver {
  return { reason, expires };
}

function describeUnused({ id, resource, check }: Waiver, known: ReadonlySet<string>): string {
  const what = [id, ...(check === '' ? [] : [`check ${check}`]), ...(resource === '' ? [] : [resource])].join(', ');
  const why = known.has(id.toUpperCase()) ? 'nothing fails that it covers' : 'no control of this id was evaluated';
  return `The waiver of ${what} is not used: ${why}.`;
}
