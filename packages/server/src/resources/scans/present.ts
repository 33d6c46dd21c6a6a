import type { Scan, ScannerRow, ScanSummary } from '@securescan/contract';
import { ScanType } from '@securescan/model';
import type { ScannerRecord, ScanRecord } from '@securescan/store';
import type { z } from 'zod';
import { findDuration, listRun, listSkipped, readOutcome, toSeconds } from '../../scans/wire.ts';

/**
 * A scan on the wire.
 * @param scanners - its scanner rows
 * @param queuePosition - scans before it; null unless it is pending
 */
export function presentScan(
  scan: ScanRecord,
  scanners: readonly ScannerRecord[],
  queuePosition: number | null,
): z.input<typeof Scan> {
  return {
    id: scan.id,
    target_path: scan.target,
    scan_types: presentTypes(scan.scanTypes),
    status: scan.status,
    started_at: scan.startedAt,
    completed_at: scan.completedAt,
    findings_count: scan.findingsCount,
    risk_score: scan.riskScore,
    summary: scan.summary,
    error: scan.error,
    target_url: scan.targetUrl,
    target_host: scan.targetHost,
    scanners_run: listRun(scanners),
    scanners_skipped: listSkipped(scanners),
    created_at: scan.createdAt,
    request_id: scan.requestId,
    project: scan.project === '' ? null : scan.project,
    queue_position: queuePosition,
    partial: scan.partial,
    scanners: scanners.map(presentScanner),
    severity_counts: scan.severityCounts,
    origin: scan.origin,
  };
}

/** The numbers of a scan; zeros until it has ended. */
export function presentSummary(scan: ScanRecord, scanners: readonly ScannerRecord[]): z.input<typeof ScanSummary> {
  return {
    total_findings: scan.findingsCount,
    ...scan.severityCounts,
    risk_score: scan.riskScore ?? 0,
    scanners_run: listRun(scanners),
    scanners_skipped: listSkipped(scanners),
    started_at: scan.startedAt,
    completed_at: scan.completedAt,
    duration_s: findDuration(scan),
    suppressed: scan.suppressedCounts,
  };
}

function presentScanner(row: ScannerRecord): z.input<typeof ScannerRow> {
  const { reason, installHint, findingsCount, notes } = readOutcome(row);
  return {
    scanner: row.scanner,
    scan_type: ScanType.parse(row.scanType),
    state: row.status,
    version: row.version,
    duration_s: row.durationMs === null ? null : toSeconds(row.durationMs),
    findings_count: findingsCount,
    reason,
    install_hint: installHint,
    notes: [...notes],
  };
}

/** Families are written by us; one that a newer version knows and this one does not is left out. */
function presentTypes(types: readonly string[]): ScanType[] {
  return types.flatMap((type) => ScanType.safeParse(type).data ?? []);
}
