import {
  asFingerprint,
  asRepoPath,
  countSeverities,
  type ChangeReport,
  type Finding,
  type ScanResult,
  type ScannerRun,
} from '@securescan/model';
import type { RenderOptions } from '../src/index.ts';

/** A finding with defaults for what a test does not care about. */
export function makeFinding(
  fields: Partial<Omit<Finding, 'filePath' | 'fingerprint'>> & { filePath?: string | null; fingerprint?: string } = {},
): Finding {
  const { filePath = null, fingerprint = '', ...rest } = fields;
  return {
    id: '00000000-0000-8000-8000-000000000000',
    scanId: 'scan-1',
    scanner: 'semgrep',
    scanType: 'code',
    severity: 'medium',
    title: 'T',
    description: 'D.',
    lineStart: null,
    lineEnd: null,
    column: null,
    ruleId: null,
    cwe: null,
    remediation: null,
    metadata: {},
    complianceTags: [],
    ...rest,
    filePath: filePath === null ? null : asRepoPath(filePath),
    fingerprint: asFingerprint(fingerprint),
  };
}

/** A fingerprint that is easy to tell apart. */
export function fakeFingerprint(seed: number): string {
  return seed.toString(16).padStart(8, '0').repeat(8);
}

const EVAL = makeFinding({
  severity: 'high',
  title: 'Use of eval()',
  description: 'Detected eval() on a value that comes from the request. An attacker can run code in the server.',
  filePath: 'backend/api.py',
  lineStart: 42,
  lineEnd: 44,
  column: 9,
  ruleId: 'py.eval-detected',
  cwe: 'CWE-95',
  remediation: 'Parse the value with ast.literal_eval, or use a table of allowed operations.',
  metadata: { confidence: 'high', also_reported_by: [{ scanner: 'bandit', rule_id: 'B307', severity: 'medium' }] },
  complianceTags: ['OWASP-A03', 'PCI-DSS-6.5.1'],
  fingerprint: fakeFingerprint(1),
});

export const FINDINGS: readonly Finding[] = [
  makeFinding({
    scanner: 'secrets',
    severity: 'critical',
    title: 'AWS access key in source',
    description: 'An access key of Amazon Web Services stands in a file of the repository.',
    filePath: 'config/production.yml',
    lineStart: 5,
    ruleId: 'secrets/aws-access-key',
    cwe: 'CWE-798',
    remediation: 'Revoke the key, then read it from the environment.',
    complianceTags: ['OWASP-A07', 'SOC2-CC6.1'],
    fingerprint: fakeFingerprint(2),
  }),
  EVAL,
  makeFinding({
    scanner: 'bandit',
    severity: 'high',
    title: 'SQL injection through string formatting',
    description: 'The query is built with str.format from a parameter.',
    filePath: 'backend/db.py',
    lineStart: 12,
    ruleId: 'B608',
    cwe: 'CWE-89',
    remediation: 'Use bound parameters.',
    complianceTags: ['OWASP-A03'],
    fingerprint: fakeFingerprint(3),
  }),
  makeFinding({
    scanner: 'trivy',
    scanType: 'dependency',
    severity: 'medium',
    title: 'CVE-2024-12345 in requests 2.31.0',
    description: 'Certificate verification can be switched off by accident.\nFixed in 2.32.0.',
    filePath: 'requirements.txt',
    ruleId: 'CVE-2024-12345',
    remediation: 'Update requests to 2.32.0.',
    metadata: { package: 'requests', installed_version: '2.31.0', original_severity: 'high' },
    fingerprint: fakeFingerprint(4),
  }),
  makeFinding({
    scanner: 'builtin_dast',
    scanType: 'dast',
    severity: 'low',
    title: 'Server names its version',
    description: 'The header Server tells which software answers.',
    ruleId: 'info-disclosure-server',
    metadata: { target_url: 'https://shop.example/login' },
    fingerprint: fakeFingerprint(5),
  }),
  makeFinding({
    severity: 'info',
    title: 'Überflüssiger Import — 火 🔥',
    description: 'Nothing dangerous.',
    filePath: 'src/ünï/файл.py',
    lineStart: 3,
    ruleId: 'unused-import',
    fingerprint: fakeFingerprint(6),
  }),
  makeFinding({
    severity: 'high',
    title: 'Intentional eval in a fixture',
    description: 'Detected eval().',
    filePath: 'tests/fixtures/eval.py',
    lineStart: 3,
    ruleId: 'py.eval-detected',
    cwe: 'CWE-95',
    metadata: { suppressed_by: 'inline' },
    fingerprint: fakeFingerprint(7),
  }),
  makeFinding({
    scanner: 'dockerfile',
    scanType: 'iac',
    severity: 'medium',
    title: 'No USER directive',
    description: 'The container runs as root.',
    filePath: 'Dockerfile',
    ruleId: 'dockerfile/DL010',
    metadata: { suppressed_by: 'baseline' },
    fingerprint: fakeFingerprint(8),
  }),
];

