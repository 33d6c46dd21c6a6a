import { compareCodePoints, Severity } from '@securescan/model';
import type { Finding, FindingMetadata } from '@securescan/model';
import { isGlob, matchesGlob } from './glob.ts';

export interface OverrideResult {
  readonly findings: readonly Finding[];
  /** Findings whose severity the configuration decides, also when it is the same one. */
  readonly applied: number;
}

/**
 * Sets severities as the configuration says and keeps the scanner's word in `metadata.original_severity`.
 *
 * Starts from the original severity each time, so it is idempotent, and a changed configuration takes effect on findings
 * read from a snapshot.
 * @param overrides - by rule id, by `scanner:rule`, or by either with `*` and `?`; the most specific key wins
 */
export function applyOverrides(
  findings: readonly Finding[],
  overrides: Readonly<Record<string, Severity>>,
): OverrideResult {
  const findOverride = createResolver(overrides);
  let applied = 0;
  const out = findings.map((finding) => {
    const stamp = finding.metadata.original_severity;
    const override = finding.ruleId === null ? null : findOverride(finding.scanner, finding.ruleId);
    if (override !== null) applied += 1;
    if (override === null && stamp === undefined) return finding;
    const original = Severity.safeParse(stamp).data ?? finding.severity;
    if (override === null) return { ...finding, severity: original, metadata: withoutStamp(finding.metadata) };
    if (override === finding.severity && stamp === original) return finding;
    return { ...finding, severity: override, metadata: { ...finding.metadata, original_severity: original } };
  });
  return { findings: out, applied };
}

function withoutStamp(metadata: FindingMetadata): FindingMetadata {
  const { original_severity: _, ...rest } = metadata;
  return rest;
}

type Resolver = (scanner: string, ruleId: string) => Severity | null;

/** Exact keys before globs, `scanner:rule` before rule alone, among globs the one with more letters. */
function createResolver(overrides: Readonly<Record<string, Severity>>): Resolver {
  const exact = new Map(Object.entries(overrides));
  if (exact.size === 0) return () => null;
  const globs = [...exact.keys()]
    .filter(isGlob)
    .toSorted((a, b) => countLetters(b) - countLetters(a) || compareCodePoints(a, b));
  const known = new Map<string, Severity | null>();
  return (scanner, ruleId) => {
    const qualified = `${scanner}:${ruleId}`;
    let severity = known.get(qualified);
    if (severity === undefined) {
      const glob = globs.find((pattern) => matchesGlob(pattern, pattern.includes(':') ? qualified : ruleId));
      severity = exact.get(qualified) ?? exact.get(ruleId) ?? (glob === undefined ? null : (exact.get(glob) ?? null));
      known.set(qualified, severity);
    }
    return severity;
  };
}

function countLetters(pattern: string): number {
  return pattern.replaceAll(/[*?]/g, '').length;
}
