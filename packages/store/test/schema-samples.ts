import type { RawBuilder } from 'kysely';
import { sql } from 'kysely';
import type { StoreDatabase } from '../src/schema.ts';

type Value = string | number | null;
type Samples = Readonly<Record<string, readonly Readonly<Record<string, Value>>[]>>;

const at = '2026-01-02T03:04:05.000Z';

/** What version 0001 wrote; its findings reach the next version in their old form. */
const first: Samples = {
  scans: [
    {
      id: 's1',
      created_at: at,
      started_at: at,
      completed_at: at,
      target: '/srv/a',
      target_kind: 'directory',
      scan_types: '["code"]',
      status: 'completed',
      origin: 'cli',
      findings_count: 1,
      severity_counts: '{"high":1}',
      suppressed_counts: '{"config":1}',
      risk_score: 12.3,
      summary: 'x',
      error: null,
      notices: '["y"]',
      config_path: 'z',
    },
    {
      id: 's2',
      created_at: at,
      started_at: at,
      target: '/srv/b',
      target_kind: 'file',
      scan_types: '[]',
      status: 'failed',
      origin: 'api',
    },
  ],
  scan_scanners: [
    {
      scan_id: 's1',
      position: 0,
      scanner: 'bandit',
      scan_type: 'code',
      status: 'completed',
      version: '1',
      duration_ms: 5,
      outcome: '{"a":1}',
    },
    {
      scan_id: 's2',
      position: 1,
      scanner: 'nmap',
      scan_type: 'network',
      status: 'cancelled',
      duration_ms: 0,
      outcome: '{}',
    },
  ],
  findings: [
    {
      scan_id: 's1',
      ordinal: 0,
      id: 'f1',
      scanner: 'bandit',
      scan_type: 'code',
      severity: 'high',
      severity_rank: 3,
      raw_severity: 'low',
      title: 't',
      description: 'd',
      file_path: 'a.py',
      line_start: 1,
      line_end: 2,
      column_start: 3,
      rule_id: 'B1',
      cwe: 'CWE-1',
      remediation: 'r',
      metadata: '{"k":"é"}',
      compliance_tags: '["CIS-1"]',
      fingerprint: 'f'.repeat(64),
      fingerprint_version: 'securescan/v1',
      suppressed_by: null,
    },
    {
      scan_id: 's1',
      ordinal: 1,
      id: 'f2',
      scanner: 'bandit',
      scan_type: 'code',
      severity: 'info',
      severity_rank: 0,
      raw_severity: 'info',
      title: '',
      description: '',
      fingerprint: 'e'.repeat(64),
      fingerprint_version: 'securescan/v1',
      suppressed_by: 'config',
    },
  ],
  finding_states: [{ fingerprint: 'f'.repeat(64), status: 'wont_fix', note: 'n', updated_at: at, updated_by: 'ann' }],
};

/** What version 0002 wrote. */
const second: Samples = {
  ...first,
  scan_events: [{ scan_id: 's1', seq: 1, name: 'scan.start', data: '{}', at }],
  idempotency_keys: [{ principal: 'p', key: 'k', request_hash: 'h', scan_id: 's1', created_at: at }],
  finding_state_events: [{ fingerprint: 'f'.repeat(64), from_status: null, status: 'wont_fix', at }],
  finding_comments: [{ id: 'c1', fingerprint: 'f'.repeat(64), text: 'hi', created_at: at }],
  api_keys: [{ id: 'k1', name: 'ci', key_hash: 'h', prefix: 'p', scopes: '["read"]', role: 'viewer', created_at: at }],
  webhooks: [{ id: 'w1', name: 'w', url: 'https://example.com', secret: 's', event_filter: '[]', created_at: at }],
  webhook_deliveries: [
    {
      id: 'd1',
      webhook_id: 'w1',
      event: 'e',
      payload: '{}',
      status: 'failed',
      next_attempt_at: at,
      created_at: at,
      updated_at: at,
    },
  ],
  notifications: [{ id: 'n1', type: 't', title: 't', severity: 'high', level: 'error', created_at: at }],
  sbom_documents: [
    { id: 'b1', scan_id: 's1', target_path: '/srv/a', format: 'spdx', bom: '{}', component_count: 1, created_at: at },
  ],
  sbom_components: [{ sbom_id: 'b1', position: 0, id: 'x1', name: 'n', version: '1', type: 'library' }],
  audit_log: [
    { seq: 1, ts: at, actor_kind: 'system', action: 'a', outcome: 'ok', details: '{}', prev_hash: '0', hash: '1' },
  ],
  audit_checkpoints: [{ seq: 1, hash: '1', ts: at, signature: 's', key_id: 'k' }],
};

