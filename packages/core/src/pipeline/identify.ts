import { compareCodePoints, compareNullable, severityRank } from '@securescan/model';
import type { Finding, Fingerprint } from '@securescan/model';
import { fingerprintOf, hashIdentity, identityText, toFindingId } from './fingerprint.ts';

/**
 * Gives every finding without one its fingerprint, and its id derived from it. A fingerprint that is there is trusted.
 *
 * Findings that share an identity are numbered in line order, whatever order they come in: the first keeps the plain
 * fingerprint, the number of each further one is hashed with it.
 */
export function identify(findings: readonly Finding[], root: string | null): Finding[] {
  // Hashes and not the hashed texts, which would be kept for the whole list.
  const plain = findings.map((finding) => (finding.fingerprint === '' ? fingerprintOf(finding, root) : null));
  const occurrences = numberOccurrences(findings, plain);
  return findings.map((finding, index) => {
    const first = plain[index] ?? null;
    if (first === null) return finding.id === '' ? { ...finding, id: toFindingId(finding.fingerprint) } : finding;
    const number = occurrences.get(index) ?? 1;
    const fingerprint = number === 1 ? first : hashIdentity(identityText(finding, root), number);
    return { ...finding, id: finding.id === '' ? toFindingId(fingerprint) : finding.id, fingerprint };
  });
}

/** Number of each finding among those that share its identity, by place in the list; only for identities that repeat. */
function numberOccurrences(
  findings: readonly Finding[],
  plain: readonly (Fingerprint | null)[],
): ReadonlyMap<number, number> {
  const firsts = new Map<string, number>();
  const repeated = new Map<string, number[]>();
  for (const [index, fingerprint] of plain.entries()) {
    if (fingerprint === null) continue;
    const first = firsts.get(fingerprint);
    if (first === undefined) {
      firsts.set(fingerprint, index);
      continue;
    }
    const group = repeated.get(fingerprint);
    if (group === undefined) repeated.set(fingerprint, [first, index]);
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
