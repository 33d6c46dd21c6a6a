import { compareCodePoints, compareNullable, severityRank, toFindingJson, type Finding } from '@securescan/model';

function compareNumbers(a: number | null, b: number | null): number {
  return (a ?? -1) - (b ?? -1);
}

/**
 * Canonical order of findings (ruling 1): severity descending, scanner, rule, path, line, title, column, fingerprint;
 * nulls first. What is equal in all of these is ordered by its JSON, so that no order of the input shows. The engine sorts
 * so too (a test compares the two); here it is done again, since a snapshot or another caller may not have.
 */
function compareFindings(a: Finding, b: Finding): number {
  return (
    severityRank(b.severity) - severityRank(a.severity) ||
    compareCodePoints(a.scanner, b.scanner) ||
    compareNullable(a.ruleId, b.ruleId) ||
    compareNullable(a.filePath, b.filePath) ||
    compareNumbers(a.lineStart, b.lineStart) ||
    compareCodePoints(a.title, b.title) ||
    compareNumbers(a.column, b.column) ||
    compareCodePoints(a.fingerprint, b.fingerprint) ||
    compareCodePoints(JSON.stringify(toFindingJson(a)), JSON.stringify(toFindingJson(b)))
  );
}

/** The findings in canonical order; as they are when they have it already, which is the rule. */
export function sortForOutput(findings: readonly Finding[]): readonly Finding[] {
  return isSorted(findings) ? findings : findings.toSorted(compareFindings);
}

function isSorted(findings: readonly Finding[]): boolean {
  return findings.every((finding, index) => {
    const previous = findings[index - 1];
    return previous === undefined || compareFindings(previous, finding) <= 0;
  });
}
