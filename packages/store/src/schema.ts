import type { Kysely } from 'kysely';

/** One scan. Times are ISO 8601 text in UTC, JSON columns are text, so that both databases hold the same bytes. */
export interface ScanTable {
  id: string;
  created_at: string;
  started_at: string;
  completed_at: string | null;
  target: string;
  target_kind: string;
  /** JSON list of scan types. */
  scan_types: string;
  status: string;
  origin: string;
  findings_count: number;
  /** JSON object: shown findings per severity. */
  severity_counts: string;
  /** JSON object: suppressed findings per reason. */
  suppressed_counts: string;
  risk_score: number | null;
  summary: string | null;
  error: string | null;
  /** JSON list of sentences. */
  notices: string;
  config_path: string | null;
}

/** How one scanner of a scan ended; `outcome` is the JSON of the whole outcome. */
export interface ScanScannerTable {
  scan_id: string;
  position: number;
  scanner: string;
  scan_type: string;
  status: string;
  version: string | null;
  duration_ms: number;
  outcome: string;
}

/** One finding of a scan. `ordinal` is its place in the canonical order, so a page of a scan is a range of the key. */
export interface FindingTable {
  scan_id: string;
  ordinal: number;
  id: string;
  scanner: string;
  scan_type: string;
  severity: string;
  /** 4 critical … 0 info, for sorting and thresholds. */
  severity_rank: number;
  /** Severity before overrides. */
  raw_severity: string;
  title: string;
  description: string;
  file_path: string | null;
  line_start: number | null;
  line_end: number | null;
  column_start: number | null;
  rule_id: string | null;
  cwe: string | null;
  remediation: string | null;
  metadata: string;
  compliance_tags: string;
  fingerprint: string;
  fingerprint_version: string;
  suppressed_by: string | null;
}

/** A person's verdict on a fingerprint; independent of scans. */
export interface FindingStateTable {
  fingerprint: string;
  status: string;
  note: string | null;
  updated_at: string;
  updated_by: string | null;
}

export interface SchemaMigrationTable {
  id: string;
  applied_at: string;
}

/** All tables of the newest schema. */
export interface Database {
  scans: ScanTable;
  scan_scanners: ScanScannerTable;
  findings: FindingTable;
  finding_states: FindingStateTable;
  schema_migrations: SchemaMigrationTable;
}

export type StoreDatabase = Kysely<Database>;
