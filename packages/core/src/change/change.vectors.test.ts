import { SecureScanError, parseFinding, toFindingJson } from '@securescan/model';
import type { Finding } from '@securescan/model';
import { testVectors } from '@securescan/testkit';
import { classifyChanges } from './classify.ts';
import { compareScans } from './compare-scans.ts';
import { parseSnapshot } from './snapshot.ts';

const ids = (findings: readonly { readonly id: string }[]) => findings.map(({ id }) => id);
const read = (records: readonly unknown[]): Finding[] => records.map(parseFinding);

testVectors<{ old: unknown[]; new: unknown[] }, unknown>('diff_classify', (input) => {
  const { added, removed, unchanged } = classifyChanges(read(input.old), read(input.new));
  const changes = added.length + removed.length;
  return {
    new: ids(added),
    fixed: ids(removed),
    unchanged: ids(unchanged),
    total_changes: changes,
    is_empty: changes + unchanged.length === 0,
  };
});

const SNAPSHOT_KEYS = [
  'scan_id',
  'scanner',
  'scan_type',
  'severity',
  'title',
  'description',
  'file_path',
  'line_start',
  'remediation',
  'compliance_tags',
  'fingerprint',
] as const;

testVectors<string, unknown>('snapshot_load', (input) => {
  try {
    const { findings } = parseSnapshot(input);
    return {
      ok: true,
      findings: findings.map((finding) => {
        const json = toFindingJson(finding);
        return { ...Object.fromEntries(SNAPSHOT_KEYS.map((key) => [key, json[key]])), metadata: finding.metadata };
      }),
    };
  } catch (error) {
    if (!(error instanceof SecureScanError)) throw error;
    const fields = error.details['fields'];
    if (fields !== undefined) return { ok: false, kind: 'ValidationError', fields };
    return { ok: false, kind: error.message.startsWith('not valid JSON') ? 'json' : error.message };
  }
});

interface ScanInput {
  readonly risk_score: number | null;
  readonly findings: readonly unknown[];
}

testVectors<{ scan_a: ScanInput; scan_b: ScanInput }, unknown>('api_compare', ({ scan_a, scan_b }) => {
  const [a, b] = [scan_a, scan_b].map(({ risk_score, findings }) => ({
    scan: null,
    riskScore: risk_score,
    findings: read(findings),
  }));
  if (a === undefined || b === undefined) throw new Error('a comparison has two sides');
  const comparison = compareScans(a, b);
  return {
    new: ids(comparison.new),
    fixed: ids(comparison.fixed),
    unchanged: ids(comparison.unchanged),
    risk_delta: comparison.summary.risk_delta,
  };
});
