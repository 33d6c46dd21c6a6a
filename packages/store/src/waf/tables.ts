import type { ColumnType, Generated } from 'kysely';

/** What a run is listed with. The number is for the rows that belong to it; the id is what others know it by. */
export interface WafRunTable {
  seq: Generated<number>;
  id: string;
  created_at: string;
  /** Empty: belongs to no project. */
  project: string;
  branch: string;
  git_sha: string;
  triggered_by: string;
  iac_framework: string;
  stage: string;
  path: string;
  score: number;
  /** JSON object. */
  pillar_scores: string;
  /** JSON object. */
  posture: string;
  controls_loaded: number;
  controls_run: number;
  findings_count: number;
}

/** The rest of a run, which lists do not read. JSON but where said. */
export interface WafRunDetailTable {
  run_seq: number;
  /** Text. */
  schema_version: string;
  run: string;
  detected_regions: string;
  source_paths: string;
  /** Of the row of `waf_catalogues`; null for none. */
  controls_meta: string | null;
  secret_findings: string;
  plan_changes: string | null;
  diagnostics: string;
  source_snapshot: string | null;
  /** Text, as the next one. */
  created_by: string | null;
  request_id: string | null;
}

/** Lists of controls that runs came with; runs of one catalogue share one row. */
export interface WafCatalogueTable {
  hash: string;
  controls: string;
}

/** What findings of one check repeat; findings of all runs share one row. */
export interface WafCheckTable {
  seq: Generated<number>;
  /** SHA-256 over all else. */
  hash: string;
  control_id: string;
  check_id: string;
  check_title: string;
  pillar: string;
  /** Lower case, as `severity_key`. */
  pillar_key: string;
  severity: string;
  severity_key: string;
  remediation: string;
  /** JSON object. */
  example: string | null;
  /** JSON list. */
  regulatory_mapping: string;
}

/** A finding of a run. */
export interface WafRunFindingTable {
  /** Number of the run and place in it; see `finding-id.ts`. PostgreSQL gives it as text. */
  id: ColumnType<number | string, number, never>;
  run_seq: number;
  check_seq: number;
  /** Upper case. */
  status: string;
  resource: string;
  message: string;
  file: string;
  line: number | null;
  end_line: number | null;
  fingerprint: string;
  /** JSON of what only few have: `status` as it was given when that is another spelling, `waived`. */
  extra: string | null;
}

export interface WafIdempotencyKeyTable {
  principal: string;
  key: string;
  request_hash: string;
  run_id: string;
  created_at: string;
}

export interface WafControlTable {
  id: string;
  pillar: string;
  severity: string;
  /** JSON object. */
  definition: string;
  created_at: string;
  updated_at: string;
}

interface DecisionTable {
  /** The id in upper case. */
  key: string;
  project: string;
  id: string;
  created_at: string;
  updated_at: string;
  created_by: string | null;
  updated_by: string | null;
}

export interface WafWaiverTable extends DecisionTable {
  reason: string;
  owner: string;
  expires: string;
  resource: string;
  check_id: string;
}

export interface WafRiskTable extends DecisionTable {
  reason: string;
  approver: string;
  owner: string;
  rfc: string;
  jira_link: string;
  other_link: string;
  notes: string;
  risk_level: string;
  residual_risk: string;
  expires: string;
  accepted_at: string;
}

/** Append-only history of waivers and risk acceptances. */
export interface WafDecisionEventTable {
  seq: Generated<number>;
  kind: string;
  key: string;
  project: string;
  action: string;
  /** JSON of the record. */
  before: string | null;
  after: string | null;
  at: string;
  principal: string | null;
  name: string | null;
}

/** Tables of WAF++. */
export interface WafTables {
  waf_runs: WafRunTable;
  waf_run_details: WafRunDetailTable;
  waf_catalogues: WafCatalogueTable;
  waf_checks: WafCheckTable;
  waf_run_findings: WafRunFindingTable;
  waf_idempotency_keys: WafIdempotencyKeyTable;
  waf_controls: WafControlTable;
  waf_waivers: WafWaiverTable;
  waf_risks: WafRiskTable;
  waf_decision_events: WafDecisionEventTable;
}