export const SCANNERS: readonly ScannerRun[] = [
  {
    scanner: 'semgrep',
    scanType: 'code',
    version: '1.99.0',
    durationMs: 1040,
    outcome: { status: 'completed', findingsCount: 3, notes: [], incomplete: null },
  },
  {
    scanner: 'bandit',
    scanType: 'code',
    version: '1.8.6',
    durationMs: 300,
    outcome: {
      status: 'completed',
      findingsCount: 1,
      notes: ['2 records did not fit and were left out'],
      incomplete: null,
    },
  },
  {
    scanner: 'secrets',
    scanType: 'code',
    version: null,
    durationMs: 20,
    outcome: { status: 'completed', findingsCount: 1, notes: [], incomplete: '1 file over 5 MB was not read' },
  },
  {
    scanner: 'trivy',
    scanType: 'dependency',
    version: '0.58.1',
    durationMs: 5,
    outcome: {
      status: 'failed',
      code: 'E_TOOL_EXIT',
      message: 'trivy ended with status 2: database is locked',
      details: {},
    },
  },
  {
    scanner: 'npm-audit',
    scanType: 'dependency',
    version: null,
    durationMs: 0,
    outcome: {
      status: 'skipped',
      code: 'not-installed',
      reason: 'binary not on PATH',
      installHint: 'install Node.js from https://nodejs.org',
    },
  },
];

/** A finished scan of the given findings, with counts that agree with them. */
export function makeScan(findings: readonly Finding[] = FINDINGS, more: Partial<ScanResult> = {}): ScanResult {
  const kept = findings.filter((finding) => !finding.metadata.suppressed_by);
  const suppressed = { inline: 0, config: 0, baseline: 0 };
  for (const { metadata } of findings) if (metadata.suppressed_by) suppressed[metadata.suppressed_by] += 1;
  const counts = countSeverities(kept);
  const weight = counts.critical * 15 + counts.high * 8 + counts.medium * 3 + counts.low + counts.info * 0.2;
  return {
    scanId: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
    target: { kind: 'directory', display: './shop' },
    scanTypes: ['code', 'dependency', 'iac'],
    status: 'completed',
    startedAt: '2026-11-24T23:40:00.000Z',
    completedAt: '2026-11-24T23:40:09.500Z',
    findings,
    summary: {
      total: kept.length,
      counts,
      riskScore: Math.min(100, Math.round(200 * Math.log(1 + weight)) / 10),
      suppressed,
    },
    scanners: SCANNERS,
    notices: ['3 files were not read: they are larger than 5 MB'],
    overridesApplied: 1,
    configPath: '.securescan.yml',
    aiSummary: null,
    ...more,
  };
}

/** A scan in which every scanner looked and nothing was found. */
export const CLEAN_SCAN = makeScan([], {
  scanners: [
    {
      scanner: 'semgrep',
      scanType: 'code',
      version: '1.99.0',
      durationMs: 1040,
      outcome: { status: 'completed', findingsCount: 0, notes: [], incomplete: null },
    },
  ],
  notices: [],
  overridesApplied: 0,
});

/** A change with the given lists. */
export function makeChange(more: Partial<ChangeReport> = {}): ChangeReport {
  return {
    mode: 'diff',
    added: FINDINGS.filter((finding) => finding.fingerprint !== EVAL.fingerprint).slice(0, 7),
    removed: [EVAL],
    unchanged: [makeFinding({ title: 'Old one', fingerprint: fakeFingerprint(20), filePath: 'old.py', lineStart: 1 })],
    escalated: [],
    notComparable: [],
    base: 'main',
    head: 'HEAD',
    baseSha: 'b'.repeat(40),
    headSha: 'c'.repeat(40),
    scanners: [],
    notices: [],
    ...more,
  };
}

export const OPTIONS: RenderOptions = {
  productVersion: '1.0.0',
  now: '2026-11-25T00:00:00.000Z',
  showSuppressed: false,
  gate: 'none',
  colour: false,
  width: null,
  repo: null,
  sha: null,
  serverUrl: 'https://github.com',
};

export const COMPLIANCE: NonNullable<RenderOptions['compliance']> = [
  {
    framework: 'OWASP Top 10',
    framework_id: 'owasp-top10-2021',
    version: '2021',
    total_controls: 10,
    violated_details: [
      { id: 'OWASP-A03', name: 'Injection' },
      { id: 'OWASP-A07', name: 'Identification and Authentication Failures' },
    ],
  },
  {
    framework: 'PCI DSS',
    framework_id: 'pci-dss-v4',
    version: '4.0',
    total_controls: 12,
    violated_details: [{ id: 'PCI-DSS-6', name: 'Develop and maintain secure systems and software' }],
  },
  {
    framework: 'SOC 2',
    framework_id: 'soc2',
    version: '2017',
    total_controls: 9,
    violated_details: [{ id: 'SOC2-CC6.1', name: 'Logical access' }],
  },
];
