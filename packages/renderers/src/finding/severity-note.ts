import { Severity, type Finding } from '@securescan/model';

/** The severity before an override of the configuration; null when nothing changed it. */
export function originalSeverityOf(finding: Pick<Finding, 'metadata' | 'severity'>): Severity | null {
  const original = Severity.safeParse(finding.metadata.original_severity);
  return original.success && original.data !== finding.severity ? original.data : null;
}

/** ` (was: high)` behind the title of a finding whose severity the configuration changed, else nothing. */
export function severityNote(finding: Pick<Finding, 'metadata' | 'severity'>): string {
  const original = originalSeverityOf(finding);
  return original === null ? '' : ` (was: ${original})`;
}
