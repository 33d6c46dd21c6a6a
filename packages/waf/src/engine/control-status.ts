import type { CheckResult, CheckStatus } from './evaluation.ts';

/** Of the results of a control: any failure fails it, else one that passed makes it pass, else nothing is decided. */
export function statusOfControl(results: readonly Pick<CheckResult, 'status'>[]): CheckStatus {
  if (results.some(({ status }) => status === 'FAIL')) return 'FAIL';
  return results.some(({ status }) => status === 'PASS') ? 'PASS' : 'SKIP';
}
