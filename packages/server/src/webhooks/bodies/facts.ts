import type { JsonObject } from '@securescan/model';
import { SEVERITIES } from '@securescan/model';

const DASH = '—';

/** What chat messages say about an event, read from its data. Every text is still raw: each chat escapes in its own way. */
export interface EventFacts {
  readonly event: string;
  readonly scanId: string | null;
  readonly target: string | null;
  readonly error: string | null;
  readonly scanner: string | null;
  readonly findingsCount: number;
  readonly severityCounts: readonly (readonly [severity: string, count: number])[];
  readonly riskScore: number | null;
  readonly durationSeconds: number | null;
  readonly scanners: readonly string[];
}

export function readFacts(event: string, data: JsonObject): EventFacts {
  const counts = data['severity_counts'];
  return {
    event,
    scanId: readText(data['scan_id']),
    target: readText(data['target_path']) ?? readText(data['target']),
    error: readText(data['error']),
    scanner: readText(data['scanner']),
    findingsCount: readNumber(data['findings_count']) ?? 0,
    severityCounts:
      typeof counts === 'object' && counts !== null && !Array.isArray(counts)
        ? SEVERITIES.flatMap((severity) => {
            const count = readNumber((counts as JsonObject)[severity]);
            return count === null ? [] : [[severity, count] as const];
          })
        : [],
    riskScore: readNumber(data['risk_score']),
    durationSeconds: readNumber(data['duration_s']),
    scanners: Array.isArray(data['scanners_run'])
      ? data['scanners_run'].filter((name): name is string => typeof name === 'string')
      : [],
  };
}

/** The event in one line, as a phone shows it. */
export function toOneLine(facts: EventFacts, escape: (text: string) => string): string {
  const scan = shortId(facts) ?? '?';
  switch (facts.event) {
    case 'scan.complete':
      return `✅ Scan ${scan} completed — ${facts.findingsCount} ${facts.findingsCount === 1 ? 'finding' : 'findings'}`;
    case 'scan.failed':
      return `❌ Scan ${scan} failed: ${escape(facts.error ?? 'unknown error')}`;
    case 'scanner.failed':
      return `⚠️ Scanner \`${(facts.scanner ?? '?').replaceAll(/[^\w.-]/g, '')}\` failed in scan ${scan}`;
    case 'webhook.test':
      return '🔧 SecureScan webhook test';
    default:
      return `SecureScan ${escape(facts.event)}`;
  }
}

/** First 8 characters of the scan's id. */
export function shortId({ scanId }: EventFacts): string | null {
  return scanId === null ? null : scanId.slice(0, 8);
}

/** `12 (1 critical, 3 high)`. */
export function toFindingsText({ findingsCount, severityCounts }: EventFacts): string {
  const worst = severityCounts.filter(([severity, count]) => count > 0 && ['critical', 'high'].includes(severity));
  const detail = worst.map(([severity, count]) => `${count} ${severity}`).join(', ');
  return detail === '' ? String(findingsCount) : `${findingsCount} (${detail})`;
}

/** `1m 21s`. */
export function toDurationText({ durationSeconds }: EventFacts): string {
  if (durationSeconds === null) return DASH;
  const seconds = Math.round(durationSeconds);
  if (seconds < 60) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes}m ${seconds % 60}s` : `${Math.floor(minutes / 60)}h ${minutes % 60}m`;
}

export function toRiskText({ riskScore }: EventFacts): string {
  return riskScore === null ? DASH : riskScore.toFixed(1);
}

/** Worst severity with a count; null when there is none. */
export function findWorst({ severityCounts }: EventFacts): string | null {
  return severityCounts.find(([, count]) => count > 0)?.[0] ?? null;
}

/** Cuts to a receiver's limit, visibly, without splitting a character. */
export function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const end = text.slice(0, limit - 1);
  return `${/[\uD800-\uDBFF]$/.test(end) ? end.slice(0, -1) : end}…`;
}

function readText(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function readNumber(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}
