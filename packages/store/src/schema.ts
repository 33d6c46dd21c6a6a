import type { ColumnType, Generated, Kysely } from 'kysely';
import type { WafTables } from './waf/tables.ts';

/** A column that the database fills when it is left out. */
type Defaulted<T> = ColumnType<T, T | undefined>;

/** One scan. Times are ISO 8601 text in UTC, JSON columns are text, so that both databases hold the same bytes. */
export interface ScanTable {
  id: string;
  created_at: string;
  /** Null until the scan runs. */
  started_at: string | null;
  completed_at: string | null;
  target: string;
  target_kind: string;
  target_url: string | null;
  target_host: string | null;
  /** Empty: belongs to no project. */
  project: Defaulted<string>;
  /** JSON list of scan types. */
  scan_types: string;
  status: string;
  origin: string;
  /** X-Request-ID of the request that made it. */
  request_id: string | null;
  /** Id of the principal that made it. */
  created_by: string | null;
  /** The process that runs it, and until when that process has promised to be alive; a fence for late writers. */
  owner: string | null;
  lease_until: string | null;
  attempt: Defaulted<number>;
  /** 0 or 1, as all booleans here. */
  cancel_requested: Defaulted<number>;
  partial: Defaulted<number>;
  /** Deleted; its findings are being removed, a part at a time. */
  hidden: Defaulted<number>;
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
  duration_ms: number | null;
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
  /** As the caller named itself. */
  updated_by: string | null;
  /** Id of the key that wrote it. */
  principal: string | null;
  expires_at: string | null;
}

/** Append-only history of verdicts. */
export interface FindingStateEventTable {
  seq: Generated<number>;
  fingerprint: string;
  from_status: string | null;
  status: string;
  note: string | null;
  at: string;
  updated_by: string | null;
  principal: string | null;
}

export interface FindingCommentTable {
  id: string;
  fingerprint: string;
  text: string;
  author: string | null;
  principal: string | null;
  created_at: string;
}

/** What happened in a scan, in order from 1; written in the transaction of the change it tells of. */
export interface ScanEventTable {
  scan_id: string;
  seq: number;
  name: string;
  /** JSON object as it goes on the wire. */
  data: string;
  at: string;
}

/** Answers of `POST /scans` that carried an Idempotency-Key. */
export interface IdempotencyKeyTable {
  principal: string;
  key: string;
  request_hash: string;
  scan_id: string;
  created_at: string;
}

export interface ApiKeyTable {
  id: string;
  name: string;
  /** `<salt>$<SHA-256 of salt and key>`, both hex; see server/src/keys. */
  key_hash: string;
  prefix: string;
  /** JSON list. */
  scopes: string;
  role: string | null;
  /** JSON list; null means all projects. */
  projects: string | null;
  signature: Defaulted<string>;
  /** Ed25519, SPKI, base64; for keys that sign their requests. */
  public_key: string | null;
  created_by: string | null;
  created_at: string;
  expires_at: string | null;
  last_used_at: string | null;
  revoked_at: string | null;
}

export interface WebhookTable {
  id: string;
  name: string;
  url: string;
  secret: string;
  previous_secret: string | null;
  previous_secret_until: string | null;
  /** JSON list. */
  event_filter: string;
  enabled: Defaulted<number>;
  created_at: string;
}

/** The outbox: one row per event and endpoint. `seq` is the order in which an endpoint receives them. */
export interface WebhookDeliveryTable {
  seq: Generated<number>;
  id: string;
  webhook_id: string;
  event: string;
  /** JSON of the event's data. */
  payload: string;
  status: string;
  attempt: Defaulted<number>;
  next_attempt_at: string;
  /** Process that delivers it. */
  owner: string | null;
  lease_until: string | null;
  created_at: string;
  updated_at: string;
  response_code: number | null;
  response_body: string | null;
}

export interface NotificationTable {
  id: string;
  type: string;
  title: string;
  body: string | null;
  link: string | null;
  severity: string;
  level: string;
  scan_id: string | null;
  project: Defaulted<string>;
  created_at: string;
  read_at: string | null;
}

export interface SbomDocumentTable {
  id: string;
  scan_id: string | null;
  target_path: string;
  project: Defaulted<string>;
  format: string;
  /** JSON of the format-free bill of materials, from which either format is written. */
  bom: string;
  component_count: number;
  created_at: string;
}

export interface SbomComponentTable {
  sbom_id: string;
  position: number;
  id: string;
  name: string;
  version: string;
  type: string;
  purl: string | null;
  license: string | null;
  supplier: string | null;
}

/** Who did what; rows are chained by hashes and never changed. */
export interface AuditLogTable {
  seq: number;
  ts: string;
  request_id: string | null;
  actor_id: string | null;
  actor_kind: string;
  actor_name: string | null;
  address: string | null;
  action: string;
  target_type: string | null;
  target_id: string | null;
  project: string | null;
  outcome: string;
  details: string;
  prev_hash: string;
  hash: string;
}

export interface AuditCheckpointTable {
  seq: number;
  hash: string;
  ts: string;
  signature: string;
  key_id: string;
  /** When the rows up to it were dropped. */
  dropped_at: string | null;
}

export interface SchemaMigrationTable {
  id: string;
  applied_at: string;
}

/** All tables of the newest schema. */
export interface Database extends WafTables {
  scans: ScanTable;
  scan_scanners: ScanScannerTable;
  findings: FindingTable;
  finding_states: FindingStateTable;
  finding_state_events: FindingStateEventTable;
  finding_comments: FindingCommentTable;
  scan_events: ScanEventTable;
  idempotency_keys: IdempotencyKeyTable;
  api_keys: ApiKeyTable;
  webhooks: WebhookTable;
  webhook_deliveries: WebhookDeliveryTable;
  notifications: NotificationTable;
  sbom_documents: SbomDocumentTable;
  sbom_components: SbomComponentTable;
  audit_log: AuditLogTable;
  audit_checkpoints: AuditCheckpointTable;
  schema_migrations: SchemaMigrationTable;
}

export type StoreDatabase = Kysely<Database>;

/**
 * Where a repository sends its queries. Inside a transaction both are that transaction. Outside, reads of SQLite have a connection of
 * their own, so that they never wait for a writer; they answer on this thread, so whoever reads without a bound reads in pieces and
 * gives way between them. On PostgreSQL both are one pool.
 */
export interface Connections {
  readonly write: StoreDatabase;
  readonly read: StoreDatabase;
}
