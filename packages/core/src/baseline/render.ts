import { compareCodePoints } from '@securescan/model';
import type { Finding, ScanType } from '@securescan/model';
import { FINGERPRINT_VERSION } from '../pipeline/fingerprint.ts';
import { identify } from '../pipeline/identify.ts';
import { sortFindings } from '../pipeline/order.ts';
import { BASELINE_VERSION } from './baseline.ts';
import type { Baseline, BaselineEntry } from './baseline.ts';

export interface BaselineContent {
  /** Suppressed ones are written like any other. */
  readonly findings: readonly Finding[];
  readonly scanTypes: readonly ScanType[];
  /** Path from the file's directory to the target, forward slashes; see `relativePath`. */
  readonly targetPath: string;
  /** Default `securescan`. */
  readonly generatedBy?: string;
  /** Scanners that completed, with the versions of their tools; left out of the file when not given. */
  readonly scanners?: Readonly<Record<string, string | null>>;
}

type Remarks = Pick<BaselineEntry, 'reason' | 'expires'>;

/** An entry with its keys in order; what is optional stands only where it says something. */
function toRow(finding: Finding, count: number, remarks: Remarks | undefined) {
  return {
    ...(count > 1 ? { count } : {}),
    cwe: finding.cwe,
    ...(remarks?.expires == null ? {} : { expires: remarks.expires }),
    file_path: finding.filePath,
    fingerprint: finding.fingerprint,
    line_start: finding.lineStart,
    ...(remarks?.reason == null ? {} : { reason: remarks.reason }),
    rule_id: finding.ruleId,
    scan_type: finding.scanType,
    scanner: finding.scanner,
    severity: finding.severity,
    title: finding.title,
  };
}

function renderWith(content: BaselineContent, remarks: ReadonlyMap<string, Remarks>): string {
  const byIdentity = Map.groupBy(sortFindings(identify(content.findings, null)), ({ fingerprint }) => fingerprint);
  const rows = [...byIdentity].flatMap(([fingerprint, [first, ...others]]) =>
    first === undefined ? [] : [toRow(first, others.length + 1, remarks.get(fingerprint))],
  );
  const scanners = Object.entries(content.scanners ?? {}).toSorted(([a], [b]) => compareCodePoints(a, b));
  const file = {
    findings: rows,
    fingerprint_version: FINGERPRINT_VERSION,
    generated_by: content.generatedBy ?? 'securescan',
    scan_types: content.scanTypes.toSorted(compareCodePoints),
    ...(content.scanners === undefined ? {} : { scanners: Object.fromEntries(scanners) }),
    target_path: content.targetPath,
    version: BASELINE_VERSION,
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}

/**
 * Text of a baseline file: JSON with sorted keys, one entry per identity in canonical order, nothing that depends on time
 * or place. Equal findings in any order give equal bytes.
 */
export function renderBaseline(content: BaselineContent): string {
  return renderWith(content, new Map());
}

export interface BaselineUpdate {
  readonly text: string;
  /** Findings that the older file did not hold. */
  readonly added: readonly Finding[];
  /** Entries whose findings are gone. */
  readonly removed: readonly BaselineEntry[];
}

/** Brings a baseline up to date: new findings in, vanished ones out, reasons and last days of the others kept. */
export function updateBaseline(older: Baseline, content: BaselineContent): BaselineUpdate {
  const findings = sortFindings(identify(content.findings, null));
  const known = new Map(older.entries.map((entry) => [entry.fingerprint as string, entry]));
  const present = new Set<string>(findings.map(({ fingerprint }) => fingerprint));
  return {
    text: renderWith({ ...content, findings }, known),
    added: findings.filter(({ fingerprint }) => !known.has(fingerprint)),
    removed: older.entries.filter(({ fingerprint }) => !present.has(fingerprint)),
  };
}
