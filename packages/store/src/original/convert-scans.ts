import { riskScore, sortFindings, summarise } from '@securescan/core';
import type { Finding, JsonObject, ScanType } from '@securescan/model';
import { SCAN_TYPES } from '@securescan/model';
import { clean, cleanOrNull, toJson } from '../json-text.ts';
import { insertFindings } from '../scans/save-result.ts';
import type { StoreDatabase } from '../schema.ts';
import { OriginalFinding, OriginalScan, readOriginal } from './rows.ts';
import { toPresentFinding } from './to-finding.ts';

const INTERRUPTED = 'Interrupted by server restart';

/** Scanners of SecureScan 0.x in the order of its registry. */
const SCANNERS: Readonly<Record<string, ScanType>> = {
  semgrep: 'code',
  bandit: 'code',
  trivy: 'dependency',
  checkov: 'iac',
  baseline: 'baseline',
  secrets: 'code',
  safety: 'dependency',
  licenses: 'dependency',
  dockerfile: 'iac',
  'npm-audit': 'dependency',
  'git-hygiene': 'code',
  builtin_dast: 'dast',
  zap: 'dast',
  nmap: 'network',
};
const ORDER = Object.keys(SCANNERS);

export interface ScanCounts {
  readonly scans: number;
  readonly findings: number;
  /** Scans that had not ended. */
  readonly interrupted: number;
  /** Findings that had no fingerprint. */
  readonly derived: number;
}

/** Scans with their scanners and findings. @param now - RFC 3339 */
export async function convertScans(db: StoreDatabase, now: string): Promise<ScanCounts> {
  let counts: ScanCounts = { scans: 0, findings: 0, interrupted: 0, derived: 0 };
  for await (const page of readOriginal(db, 'scans', OriginalScan)) {
    for (const scan of page) {
      const isInterrupted = scan.status === 'pending' || scan.status === 'running';
      const { findings, derived } = await convertScan(db, scan, isInterrupted, now);
      counts = {
        scans: counts.scans + 1,
        findings: counts.findings + findings,
        interrupted: counts.interrupted + (isInterrupted ? 1 : 0),
        derived: counts.derived + derived,
      };
    }
  }
  return counts;
}

async function convertScan(
  db: StoreDatabase,
  scan: OriginalScan,
  isInterrupted: boolean,
  now: string,
): Promise<{ readonly findings: number; readonly derived: number }> {
  const rows: OriginalFinding[] = [];
  for await (const page of readOriginal(db, 'findings', OriginalFinding, { where: ['scan_id', scan.id] })) {
    rows.push(...page);
  }
  // Whether it is a file was not written down either.
  const isFile =
    rows.some(({ file_path }) => file_path === scan.target_path) &&
    !rows.some(({ file_path }) => file_path?.startsWith(`${scan.target_path}/`));
  const root = isFile ? scan.target_path.replace(/[^/\\]+$/, '') : scan.target_path;
  const findings = sortFindings(rows.map((row) => toPresentFinding(row, root)));
  const derived = rows.filter(({ fingerprint }) => !fingerprint).length;
  const { total, counts, suppressed } = summarise(findings);
  const ends = isInterrupted ? now : scan.completed_at;
  await db
    .insertInto('scans')
    .values({
      id: scan.id,
      // When it was asked for was not written down.
      created_at: scan.started_at ?? scan.completed_at ?? now,
      started_at: scan.started_at,
      // The zone of the machine can set its clock back in the middle of a scan.
      completed_at: ends !== null && scan.started_at !== null && ends < scan.started_at ? scan.started_at : ends,
      target: clean(scan.target_path),
      target_kind: isFile ? 'file' : 'directory',
      target_url: scan.target_url,
      target_host: scan.target_host,
      scan_types: toJson(scan.scan_types),
      status: isInterrupted ? 'failed' : scan.status,
      origin: 'api',
      partial: isInterrupted ? 1 : 0,
      findings_count: total,
      severity_counts: toJson(counts),
      suppressed_counts: toJson(suppressed),
      risk_score: scan.risk_score ?? (total > 0 ? riskScore(counts) : null),
      summary: cleanOrNull(scan.summary),
      error: isInterrupted ? INTERRUPTED : cleanOrNull(scan.error),
      notices: toJson(derived === 0 ? [] : [toNotice(derived)]),
    })
    .execute();
  await insertScanners(db, scan, findings);
  await insertFindings(db, scan.id, findings, 0);
  return { findings: findings.length, derived };
}

function toNotice(derived: number): string {
  const subject = derived === 1 ? '1 finding came' : `${derived} findings came`;
  return `${subject} from SecureScan 0.x without a fingerprint; it was made without the source line, so the next scan gives another one`;
}

async function insertScanners(db: StoreDatabase, scan: OriginalScan, findings: readonly Finding[]): Promise<void> {
  const found = new Map<string, number>();
  for (const { scanner } of findings) found.set(scanner, (found.get(scanner) ?? 0) + 1);
  const typeOf = (name: string): ScanType =>
    SCANNERS[name] ?? findings.find(({ scanner }) => scanner === name)?.scanType ?? scan.scan_types[0] ?? SCAN_TYPES[0];
  const row = (scanner: string, status: 'completed' | 'skipped', outcome: JsonObject) => ({
    scanner: clean(scanner),
    scan_type: typeOf(scanner),
    status,
    outcome: toJson({ status, ...outcome }),
  });
  // Early versions did not write down who ran; whoever has found something did.
  const ran = new Set([...scan.scanners_run, ...found.keys()]);
  const rows = [
    ...[...ran].map((name) =>
      row(name, 'completed', { findingsCount: found.get(name) ?? 0, notes: [], incomplete: null }),
    ),
    ...scan.scanners_skipped
      .filter(({ name }) => !ran.has(name))
      .map(({ name, reason, install_hint }) =>
        row(name, 'skipped', { code: toSkipCode(reason), reason, installHint: install_hint ?? null }),
      ),
  ].toSorted((a, b) => rankOf(a.scanner) - rankOf(b.scanner));
  if (rows.length === 0) return;
  await db
    .insertInto('scan_scanners')
    .values(
      rows.map((values, position) => ({ scan_id: scan.id, position, version: null, duration_ms: null, ...values })),
    )
    .execute();
}

function rankOf(scanner: string): number {
  const index = ORDER.indexOf(scanner);
  return index < 0 ? ORDER.length : index;
}

function toSkipCode(reason: string): string {
  if (reason === 'not installed') return 'not-installed';
  return reason === 'unavailable' ? 'broken' : 'not-applicable';
}
