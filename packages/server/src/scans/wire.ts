import { firstCodePoints } from '@securescan/model';
import type { JsonObject } from '@securescan/model';
import type { ScannerRecord, ScanRecord } from '@securescan/store';

/** Events, webhooks and notifications carry an error in one line of at most that many characters. */
const MAX_ERROR = 200;

/** A scanner that did not run, as scans, events and webhooks tell it. */
export interface SkippedScanner {
  readonly name: string;
  readonly reason: string;
  readonly install_hint: string | null;
}

/** The outcome that a scanner row holds, read leniently: older rows may lack what newer ones have. */
export interface OutcomeFacts {
  readonly code: string | null;
  /** Why it was skipped, failed, or looked at a part only. */
  readonly reason: string | null;
  readonly installHint: string | null;
  readonly findingsCount: number | null;
  readonly notes: readonly string[];
}

export function readOutcome({ outcome }: Pick<ScannerRecord, 'outcome'>): OutcomeFacts {
  const text = (name: string): string | null => {
    const value = outcome[name];
    return typeof value === 'string' ? value : null;
  };
  const { notes, findingsCount } = outcome;
  return {
    code: text('code'),
    reason: text('reason') ?? text('message') ?? text('incomplete'),
    installHint: text('installHint'),
    findingsCount: typeof findingsCount === 'number' ? findingsCount : null,
    notes: Array.isArray(notes) ? notes.filter((note) => typeof note === 'string') : [],
  };
}

/** The documented words for the two most frequent reasons, else the reason itself. */
export function toSkipWord(code: string | null, reason: string | null): string {
  if (code === 'not-installed') return 'not installed';
  return code === 'broken' ? 'unavailable' : (reason ?? 'skipped');
}

/** Names of scanners that finished, sorted. */
export function listRun(scanners: readonly ScannerRecord[]): string[] {
  return scanners
    .filter(({ status }) => status === 'completed')
    .map(({ scanner }) => scanner)
    .toSorted();
}

/** Scanners that did not run, sorted by name. */
export function listSkipped(scanners: readonly ScannerRecord[]): SkippedScanner[] {
  return scanners
    .filter(({ status }) => status === 'skipped')
    .map((row) => {
      const { code, reason, installHint } = readOutcome(row);
      return { name: row.scanner, reason: toSkipWord(code, reason), install_hint: installHint };
    })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** Seconds with two decimals. */
export function toSeconds(milliseconds: number): number {
  return Math.round(milliseconds / 10) / 100;
}

/** Seconds between start and end; null unless both are known. */
export function findDuration({ startedAt, completedAt }: Pick<ScanRecord, 'startedAt' | 'completedAt'>): number | null {
  if (startedAt === null || completedAt === null) return null;
  return toSeconds(Math.max(0, Date.parse(completedAt) - Date.parse(startedAt)));
}

/** In one line, cut. */
export function toShortError(text: string): string {
  return firstCodePoints(text.replaceAll(/\s+/g, ' ').trim(), MAX_ERROR);
}

export type TerminalEventName = 'scan.complete' | 'scan.failed' | 'scan.cancelled';

/** Names of the events behind which nothing comes. */
export const TERMINAL_EVENTS: ReadonlySet<string> = new Set<TerminalEventName>([
  'scan.complete',
  'scan.failed',
  'scan.cancelled',
]);

/** The last event of an ended scan, as stream and webhooks carry it. */
export function toTerminalEvent(
  scan: ScanRecord,
  scanners: readonly ScannerRecord[],
): { readonly name: TerminalEventName; readonly data: JsonObject } {
  const run = listRun(scanners);
  const data = {
    scan_id: scan.id,
    status: scan.status,
    target: scan.target,
    target_path: scan.target,
    scan_types: scan.scanTypes,
    duration_s: findDuration(scan),
    scanner_count: run.length,
    findings_count: scan.findingsCount,
    risk_score: scan.riskScore,
    severity_counts: scan.severityCounts,
    scanners_run: run,
    scanners_skipped: listSkipped(scanners).map((skipped) => ({ ...skipped })),
    started_at: scan.startedAt,
    completed_at: scan.completedAt,
    partial: scan.partial,
    ...(scan.error === null ? {} : { error: toShortError(scan.error) }),
  };
  if (scan.status === 'failed') return { name: 'scan.failed', data: { error: 'unknown', ...data } };
  return { name: scan.status === 'cancelled' ? 'scan.cancelled' : 'scan.complete', data };
}
