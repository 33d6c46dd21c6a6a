import { firstCodePoints, SEVERITIES } from '@securescan/model';
import type { ScannerRecord, ScanRecord, StoredNotification } from '@securescan/store';
import { listRun, toShortError } from './wire.ts';

type NewNotification = Omit<StoredNotification, 'id' | 'createdAt' | 'readAt'>;

/** What people are told about the end of a scan; null for cancelled scans and for those that found nothing. */
export function toEndNotice(scan: ScanRecord, scanners: readonly ScannerRecord[]): NewNotification | null {
  if (scan.status === 'failed') {
    return {
      ...about(scan),
      type: 'scan.failed',
      title: 'Scan failed',
      body: scan.error === null ? null : toShortError(scan.error),
      severity: 'high',
      level: 'error',
    };
  }
  const worst = SEVERITIES.find((severity) => scan.severityCounts[severity] > 0);
  if (scan.status !== 'completed' || worst === undefined) return null;
  const count = scan.severityCounts[worst];
  return {
    ...about(scan),
    type: 'scan.complete',
    title: `${count} ${worst} ${count === 1 ? 'finding' : 'findings'} on ${scan.target}`,
    body: `Scanners run: ${listRun(scanners).join(', ')}`,
    severity: worst,
    level: 'warning',
  };
}

/** What people are told about a scanner that failed. */
export function toScannerNotice(scan: ScanRecord, scanner: string, error: string): NewNotification {
  return {
    ...about(scan),
    type: 'scanner.failed',
    title: 'Scanner failed',
    body: `${scanner} failed: ${firstCodePoints(toShortError(error), 100)}`,
    severity: 'medium',
    level: 'warning',
  };
}

function about(scan: ScanRecord): Pick<NewNotification, 'link' | 'scanId' | 'project'> {
  return { link: `/scan/${scan.id}`, scanId: scan.id, project: scan.project };
}
