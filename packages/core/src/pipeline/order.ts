import { compareCodePoints, compareNullable, severityRank, toFindingJson } from '@securescan/model';
import type { Finding } from '@securescan/model';

/**
 * Canonical order: severity descending, scanner, rule id, file path, line, title, column, fingerprint; texts by code
 * point, null first. What ties even then is ordered by its JSON, so the order is total and independent of the input's.
 * The input is not changed.
 */
export function sortFindings(findings: readonly Finding[]): Finding[] {
  // Texts repeat far more than they differ: compare ranks, not letters. In lists of numbers and not in the findings, which
  // lie all over the memory.
  const scanners = rankTexts(findings, ({ scanner }) => scanner);
  const rules = rankTexts(findings, ({ ruleId }) => ruleId);
  const paths = rankTexts(findings, ({ filePath }) => filePath);
  const kinds = findings.map(
    ({ severity }, place) =>
      (-severityRank(severity) * scanners.distinct + scanners.of(place)) * rules.distinct + rules.of(place),
  );
  const lines = findings.map(({ lineStart }) => lineStart ?? -1);
  const places = findings.map((_, place) => place);
  places.sort(
    (a, b) =>
      compareAt(kinds, a, b) ||
      paths.of(a) - paths.of(b) ||
      compareAt(lines, a, b) ||
      compareRest(findings[a], findings[b]),
  );
  return places.map((place) => findings[place]).filter((finding) => finding !== undefined);
}

function compareAt(numbers: readonly number[], a: number, b: number): number {
  return (numbers[a] ?? 0) - (numbers[b] ?? 0);
}

function compareRest(a: Finding | undefined, b: Finding | undefined): number {
  if (a === undefined || b === undefined) return 0;
  return (
    compareCodePoints(a.title, b.title) ||
    (a.column ?? -1) - (b.column ?? -1) ||
    compareCodePoints(a.fingerprint, b.fingerprint) ||
    compareCodePoints(JSON.stringify(toFindingJson(a)), JSON.stringify(toFindingJson(b)))
  );
}

interface Ranks {
  /** Number of different texts. */
  readonly distinct: number;
  /** Place of a finding's text among all texts in order. */
  of(place: number): number;
}

function rankTexts(findings: readonly Finding[], textOf: (finding: Finding) => string | null): Ranks {
  const distinct = [...new Set(findings.map(textOf))].toSorted(compareNullable);
  const known = new Map(distinct.map((text, rank) => [text, rank]));
  const ranks = findings.map((finding) => known.get(textOf(finding)) ?? 0);
  return { distinct: distinct.length, of: (place) => ranks[place] ?? 0 };
}
