import { SEVERITIES, type RawFinding, type Severity } from '@securescan/model';
import { toTitle } from '../tool-report/index.ts';
import { findCheckSeverity } from './severities.ts';
import type { CheckovCheck } from './schema.ts';

/** A failed check as a finding. The path is as reported; see `toReportedPath`. */
export function toRawFinding(check: CheckovCheck, checkType: string): RawFinding {
  const [start, end] = toLines(check.file_line_range);
  const resource = check.resource ?? '';
  return {
    severity: toSeverity(check),
    title: toCheckTitle(check, resource),
    description: check.check_name ?? '',
    path: check.file_path,
    lineStart: start,
    lineEnd: end,
    ruleId: check.check_id,
    cwe: checkType === 'secrets' || check.check_id?.startsWith('CKV_SECRET_') === true ? 'CWE-798' : null,
    remediation: check.guideline,
    metadata: { check_type: checkType, resource },
  };
}

/** The platform's severity when there is one, else ours for the check, else medium. */
function toSeverity(check: CheckovCheck): Severity {
  const word = (check.check_result?.evaluated_keys_severity ?? check.severity)?.toLowerCase();
  const known = SEVERITIES.find((severity) => severity === word && severity !== 'info');
  if (known !== undefined) return known;
  if (word !== undefined) return 'medium';
  return findCheckSeverity(check.check_id ?? '') ?? 'medium';
}

/** What is asked for, and where it is missing: one check fails for many resources of a file. */
function toCheckTitle(check: CheckovCheck, resource: string): string {
  const what = check.check_name === null ? (check.check_id ?? 'Failed check') : toStatement(toTitle(check.check_name));
  return resource === '' || resource.startsWith('/') ? what : `${what} (${resource})`;
}

/** Names of checks are mostly wishes ("Ensure that …"), and a title says what is. */
function toStatement(wish: string): string {
  const rest = /^Ensures? (?:that )?(.+)$/i.exec(wish)?.[1];
  return rest === undefined ? wish : `Not met: ${rest}`;
}

function toLines(range: readonly number[] | null | undefined): [number | null, number | null] {
  const [start, end] = range ?? [];
  if (start === undefined || start < 1) return [null, null];
  return [start, end === undefined ? start : Math.max(start, end)];
}
