import { z } from 'zod';
import { asFingerprint, asRepoPath } from './brands.ts';
import type { Finding } from './finding.ts';
import { ScanType } from './scan-type.ts';
import { Severity } from './severity.ts';

const Line = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^[+-]?\d+$/)
      .transform(Number),
  ])
  .refine((value) => Number.isSafeInteger(value), 'must be a whole number')
  .nullish();

/** A finding as JSON: snake_case, the key order of the documentation, nulls included. */
export const FindingJson = z.object({
  id: z.string().default(''),
  scan_id: z.string().default(''),
  scanner: z.string(),
  scan_type: ScanType,
  severity: Severity,
  title: z.string(),
  description: z.string().default(''),
  file_path: z.string().nullish(),
  line_start: Line,
  line_end: Line,
  column: Line,
  /** Alias of `line_start`, accepted and written. */
  line: Line,
  rule_id: z.string().nullish(),
  cwe: z.string().nullish(),
  remediation: z.string().nullish(),
  metadata: z.record(z.string(), z.json()).nullish(),
  compliance_tags: z.array(z.string()).nullish(),
  fingerprint: z.string().nullish(),
});
export type FindingJson = z.input<typeof FindingJson>;

/**
 * Reads a finding from JSON.
 * @throws ZodError when a required field (scanner, scan_type, severity, title) is missing or of another type
 */
export function parseFinding(json: unknown): Finding {
  const data = FindingJson.parse(json);
  return {
    id: data.id,
    scanId: data.scan_id,
    scanner: data.scanner,
    scanType: data.scan_type,
    severity: data.severity,
    title: data.title,
    description: data.description,
    filePath: data.file_path == null ? null : asRepoPath(data.file_path),
    lineStart: data.line_start ?? data.line ?? null,
    lineEnd: data.line_end ?? null,
    column: data.column ?? null,
    ruleId: data.rule_id ?? null,
    cwe: data.cwe ?? null,
    remediation: data.remediation ?? null,
    metadata: data.metadata ?? {},
    complianceTags: data.compliance_tags ?? [],
    fingerprint: asFingerprint(data.fingerprint ?? ''),
  };
}

/** Writes a finding as a plain object with the documented keys in the documented order. */
export function toFindingJson(finding: Finding) {
  return {
    id: finding.id,
    scan_id: finding.scanId,
    scanner: finding.scanner,
    scan_type: finding.scanType,
    severity: finding.severity,
    title: finding.title,
    description: finding.description,
    file_path: finding.filePath,
    line_start: finding.lineStart,
    line_end: finding.lineEnd,
    column: finding.column,
    line: finding.lineStart,
    rule_id: finding.ruleId,
    cwe: finding.cwe,
    remediation: finding.remediation,
    metadata: { ...finding.metadata, suppressed_by: finding.metadata.suppressed_by ?? null },
    compliance_tags: finding.complianceTags,
    fingerprint: finding.fingerprint,
  };
}
