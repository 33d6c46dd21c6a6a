import type { FindingRecord } from '@securescan/store';

/**
 * A finding as JSON text. `metadata` and `compliance_tags` are JSON in the database already and go out as they are: reading and writing
 * them again would be most of the work of a large export. The keys are those of `Finding` in the contract, which a test checks.
 */
export function toFindingText(record: FindingRecord): string {
  return `{${toMembers(record)}}`;
}

/** The same with `state`, the verdict on it. */
export function toFindingWithStateText(record: FindingRecord): string {
  return `{${toMembers(record)},"state":${toStateText(record)}}`;
}

function toMembers(record: FindingRecord): string {
  const { lineStart } = record;
  return (
    `"id":${quote(record.id)},"scan_id":${quote(record.scanId)},"scanner":${quote(record.scanner)},` +
    `"scan_type":${quote(record.scanType)},"severity":${quote(record.severity)},"title":${quote(record.title)},` +
    `"description":${quote(record.description)},"file_path":${quote(record.filePath)},"line_start":${lineStart},` +
    `"line_end":${record.lineEnd},"column":${record.column},"line":${lineStart},"rule_id":${quote(record.ruleId)},` +
    `"cwe":${quote(record.cwe)},"remediation":${quote(record.remediation)},"metadata":${toMetadata(record)},` +
    `"compliance_tags":${record.complianceTags},"fingerprint":${quote(record.fingerprint)}`
  );
}

/** `suppressed_by` is always there, null when the finding is shown. */
function toMetadata({ metadata, suppressedBy }: FindingRecord): string {
  if (suppressedBy !== null) return metadata;
  return metadata === '{}' ? '{"suppressed_by":null}' : `{"suppressed_by":null,${metadata.slice(1)}`;
}

function toStateText({ fingerprint, verdict }: FindingRecord): string {
  if (verdict === null) return 'null';
  return (
    `{"fingerprint":${quote(fingerprint)},"status":${quote(verdict.status)},"note":${quote(verdict.note)},` +
    `"updated_at":${quote(verdict.updatedAt)},"updated_by":${quote(verdict.updatedBy)},` +
    `"principal":${quote(verdict.principal)},"expires_at":${quote(verdict.expiresAt)}}`
  );
}

function quote(text: string | null): string {
  return text === null ? 'null' : JSON.stringify(text);
}
