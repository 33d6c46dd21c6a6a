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
  const texts = findings.map((finding) => (finding.fingerprint === '' ? identityText(finding, root) : null));
  const occurrences = numberOccurrences(findings, texts);
  return findings.map((finding, index) => {
    const text = texts[index] ?? null;
    if (text === null) return finding.id === '' ? { ...finding, id: toFindingId(finding.fingerprint) } : finding;
    const fingerprint = hashIdentity(text, occurrences.get(index));
    return { ...finding, id: finding.id === '' ? toFindingId(fingerprint) : finding.id, fingerprint };
  });
}

/** Number of each finding among those that share its identity, by place in the list; only for identities that repeat. */
function numberOccurrences(
  findings: readonly Finding[],
  texts: readonly (string | null)[],
): ReadonlyMap<number, number> {
  const firsts = new Map<string, number>();
  const repeated = new Map<string, number[]>();
  for (const [index, text] of texts.entries()) {
    if (text === null) continue;
    const first = firsts.get(text);
    if (first === undefined) {
      firsts.set(text, index);
      continue;
    }
    const group = repeated.get(text);
    if (group === undefined) repeated.set(text, [first, index]);
    else group.push(index);
  }
  const occurrences = new Map<number, number>();
  for (const group of repeated.values()) {
    group.sort((a, b) => compareOccurrences(findings[a], findings[b]));
    for (const [position, index] of group.entries()) occurrences.set(index, position + 1);
  }
  return occurrences;
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
