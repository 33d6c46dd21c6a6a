import { compareCodePoints, compareNullable, severityRank, toFindingJson } from '@securescan/model';
import type { Finding } from '@securescan/model';

/**
 * Canonical order: severity descending, scanner, rule id, file path, line, title, column, fingerprint; texts by code
 * point, null first. What ties even then is ordered by its JSON, so the order is total and independent of the input's.
 * The input is not changed.
 */
export function sortFindings(findings: readonly Finding[]): Finding[] {
  // Texts repeat far more than they differ: compare ranks, not letters. In lists of numbers, not in an object per finding.
  const scanners = rankTexts(findings, ({ scanner }) => scanner);
  const rules = rankTexts(findings, ({ ruleId }) => ruleId);
  const paths = rankTexts(findings, ({ filePath }) => filePath);
  const places = findings.map((_, place) => place);
  places.sort((x, y) => {
    const a = findings[x];
    const b = findings[y];
    if (a === undefined || b === undefined) return 0;
    return (
      severityRank(b.severity) - severityRank(a.severity) ||
      (scanners[x] ?? 0) - (scanners[y] ?? 0) ||
      (rules[x] ?? 0) - (rules[y] ?? 0) ||
      (paths[x] ?? 0) - (paths[y] ?? 0) ||
      (a.lineStart ?? -1) - (b.lineStart ?? -1) ||
      compareRest(a, b)
    );
  });
  return places.map((place) => findings[place]).filter((finding) => finding !== undefined);
}

function compareRest(a: Finding, b: Finding): number {
  return (
    compareCodePoints(a.title, b.title) ||
    (a.column ?? -1) - (b.column ?? -1) ||
    compareCodePoints(a.fingerprint, b.fingerprint) ||
    compareCodePoints(JSON.stringify(toFindingJson(a)), JSON.stringify(toFindingJson(b)))
  );
}

/** Per finding, the place of its text among all texts in order. */
function rankTexts(findings: readonly Finding[], textOf: (finding: Finding) => string | null): readonly number[] {
  const distinct = [...new Set(findings.map(textOf))].toSorted(compareNullable);
  const ranks = new Map(distinct.map((text, rank) => [text, rank]));
  return findings.map((finding) => ranks.get(textOf(finding)) ?? 0);
}
