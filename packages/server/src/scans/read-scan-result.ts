import { ScanType } from '@securescan/model';
import type { ScannerOutcome, ScannerRun, ScanResult } from '@securescan/model';
import type { ScannerRecord, Store } from '@securescan/store';

/** An ended scan as renderers want it; undefined when there is none of that id, or it has not ended. */
export async function readScanResult(store: Store, scanId: string): Promise<ScanResult | undefined> {
  const scan = await store.scans.find(scanId);
  if (scan === undefined || scan.status === 'pending' || scan.status === 'running') return undefined;
  const scanners = await store.scans.listScanners([scanId]);
  return {
    scanId,
    target: { kind: scan.targetKind, display: scan.target },
    scanTypes: scan.scanTypes.flatMap((type) => ScanType.safeParse(type).data ?? []),
    status: scan.status,
    ...(scan.status === 'failed'
      ? { failure: { code: 'E_NO_SCANNER' as const, message: scan.error ?? 'the scan failed' } }
      : {}),
    startedAt: scan.startedAt ?? scan.createdAt,
    completedAt: scan.completedAt ?? scan.createdAt,
    findings: await store.listFindings(scanId),
    summary: {
      total: scan.findingsCount,
      counts: scan.severityCounts,
      riskScore: scan.riskScore ?? 0,
      suppressed: scan.suppressedCounts,
    },
    scanners: scanners.map(toRun),
    notices: scan.notices,
    overridesApplied: 0,
    configPath: scan.configPath,
    aiSummary: scan.summary,
  };
}

function toRun({ scanner, scanType, version, durationMs, status, outcome }: ScannerRecord): ScannerRun {
  const hasEnded = status !== 'pending' && status !== 'running';
  return {
    scanner,
    scanType: ScanType.parse(scanType),
    version,
    durationMs: durationMs ?? 0,
    // Written from an outcome when the scanner ended; one that never did was cut off with the scan.
    outcome: hasEnded ? (outcome as unknown as ScannerOutcome) : { status: 'cancelled' },
  };
}
