import { SUPPRESSION_REASONS, compareCodePoints, type Finding } from '@securescan/model';

/** Why a finding is hidden, as the snapshot has it (an old one may carry an unknown word); null when it is not. */
export function suppressionOf(finding: Pick<Finding, 'metadata'>): string | null {
  const reason: unknown = finding.metadata.suppressed_by;
  return typeof reason === 'string' && reason !== '' ? reason : null;
}

/** Findings a renderer shows: all, or those that are not suppressed. Order is kept. */
export function selectShown(
  findings: readonly Finding[],
  options: { readonly showSuppressed: boolean },
): readonly Finding[] {
  return options.showSuppressed ? findings : findings.filter((finding) => suppressionOf(finding) === null);
}

/** Number of suppressed findings by reason: the three known reasons always and first, unknown ones after them, sorted. */
export function countSuppressed(findings: readonly Finding[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>(SUPPRESSION_REASONS.map((reason) => [reason, 0]));
  const unknown = new Set<string>();
  for (const finding of findings) {
    const reason = suppressionOf(finding);
    if (reason === null) continue;
    if (!counts.has(reason)) unknown.add(reason);
    else counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  for (const reason of [...unknown].toSorted(compareCodePoints)) {
    counts.set(reason, findings.filter((finding) => suppressionOf(finding) === reason).length);
  }
  return counts;
}

/** `3 (inline=1, config=1, baseline=1)`. */
export function describeSuppressed(counts: ReadonlyMap<string, number>): string {
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return `${total} (${[...counts].map(([reason, count]) => `${reason}=${count}`).join(', ')})`;
}

/** True when at least one finding is suppressed. */
export function hasSuppressed(counts: ReadonlyMap<string, number>): boolean {
  return [...counts.values()].some((count) => count > 0);
}
