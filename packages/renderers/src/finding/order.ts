import { compareCodePoints, compareNullable, severityRank, type Finding } from '@securescan/model';

function compareNumbers(a: number | null, b: number | null): number {
  return (a ?? -1) - (b ?? -1);
}

/**
 * Canonical order of findings (ruling 1): severity descending, scanner, rule, path, line, title, column, fingerprint;
 * nulls first. What is equal in all of these is ordered by the rest of its content, so that no order of the input shows.
 */
export function compareFindings(a: Finding, b: Finding): number {
  return (
    severityRank(b.severity) - severityRank(a.severity) ||
    compareCodePoints(a.scanner, b.scanner) ||
    compareNullable(a.ruleId, b.ruleId) ||
    compareNullable(a.filePath, b.filePath) ||
    compareNumbers(a.lineStart, b.lineStart) ||
    compareCodePoints(a.title, b.title) ||
    compareNumbers(a.column, b.column) ||
    compareCodePoints(a.fingerprint, b.fingerprint) ||
    compareNumbers(a.lineEnd, b.lineEnd) ||
    compareCodePoints(JSON.stringify(a), JSON.stringify(b))
  );
}

/** A canonically ordered copy. */
export function sortForOutput(findings: readonly Finding[]): Finding[] {
  return findings.toSorted(compareFindings);
}
