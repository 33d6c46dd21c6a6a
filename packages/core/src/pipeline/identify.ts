import { compareCodePoints, compareNullable, severityRank } from '@securescan/model';
import type { Finding } from '@securescan/model';
import { hashIdentity, identityText, toFindingId } from './fingerprint.ts';

/**
 * Gives every finding without one its fingerprint, and its id derived from it. A fingerprint that is there is trusted.
 *
 * Findings that share an identity are numbered in line order, whatever order they come in: the first keeps the plain
 * fingerprint, the number of each further one is hashed with it.
 */
export function identify(findings: readonly Finding[], root: string | null): Finding[] {
  const identified: Finding[] = [...findings];
  const groups = new Map<string, number[]>();
  for (const [index, finding] of findings.entries()) {
    if (finding.fingerprint !== '') {
      if (finding.id === '') identified[index] = { ...finding, id: toFindingId(finding.fingerprint) };
      continue;
    }
    const text = identityText(finding, root);
    const group = groups.get(text);
    if (group === undefined) groups.set(text, [index]);
    else group.push(index);
  }
  const number = (text: string, index: number, occurrence: number): void => {
    const finding = findings[index];
    if (finding === undefined) return;
    const fingerprint = hashIdentity(text, occurrence);
    identified[index] = { ...finding, id: finding.id === '' ? toFindingId(fingerprint) : finding.id, fingerprint };
  };
  for (const [text, group] of groups) {
    if (group.length > 1) group.sort((a, b) => compareOccurrences(findings[a], findings[b]));
    for (const [position, index] of group.entries()) number(text, index, position + 1);
  }
  return identified;
}

/** Order in which findings of one identity are numbered; total on everything that can be seen of them. */
function compareOccurrences(a: Finding | undefined, b: Finding | undefined): number {
  if (a === undefined || b === undefined) return 0;
  return (
    (a.lineStart ?? 0) - (b.lineStart ?? 0) ||
    (a.column ?? 0) - (b.column ?? 0) ||
    (a.lineEnd ?? 0) - (b.lineEnd ?? 0) ||
    compareCodePoints(a.title, b.title) ||
    compareCodePoints(a.description, b.description) ||
    severityRank(b.severity) - severityRank(a.severity) ||
    compareNullable(a.remediation, b.remediation) ||
    compareCodePoints(JSON.stringify(a.metadata), JSON.stringify(b.metadata))
  );
}