/** Rows of every table that a version has, by that version. A new migration needs rows for its tables here; a test says so. */
export const samples: Readonly<Record<string, Samples>> = {
  '0001-scans': first,
  '0002-server': second,
  '0003-waf': {
    ...second,
    waf_runs: [
      {
        id: 'r1',
        created_at: '2026-01-02T03:04:05.000006Z',
        project: 'shop',
        branch: 'main',
        git_sha: '',
        triggered_by: 'ci',
        iac_framework: 'terraform',
        stage: '',
        path: '',
        score: 1,
        pillar_scores: '{}',
        posture: '{}',
        controls_loaded: 1,
        controls_run: 1,
        findings_count: 1,
      },
    ],
    waf_catalogues: [{ hash: 'h', controls: '[]' }],
    waf_run_details: [
      {
        run_seq: 1,
        schema_version: '1.0',
        run: '{}',
        detected_regions: '[]',
        source_paths: '[]',
        controls_meta: 'h',
        secret_findings: '[]',
        diagnostics: '[]',
      },
    ],
    waf_checks: [
      {
        hash: 'h',
        control_id: 'WAF-SEC-010',
        check_id: 'c',
        check_title: 't',
        pillar: 'security',
        pillar_key: 'security',
        severity: 'High',
        severity_key: 'high',
        remediation: 'r',
        regulatory_mapping: '[]',
      },
    ],
    waf_run_findings: [
      {
        id: 1_048_576,
        run_seq: 1,
        check_seq: 1,
        status: 'FAIL',
        resource: 'a.b',
        message: 'm',
        file: 'main.tf',
        fingerprint: 'f',
      },
    ],
    waf_idempotency_keys: [{ principal: 'p', key: 'k', request_hash: 'h', run_id: 'r1', created_at: at }],
    waf_controls: [
      { id: 'WAF-X-1', pillar: 'cost', severity: 'low', definition: '{}', created_at: at, updated_at: at },
    ],
    waf_waivers: [
      {
        key: 'WAF-SEC-010',
        project: '',
        id: 'waf-sec-010',
        reason: 'r',
        owner: 'o',
        expires: '',
        resource: '',
        check_id: '',
        created_at: at,
        updated_at: at,
      },
    ],
    waf_risks: [
      {
        key: 'WAF-SEC-010',
        project: '',
        id: 'waf-sec-010',
        reason: 'r',
        approver: '',
        owner: 'o',
        rfc: '',
        jira_link: '',
        other_link: '',
        notes: '',
        risk_level: 'accepted',
        residual_risk: 'medium',
        expires: '',
        accepted_at: '',
        created_at: at,
        updated_at: at,
      },
    ],
    waf_decision_events: [{ kind: 'waiver', key: 'WAF-SEC-010', project: '', action: 'created', after: '{}', at }],
  },
};

/** Writes the rows, parents first. */
export async function insertSamples(db: StoreDatabase, version: string): Promise<void> {
  for (const [table, rows] of Object.entries(samples[version] ?? {})) {
    for (const row of rows) await insertRow(db, table, row);
  }
}

export async function insertRow(db: StoreDatabase, table: string, row: Readonly<Record<string, Value>>): Promise<void> {
  const columns = sql.join(Object.keys(row).map((name) => sql.ref(name)));
  const values: RawBuilder<unknown> = sql.join(Object.values(row).map((value) => sql`${value}`));
  await sql`insert into ${sql.table(table)} (${columns}) values (${values})`.execute(db);
}
