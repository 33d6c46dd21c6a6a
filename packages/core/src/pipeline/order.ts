import { compareCodePoints, compareNullable, severityRank, toFindingJson } from '@securescan/model';
import type { Finding } from '@securescan/model';

/**
 * Canonical order: severity descending, scanner, rule id, file path, line, title, column, fingerprint; texts by code
 * point, null first. What ties even then is ordered by its JSON, so the order is total and independent of the input's.
 * The input is not changed.
 */
export function sortFindings(findings: readonly Finding[]): Finding[] {
  // Texts repeat far more than they differ: compare ranks, not letters.
  const scanners = rankTexts(findings.map(({ scanner }) => scanner));
  const rules = rankTexts(findings.map(({ ruleId }) => ruleId));
  const paths = rankTexts(findings.map(({ filePath }) => filePath));
  const keyed = findings.map((finding) => ({
    finding,
    severity: severityRank(finding.severity),
    scanner: scanners.get(finding.scanner) ?? 0,
    rule: rules.get(finding.ruleId) ?? 0,
    path: paths.get(finding.filePath) ?? 0,
    line: finding.lineStart ?? -1,
  }));
  keyed.sort(
    (a, b) =>
      b.severity - a.severity ||
      a.scanner - b.scanner ||
      a.rule - b.rule ||
      a.path - b.path ||
      a.line - b.line ||
      compareRest(a.finding, b.finding),
  );
  return keyed.map(({ finding }) => finding);
}

function compareRest(a: Finding, b: Finding): number {
  return (
    compareCodePoints(a.title, b.title) ||
    (a.column ?? -1) - (b.column ?? -1) ||
    compareCodePoints(a.fingerprint, b.fingerprint) ||
    compareCodePoints(JSON.stringify(toFindingJson(a)), JSON.stringify(toFindingJson(b)))
  );
}

function rankTexts(texts: readonly (string | null)[]): ReadonlyMap<string | null, number> {
  const distinct = [...new Set(texts)].toSorted(compareNullable);
  return new Map(distinct.map((text, rank) => [text, rank]));
}
