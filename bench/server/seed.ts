import { createHash, randomUUID } from 'node:crypto';
import { asFingerprint, asRepoPath, countSeverities, SEVERITIES } from '@securescan/model';
import type { Finding, ScanResult } from '@securescan/model';
import { openStore } from '@securescan/store';

/** Scans that the bench reads. */
export interface Seed {
  readonly older: string;
  readonly newer: string;
  readonly fingerprints: readonly string[];
}

/** Findings of the two large scans. */
export const LARGE = 20_000;
const SMALL_SCANS = 60;

/** Fills a new database: many small scans, and two large ones that share most of their findings. */
export async function seedDatabase(path: string): Promise<Seed> {
  await using store = await openStore({ kind: 'sqlite', path }, () => new Date(0));
  for (let index = 0; index < SMALL_SCANS; index += 1) {
    await store.saveScan(makeScan(randomUUID(), `/srv/small-${index}`, index, makeFindings(0, 20)), 'api');
  }
  const [older, newer] = [randomUUID(), randomUUID()];
  await store.saveScan(makeScan(older, '/srv/large', 1000, makeFindings(0, LARGE)), 'api');
  const findings = makeFindings(200, LARGE);
  await store.saveScan(makeScan(newer, '/srv/large', 2000, findings), 'api');
  return { older, newer, fingerprints: findings.map(({ fingerprint }) => fingerprint) };
}

function makeScan(scanId: string, target: string, minute: number, findings: readonly Finding[]): ScanResult {
  const startedAt = new Date(Date.UTC(2026, 0, 1) + minute * 60_000).toISOString();
  const scanners = ['secrets', 'git-hygiene', 'licenses', 'semgrep', 'bandit'];
  return {
    scanId,
    target: { kind: 'directory', display: target },
    scanTypes: ['code', 'dependency'],
    status: 'completed',
    startedAt,
    completedAt: startedAt,
    findings: findings.map((finding) => ({ ...finding, scanId })),
    summary: {
      total: findings.length,
      counts: countSeverities(findings),
      riskScore: 50,
      suppressed: { inline: 0, config: 0, baseline: 0 },
    },
    scanners: scanners.map((scanner) => ({
      scanner,
      scanType: 'code',
      version: '1.0.0',
      durationMs: 100,
      outcome: { status: 'completed', findingsCount: findings.length, notes: [], incomplete: null },
    })),
    notices: [],
    overridesApplied: 0,
    configPath: null,
    aiSummary: null,
  };
}

function makeFindings(from: number, count: number): readonly Finding[] {
  return Array.from({ length: count }, (_, place): Finding => {
    const index = from + place;
    return {
      id: randomUUID(),
      scanId: '',
      scanner: 'semgrep',
      scanType: 'code',
      severity: SEVERITIES[Math.floor((place * 5) / count)] ?? 'info',
      title: `Use of a weak hash in module ${index % 97}`,
      description:
        'The function uses a hash that is broken. An attacker can make two inputs with the same digest, so that a check that trusts the digest lets a forged input pass.',
      filePath: asRepoPath(`src/module-${index % 97}/file-${index % 31}.py`),
      lineStart: index % 400,
      lineEnd: index % 400,
      column: 5,
      ruleId: `python.lang.security.rule-${index % 211}`,
      cwe: 'CWE-327',
      remediation: 'Use SHA-256 or better.',
      metadata: { confidence: 'high' },
      complianceTags: ['OWASP-A02', 'PCI-DSS-6.5.3'],
      fingerprint: asFingerprint(createHash('sha256').update(String(index)).digest('hex')),
    };
  });
}
