import { compareCodePoints } from '@securescan/model';
import type { Finding } from '@securescan/model';
import { hashIdentity, identityPath } from '../pipeline/fingerprint.ts';
import type { BaselineIndex } from '../run/request.ts';

/**
 * The findings that a baseline knows. Where it counts, only that many findings of a fingerprint are known, first lines
 * first, so that one more hit of a known kind is new.
 */
export function findKnown(findings: readonly Finding[], baseline: BaselineIndex): ReadonlySet<Finding> {
  const known = new Set<Finding>();
  const spent = new Map<string, number>();
  const spend = (fingerprint: string): boolean => {
    if (fingerprint === '' || !baseline.has(fingerprint)) return false;
    const before = spent.get(fingerprint) ?? 0;
    if (before >= (baseline.countOf?.(fingerprint) ?? Number.POSITIVE_INFINITY)) return false;
    spent.set(fingerprint, before + 1);
    return true;
  };
  const inOrder = baseline.countOf === undefined ? findings : findings.toSorted(compareLines);
  for (const finding of inOrder) {
    if (spend(finding.fingerprint) || (baseline.contextFree === true && contextFreeFingerprints(finding).some(spend))) {
      known.add(finding);
    }
  }
  return known;
}

/** The fingerprints as they were made while no source text entered them and weaknesses stood as the tool spelled them. */
function contextFreeFingerprints({ scanner, ruleId, filePath, cwe, metadata }: Finding): readonly string[] {
  const spelled = [metadata['cwe_text'], metadata['cwe']].flat().filter((text) => typeof text === 'string');
  return [...new Set([cwe ?? '', ...spelled])].map((text) =>
    hashIdentity(`${scanner}|${ruleId ?? ''}|${identityPath(filePath)}||${text}`),
  );
}

function compareLines(a: Finding, b: Finding): number {
  return (
    (a.lineStart ?? 0) - (b.lineStart ?? 0) ||
    (a.column ?? 0) - (b.column ?? 0) ||
    compareCodePoints(a.fingerprint, b.fingerprint) ||
    compareCodePoints(a.title, b.title) ||
    compareCodePoints(a.id, b.id)
  );
}
