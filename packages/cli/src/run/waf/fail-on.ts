import type { CheckResult, ControlEvaluation } from '@securescan/waf';
import { FAIL_ON_WORDS, SEVERITY_WORDS } from '../../commands/waf-options.ts';
import { parseChoice } from '../choices.ts';
import { countNoun } from '../gates.ts';

/** When a check ends with status 1. */
export type FailOn = (typeof FAIL_ON_WORDS)[number];

/** @throws SecureScanError E_ARGUMENT */
export function parseFailOn(word: string): FailOn {
  return parseChoice('--fail-on', word.trim(), FAIL_ON_WORDS);
}

/**
 * What hits the gate, in words; null when nothing does.
 * @param honourOnFail - failures that the check itself calls weaker than a violation do not count
 */
export function findGateHit(
  evaluations: readonly ControlEvaluation[],
  failOn: FailOn,
  honourOnFail: boolean,
): string | null {
  if (failOn === 'none') return null;
  const counts = (result: CheckResult) =>
    result.status === 'FAIL' && (!honourOnFail || result.check.onFail === 'violation');
  const failing = evaluations.filter(({ status, results }) => status === 'FAIL' && results.some(counts));
  if (failOn === 'fail') return describe(failing.length, 'failed');
  if (failOn === 'skip' || failOn === 'any') {
    const skipped = evaluations.filter(({ status }) => status === 'SKIP').length;
    return describe(failing.length + skipped, 'failed or did not apply');
  }
  const limit = SEVERITY_WORDS.indexOf(failOn);
  const severe = failing.filter(({ results }) =>
    results.some((result) => counts(result) && SEVERITY_WORDS.indexOf(result.check.severity) <= limit),
  );
  return describe(severe.length, `failed at or above ${failOn}`);
}

function describe(count: number, what: string): string | null {
  return count === 0 ? null : `${countNoun(count, 'control')} ${what}`;
}
