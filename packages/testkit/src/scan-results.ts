import type { Finding, ScanResult } from '@securescan/model';
import { asFingerprint, asRepoPath, countSeverities, isSuppressed } from '@securescan/model';

/** A finding with unremarkable values, for tests to vary. */
export function makeFinding(changes: Partial<Finding> = {}): Finding {
  return {
    id: '11111111-1111-8111-8111-111111111111',
    scanId: 'scan-1',
    scanner: 'semgrep',
    scanType: 'code',
    severity: 'medium',
    title: 'Use of eval()',
    description: 'Evaluating text as code lets its author run anything.',
    filePath: asRepoPath('src/app.py'),
    lineStart: 3,
    lineEnd: 3,
    column: 5,
    ruleId: 'py.eval',
    cwe: 'CWE-95',
    remediation: 'Parse the value instead.',
    metadata: {},
    complianceTags: ['OWASP-A03'],
    fingerprint: asFingerprint('a'.repeat(64)),
    ...changes,
  };
}

/** A completed scan of one scanner with the given findings. */
export function makeScanResult(findings: readonly Finding[], changes: Partial<ScanResult> = {}): ScanResult {
  const shown = findings.filter((finding) => !isSuppressed(finding));
  return {
    scanId: 'scan-1',
    target: { kind: 'directory', display: '.' },
    scanTypes: ['code'],
    status: 'completed',
    startedAt: '2026-01-02T03:04:05.000Z',
    completedAt: '2026-01-02T03:04:06.500Z',
    findings,
    summary: {
      total: shown.length,
      counts: countSeverities(shown),
      riskScore: 12.3,
      suppressed: { inline: findings.length - shown.length, config: 0, baseline: 0 },
    },
    scanners: [
      {
        scanner: 'semgrep',
        scanType: 'code',
        version: '1.0.0',
        durationMs: 1500,
        outcome: { status: 'completed', findingsCount: findings.length, notes: [], incomplete: null },
      },
    ],
    notices: [],
    overridesApplied: 0,
    configPath: null,
    aiSummary: null,
    ...changes,
  };
}
