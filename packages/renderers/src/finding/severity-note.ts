import { SEVERITIES, type Finding, type Severity } from '@securescan/model';

/** The severity before an override of the configuration; null when nothing changed it. */
export function originalSeverityOf(finding: Pick<Finding, 'metadata' | 'severity'>): Severity | null {
  const written: unknown = finding.metadata.original_severity;
  const original = SEVERITIES.find((severity) => severity === written);
  return original === undefined || original === finding.severity ? null : original;
}

/** ` (was: high)` behind the title of a finding whose severity the configuration changed, else nothing. */
export function severityNote(finding: Pick<Finding, 'metadata' | 'severity'>): string {
  const original = originalSeverityOf(finding);
  return original === null ? '' : ` (was: ${original})`;
}
