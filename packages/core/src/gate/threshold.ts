import { isSuppressed, SecureScanError, SEVERITIES, severityRank } from '@securescan/model';
import type { Finding, SeverityThreshold } from '@securescan/model';
import { suggest } from '../config/nearest.ts';

/** What a severity gate may be set to, most severe first; `none` is no gate. */
export const SEVERITY_THRESHOLDS = [...SEVERITIES, 'none'] as const satisfies readonly SeverityThreshold[];

/**
 * Reads the setting of a severity gate, in any case.
 * @throws SecureScanError E_ARGUMENT with the choices and the nearest one
 */
export function parseThreshold(word: string): SeverityThreshold {
  const threshold = SEVERITY_THRESHOLDS.find((choice) => choice === word.trim().toLowerCase());
  if (threshold !== undefined) return threshold;
  const choices = SEVERITY_THRESHOLDS.join(', ');
  throw new SecureScanError(
    'E_ARGUMENT',
    `'${word}' is not a severity; use one of ${choices}${suggest(word, SEVERITY_THRESHOLDS)}`,
  );
}

/** Number of findings that trip a severity gate. Suppressed ones never do; `none` is tripped by nothing. */
export function countAtOrAbove(
  findings: Iterable<Pick<Finding, 'severity' | 'metadata'>>,
  threshold: SeverityThreshold,
): number {
  if (threshold === 'none') return 0;
  const limit = severityRank(threshold);
  let count = 0;
  for (const finding of findings) if (!isSuppressed(finding) && severityRank(finding.severity) >= limit) count += 1;
  return count;
}

/** Whether there are more findings than a count gate allows; as many as allowed pass, suppressed ones do not count. */
export function isOverCount(findings: readonly Pick<Finding, 'metadata'>[], allowed: number): boolean {
  return findings.filter((finding) => !isSuppressed(finding)).length > allowed;
}
