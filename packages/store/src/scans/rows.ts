import type { Finding, JsonObject, ScannerRun, ScanResult } from '@securescan/model';
import { asFingerprint, asRepoPath, ScanStatus, ScanType, Severity, severityRank } from '@securescan/model';
import type { Insertable, Selectable } from 'kysely';
import { z } from 'zod';
import type { StoredScan } from '../contract.ts';
import { clean, cleanOrNull, toJson } from '../json-text.ts';
import type { FindingTable, ScanScannerTable, ScanTable } from '../schema.ts';
import type { ScannerRecord, ScannerStatus, ScanRecord } from './contract.ts';

/** Version of the identity algorithm that a row's fingerprint was made with. */
export const FINGERPRINT_VERSION = 'securescan/v1';

const Metadata = z.record(z.string(), z.json());
const Strings = z.array(z.string());
const Counts = z.record(z.string(), z.number());
const TargetKind = z.enum(['directory', 'file', 'url', 'host']);
const ScannerStatusSchema: z.ZodType<ScannerStatus> = z.enum([
  'pending',
  'running',
  'completed',
  'skipped',
  'failed',
  'cancelled',
]);

export function toScanRow(result: ScanResult, origin: StoredScan['origin']): Insertable<ScanTable> {
  return {
    id: result.scanId,
    created_at: result.startedAt,
    started_at: result.startedAt,
    completed_at: result.completedAt,
    target: clean(result.target.display),
    target_kind: result.target.kind,
    scan_types: toJson(result.scanTypes),
    status: result.status,
    origin,
    findings_count: result.summary.total,
    severity_counts: toJson(result.summary.counts),
    suppressed_counts: toJson(result.summary.suppressed),
    risk_score: result.summary.riskScore,
    summary: cleanOrNull(result.aiSummary),
    error: cleanOrNull(result.failure?.message ?? null),
    partial: isPartial(result.scanners) ? 1 : 0,
    notices: toJson(result.notices),
    config_path: cleanOrNull(result.configPath),
  };
}

/** Whether a scanner did not finish. */
function isPartial(scanners: readonly ScannerRun[]): boolean {
  return scanners.some(({ outcome }) => outcome.status === 'failed' || outcome.status === 'cancelled');
}

export function toScannerRows(result: ScanResult): Insertable<ScanScannerTable>[] {
  return result.scanners.map((run, position) => ({
    scan_id: result.scanId,
    position,
    scanner: run.scanner,
    scan_type: run.scanType,
    status: run.outcome.status,
    version: cleanOrNull(run.version),
    duration_ms: Math.round(run.durationMs),
    outcome: toJson(run.outcome),
  }));
}

export function toFindingRow(scanId: string, finding: Finding, ordinal: number): Insertable<FindingTable> {
  return {
    scan_id: scanId,
    ordinal,
    id: finding.id,
    scanner: finding.scanner,
    scan_type: finding.scanType,
    severity: finding.severity,
    severity_rank: severityRank(finding.severity),
    raw_severity: finding.metadata.original_severity ?? finding.severity,
    title: clean(finding.title),
    description: clean(finding.description),
    file_path: cleanOrNull(finding.filePath),
    line_start: finding.lineStart,
    line_end: finding.lineEnd,
    column_start: finding.column,
    rule_id: cleanOrNull(finding.ruleId),
    cwe: finding.cwe,
    remediation: cleanOrNull(finding.remediation),
    metadata: toJson(toStoredMetadata(finding.metadata)),
    compliance_tags: toJson(finding.complianceTags),
    fingerprint: finding.fingerprint,
    fingerprint_version: FINGERPRINT_VERSION,
    suppressed_by: finding.metadata.suppressed_by ?? null,
  };
}

export function toFinding(row: Selectable<FindingTable>): Finding {
  const metadata: JsonObject = Metadata.parse(JSON.parse(row.metadata));
  return {
    id: row.id,
    scanId: row.scan_id,
    scanner: row.scanner,
    scanType: ScanType.parse(row.scan_type),
    severity: Severity.parse(row.severity),
    title: row.title,
    description: row.description,
    filePath: row.file_path === null ? null : asRepoPath(row.file_path),
    lineStart: row.line_start,
    lineEnd: row.line_end,
    column: row.column_start,
    ruleId: row.rule_id,
    cwe: row.cwe,
    remediation: row.remediation,
    metadata,
    complianceTags: Strings.parse(JSON.parse(row.compliance_tags)),
    fingerprint: asFingerprint(row.fingerprint),
  };
}

export function toStoredScan(row: Selectable<ScanTable>): StoredScan {
  return {
    id: row.id,
    target: row.target,
    scanTypes: Strings.parse(JSON.parse(row.scan_types)),
    status: ScanStatus.parse(row.status),
    createdAt: row.created_at,
    startedAt: row.started_at,
    completedAt: row.completed_at,
    findingsCount: row.findings_count,
    riskScore: row.risk_score,
    error: row.error,
    origin: row.origin === 'api' ? 'api' : 'cli',
  };
}

export function toScanRecord(row: Selectable<ScanTable>): ScanRecord {
  const counts = Counts.parse(JSON.parse(row.severity_counts));
  const suppressed = Counts.parse(JSON.parse(row.suppressed_counts));
  return {
    ...toStoredScan(row),
    targetKind: TargetKind.parse(row.target_kind),
    targetUrl: row.target_url,
    targetHost: row.target_host,
    project: row.project,
    requestId: row.request_id,
    createdBy: row.created_by,
    owner: row.owner,
    leaseUntil: row.lease_until,
    attempt: row.attempt,
    cancelRequested: row.cancel_requested === 1,
    partial: row.partial === 1,
    severityCounts: {
      critical: counts['critical'] ?? 0,
      high: counts['high'] ?? 0,
      medium: counts['medium'] ?? 0,
      low: counts['low'] ?? 0,
      info: counts['info'] ?? 0,
    },
    suppressedCounts: {
      inline: suppressed['inline'] ?? 0,
      config: suppressed['config'] ?? 0,
      baseline: suppressed['baseline'] ?? 0,
    },
    summary: row.summary,
    notices: Strings.parse(JSON.parse(row.notices)),
    configPath: row.config_path,
  };
}

export function toScannerRecord(row: Selectable<ScanScannerTable>): ScannerRecord {
  return {
    scanId: row.scan_id,
    position: row.position,
    scanner: row.scanner,
    scanType: row.scan_type,
    status: ScannerStatusSchema.parse(row.status),
    version: row.version,
    durationMs: row.duration_ms,
    outcome: Metadata.parse(JSON.parse(row.outcome)),
  };
}

export function toScannerRecordRow(scanner: ScannerRecord): Insertable<ScanScannerTable> {
  return {
    scan_id: scanner.scanId,
    position: scanner.position,
    scanner: scanner.scanner,
    scan_type: scanner.scanType,
    status: scanner.status,
    version: cleanOrNull(scanner.version),
    duration_ms: scanner.durationMs === null ? null : Math.round(scanner.durationMs),
    outcome: toJson(scanner.outcome),
  };
}

/** Without an explicit `suppressed_by: null`: the column says it, and whoever writes the JSON of a finding adds it once. */
function toStoredMetadata(metadata: Finding['metadata']): Finding['metadata'] {
  const { suppressed_by: suppressedBy, ...rest } = metadata;
  return suppressedBy == null ? rest : { ...rest, suppressed_by: suppressedBy };
}
