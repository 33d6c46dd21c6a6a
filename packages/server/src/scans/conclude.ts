import type { Repositories, ScanEnd, ScanRecord } from '@securescan/store';
import { toEndNotice } from './notices.ts';
import { toTerminalEvent } from './wire.ts';

/** What the row of a cancelled scan says. */
export const CANCELLED_BY_USER = 'Scan cancelled by user';

/** What an end needs from outside. */
export interface EndContext {
  /** Time of the end. */
  readonly at: string;
  readonly newId: () => string;
}

export interface Conclusion {
  readonly scan: ScanRecord;
  /** Webhook deliveries that now wait. */
  readonly deliveries: number;
}

/**
 * Ends a locked scan with all that follows from it: status and counts, terminal event, webhooks, notification, audit row. Called
 * in one transaction, so that there is either all of it, once, or nothing.
 */
export async function concludeScan(
  repositories: Repositories,
  scanId: string,
  end: ScanEnd,
  { at, newId }: EndContext,
): Promise<Conclusion> {
  const { scans, events, webhooks, notifications, audit } = repositories;
  await scans.cancelScanners(scanId);
  const scan = await scans.end(scanId, end);
  const scanners = await scans.listScanners([scanId]);
  const { name, data } = toTerminalEvent(scan, scanners);
  await events.append({ scanId, name, data, at });
  const deliveries = name === 'scan.cancelled' ? 0 : await webhooks.enqueue(name, data, at, newId);
  const notice = toEndNotice(scan, scanners);
  if (notice !== null) await notifications.add({ ...notice, id: newId(), createdAt: at, readAt: null });
  await audit.append({
    ts: at,
    requestId: scan.requestId,
    actor: { id: null, kind: 'system', name: null },
    address: null,
    action: 'scan.end',
    target: { type: 'scan', id: scanId },
    project: scan.project,
    outcome: scan.status === 'failed' ? 'failed' : 'ok',
    details: { status: scan.status, findings_count: scan.findingsCount },
  });
  return { scan, deliveries };
}

/** An end without any findings. */
export function toEmptyEnd(status: ScanEnd['status'], at: string, error: string, partial: boolean): ScanEnd {
  return {
    status,
    completedAt: at,
    partial,
    findingsCount: 0,
    severityCounts: { critical: 0, high: 0, medium: 0, low: 0, info: 0 },
    suppressedCounts: { inline: 0, config: 0, baseline: 0 },
    riskScore: null,
    summary: null,
    error,
    notices: [],
    configPath: null,
  };
}
