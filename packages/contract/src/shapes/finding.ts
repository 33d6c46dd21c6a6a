import { ScanType, Severity, TriageStatus } from '@securescan/model';
import { z } from 'zod';
import { boundedText, Fingerprint, JsonValue, Timestamp } from './common.ts';
import { Scan } from './scan.ts';

export const FindingState = z
  .strictObject({
    fingerprint: z.string(),
    status: TriageStatus,
    note: z.string().nullable(),
    updated_at: Timestamp,
    updated_by: z.string().nullable().describe('as the caller named itself'),
    principal: z.string().nullable().describe('id of the key that wrote it'),
    expires_at: Timestamp.nullable().describe('when an accepted risk has to be looked at again'),
  })
  .meta({ id: 'FindingState' });

const findingFields = {
  id: z.string(),
  scan_id: z.string(),
  scanner: z.string(),
  scan_type: ScanType,
  severity: Severity,
  title: z.string(),
  description: z.string(),
  file_path: z.string().nullable(),
  line_start: z.int().nullable(),
  line_end: z.int().nullable(),
  column: z.int().nullable(),
  line: z.int().nullable().describe('alias of line_start'),
  rule_id: z.string().nullable(),
  cwe: z.string().nullable(),
  remediation: z.string().nullable(),
  metadata: z.record(z.string(), JsonValue),
  compliance_tags: z.array(z.string()),
  fingerprint: z.string(),
};

export const Finding = z.strictObject(findingFields).meta({ id: 'Finding' });
export const FindingWithState = z
  .strictObject({ ...findingFields, state: FindingState.nullable() })
  .meta({ id: 'FindingWithState' });

/** Counts for the choices of each filter. Each ignores its own filter and obeys the others. */
export const FindingFacets = z
  .strictObject({
    total: z.int().describe('findings that pass all filters'),
    severity: z.record(Severity, z.int()),
    status: z.record(TriageStatus, z.int()),
    scanner: z.array(z.strictObject({ name: z.string(), count: z.int() })).describe('by name'),
  })
  .meta({ id: 'FindingFacets' });

/** The documented and the recorded shape of a comparison in one object. */
export const ScanComparison = z
  .strictObject({
    scan_a: Scan,
    scan_b: Scan,
    new_findings: z.array(Finding),
    fixed_findings: z.array(Finding),
    unchanged_findings: z.array(Finding),
    new: z.array(Finding).describe('the same as new_findings'),
    fixed: z.array(Finding).describe('the same as fixed_findings'),
    unchanged: z.array(Finding).describe('the same as unchanged_findings'),
    summary: z.strictObject({
      new_count: z.int(),
      fixed_count: z.int(),
      unchanged_count: z.int(),
      risk_delta: z.number(),
    }),
  })
  .meta({ id: 'ScanComparison' });

export const PatchState = z
  .object({
    status: TriageStatus,
    note: boundedText(0, 1000).nullable().default(null),
    updated_by: boundedText(0, 200).nullable().default(null),
    expires_at: Timestamp.nullable().default(null),
  })
  .meta({ id: 'PatchState' });

/** One verdict for many fingerprints, all or none. */
export const BulkState = z
  .object({
    fingerprints: z.array(Fingerprint).min(1).max(500),
    status: TriageStatus,
    note: boundedText(0, 1000).nullable().default(null),
    updated_by: boundedText(0, 200).nullable().default(null),
    expires_at: Timestamp.nullable().default(null),
  })
  .meta({ id: 'BulkState' });

export const BulkStateResult = z.strictObject({ updated: z.array(FindingState) }).meta({ id: 'BulkStateResult' });

export const StateChange = z
  .strictObject({
    seq: z.int(),
    fingerprint: z.string(),
    from: TriageStatus.nullable(),
    to: TriageStatus,
    note: z.string().nullable(),
    at: Timestamp,
    updated_by: z.string().nullable(),
    principal: z.string().nullable(),
  })
  .meta({ id: 'StateChange' });

export const FindingComment = z
  .strictObject({
    id: z.string(),
    fingerprint: z.string(),
    text: z.string(),
    author: z.string().nullable(),
    created_at: Timestamp,
  })
  .meta({ id: 'FindingComment' });

export const AddComment = z
  .object({ text: boundedText(1, 10_000), author: boundedText(0, 200).nullable().default(null) })
  .meta({ id: 'AddComment' });
