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

/** Rows of every table that a version has, by that version. A new migration needs rows for its tables here; a test says so. */
export const samples: Readonly<Record<string, Samples>> = {
  '0001-scans': first,
  '0002-server': {
    ...first,
    scan_events: [{ scan_id: 's1', seq: 1, name: 'scan.start', data: '{}', at }],
    idempotency_keys: [{ principal: 'p', key: 'k', request_hash: 'h', scan_id: 's1', created_at: at }],
    finding_state_events: [{ fingerprint: 'f'.repeat(64), from_status: null, status: 'wont_fix', at }],
    finding_comments: [{ id: 'c1', fingerprint: 'f'.repeat(64), text: 'hi', created_at: at }],
    api_keys: [
      { id: 'k1', name: 'ci', key_hash: 'h', prefix: 'p', scopes: '["read"]', role: 'viewer', created_at: at },
    ],
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
