/** Raw findings for the benches, as scanners of a large repository would report them. */
import type { PipelineSettings, ScannerFindings, SourceFacts } from '@securescan/core';
import type { RawFinding, Severity } from '@securescan/model';

const SCANNERS = ['semgrep', 'bandit', 'secrets', 'dockerfile'] as const;
const SEVERITIES: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'info'];
const CWES = ['CWE-89', 'CWE-79: Improper Neutralization of Input', 'CWE-22', 'CWE-798', null] as const;
const FINDINGS_PER_FILE = 20;

/**
 * Makes raw findings as four scanners would report them in files of twenty findings each: a third is seen by two
 * scanners, lines repeat, paths are absolute. Equal for equal counts.
 */
export function makeRawFindings(count: number): readonly ScannerFindings[] {
  const byScanner = SCANNERS.map((): RawFinding[] => []);
  for (let i = 0; i < count; i += 1) {
    const isSecondSight = i % 3 === 2;
    const n = isSecondSight ? i - 1 : i;
    const file = Math.floor(n / FINDINGS_PER_FILE);
    const scanner = (n % 2) + (isSecondSight ? 1 : 0);
    byScanner[scanner]?.push({
      severity: SEVERITIES[n % SEVERITIES.length] ?? 'info',
      title: `Problem number ${n % 97} of a kind`,
      description: `A description of problem ${n % 97} as tools write it, with the name of parameter ${n % 1000}.`,
      path: `/srv/checkout/packages/part-${file % 40}/src/module-${file}.py`,
      lineStart: 1 + ((n * 7) % 400),
      lineEnd: 1 + ((n * 7) % 400) + (n % 3),
      column: 1 + (n % 60),
      ruleId: `rules.python.lang.security.rule-${n % 211}`,
      cwe: CWES[n % CWES.length] ?? null,
      remediation: n % 2 === 0 ? 'Use the safe variant.' : null,
      metadata: { confidence: 'HIGH', more_info: 'https://example.test/rule', references: ['https://example.test/a'] },
    });
  }
  return SCANNERS.map((scanner, i) => ({ scanner, scanType: 'code', findings: byScanner[i] ?? [] }));
}

/** Settings with source lines for every file of `makeRawFindings(count)`. */
export function makeSettings(count: number): PipelineSettings {
  const sources = new Map<string, SourceFacts>();
  const lines = new Map(
    Array.from({ length: 403 }, (_, i) => [i + 1, `    value_${i % 50} = call(argument, ${i})  # note`]),
  );
  for (let file = 0; file <= count / FINDINGS_PER_FILE; file += 1) {
    sources.set(`packages/part-${file % 40}/src/module-${file}.py`, { lines, directives: [] });
  }
  return {
    scanId: '00000000-0000-8000-8000-000000000000',
    root: '/srv/checkout',
    severityOverrides: { 'rules.python.lang.security.rule-7': 'low', 'bandit:*rule-1?': 'info' },
    ignoredRules: ['rules.python.lang.security.rule-9'],
    baseline: null,
    noSuppress: false,
    sources,
    today: '2026-01-01',
  };
}
