import { findCwes, findTag, fingerprintOf, normalisePath, tidySnapshot } from '@securescan/core';
import type { Finding, FindingMetadata, JsonObject, JsonValue } from '@securescan/model';
import { asFingerprint, compareCodePoints, SEVERITIES, SUPPRESSION_REASONS } from '@securescan/model';
import type { OriginalFinding } from './rows.ts';

/**
 * A finding of SecureScan 0.x in the present form: path relative to the target, weakness as a number, tags in the documented spelling.
 * Texts that say more than that stay in the metadata. Id and fingerprint stay what they were, so verdicts and comments still meet it; one
 * without a fingerprint gets that which SecureScan 0.x gave the same finding elsewhere.
 * @param root - what its paths are relative to
 */
export function toPresentFinding(row: OriginalFinding, root: string): Finding {
  const { path, reported } = normalisePath(stripRelativeRoot(row.file_path, root), root);
  const cwes = findCwes(row.cwe ?? '');
  const [cwe = null] = cwes;
  const extra: Record<string, JsonValue> = {};
  if (reported !== null) extra['reported_path'] = reported;
  if (cwes.length > 1) extra['cwes'] = [...cwes];
  if (row.cwe !== null && row.cwe !== '' && row.cwe !== cwe) extra['cwe_text'] = row.cwe;
  const lineStart = toLine(row.line_start);
  return tidySnapshot({
    id: row.id,
    scanId: row.scan_id,
    scanner: row.scanner,
    scanType: row.scan_type,
    severity: row.severity,
    title: row.title,
    description: row.description,
    filePath: path,
    lineStart,
    lineEnd: lineStart === null ? null : toLine(row.line_end),
    column: null,
    ruleId: row.rule_id,
    cwe,
    remediation: row.remediation,
    metadata: { ...toMetadata(row.metadata), ...extra },
    complianceTags: toTags(row.compliance_tags),
    fingerprint: row.fingerprint ? asFingerprint(row.fingerprint) : deriveFingerprint(row),
  });
}

/** By the formula of SecureScan 0.x: the documented one, over path and weakness as they were written, without the source line. */
function deriveFingerprint({ scanner, rule_id, file_path, cwe, metadata }: OriginalFinding) {
  // The formula takes any text for a path.
  const filePath = file_path as Finding['filePath'];
  return fingerprintOf({ scanner, ruleId: rule_id, filePath, cwe, metadata });
}

/** A target that was given relative to some directory has findings relative to that directory. */
function stripRelativeRoot(path: string | null, root: string): string | null {
  const prefix = `${root.replace(/\/+$/, '')}/`;
  return path !== null && !prefix.startsWith('/') && path.startsWith(prefix) ? path.slice(prefix.length) : path;
}

function toLine(value: number | null): number | null {
  return value !== null && Number.isSafeInteger(value) && value > 0 ? value : null;
}

/** Two keys mean something to us. A value that is none of ours is kept under another name. */
function toMetadata(metadata: JsonObject): FindingMetadata {
  const { suppressed_by: mark = null, original_severity: severity = null, ...rest } = metadata;
  const reason = SUPPRESSION_REASONS.find((known) => known === mark);
  const before = SEVERITIES.find((known) => known === severity);
  return {
    ...rest,
    ...(reason !== undefined ? { suppressed_by: reason } : mark === null ? {} : { reported_suppressed_by: mark }),
    ...(before !== undefined
      ? { original_severity: before }
      : severity === null
        ? {}
        : { reported_severity: severity }),
  };
}

function toTags(tags: readonly string[]): string[] {
  return [...new Set(tags.map((tag) => findTag(tag)?.id ?? tag))].toSorted(compareCodePoints);
}
