import { createHash } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';

/** Schema of SecureScan 0.11 as its own databases hold it; the two blocks are columns that older databases lack. */
const SCHEMA = (late: { readonly scans: string; readonly findings: string }): string => `
  create table scans (id text primary key, target_path text not null, scan_types text not null,
    status text not null default 'pending', started_at text, completed_at text, findings_count integer default 0,
    risk_score real, summary text, error text${late.scans});
  create table findings (id text primary key, scan_id text not null, scanner text not null, scan_type text not null,
    severity text not null, title text not null, description text not null, file_path text, line_start integer,
    line_end integer, rule_id text, cwe text, remediation text, metadata text default '{}'${late.findings},
    foreign key (scan_id) references scans(id));
  create index idx_findings_scan_id on findings(scan_id);
  create table finding_states (fingerprint text primary key, status text not null, note text, updated_at text not null,
    updated_by text);
  create index idx_finding_states_status on finding_states(status);
  create table finding_comments (id text primary key, fingerprint text not null, text text not null, author text,
    created_at text not null);
  create index idx_finding_comments_fingerprint on finding_comments(fingerprint);
  create table api_keys (id text primary key, name text not null, key_hash text not null, prefix text not null,
    scopes text not null, created_at text not null, last_used_at text, revoked_at text);
  create index idx_api_keys_revoked on api_keys(revoked_at);
  create table notifications (id text primary key, type text not null, title text not null, body text, link text,
    severity text not null default 'info', created_at text not null, read_at text);
  create index idx_notifications_unread on notifications(read_at, created_at desc);
  create table webhooks (id text primary key, name text not null, url text not null, secret text not null,
    event_filter text not null, enabled integer not null default 1, created_at text not null);
  create table webhook_deliveries (id text primary key, webhook_id text not null, event text not null,
    payload text not null, status text not null, attempt integer not null default 0, next_attempt_at text not null,
    created_at text not null, updated_at text not null, response_code integer, response_body text,
    foreign key (webhook_id) references webhooks(id));
  create index idx_webhook_deliveries_pending on webhook_deliveries(status, next_attempt_at);
  create index idx_webhook_deliveries_webhook on webhook_deliveries(webhook_id, created_at desc);
  create table sbom_documents (id text primary key, scan_id text, target_path text not null,
    format text not null default 'cyclonedx', created_at text not null, foreign key (scan_id) references scans(id));
  create table sbom_components (id text primary key, sbom_id text not null, name text not null, version text not null,
    type text not null default 'library', purl text, license text, supplier text,
    foreign key (sbom_id) references sbom_documents(id));`;

const LATE = {
  scans: `, target_url text, target_host text, scanners_run text default '[]', scanners_skipped text default '[]'`,
  findings: `, fingerprint text default '', compliance_tags text default '[]'`,
};

export type Row = Readonly<Record<string, string | number | null>>;

export interface Original {
  /** False: made by a version from before the late columns. */
  readonly hasLateColumns?: boolean;
  readonly rows: Readonly<Record<string, readonly Row[]>>;
}

/** Makes a file as SecureScan 0.x left it: write-ahead log, no version, foreign keys not enforced. */
export function makeOriginal(path: string, { hasLateColumns = true, rows }: Original): void {
  const database = new DatabaseSync(path, { enableForeignKeyConstraints: false });
  try {
    database.exec('pragma journal_mode = wal; pragma synchronous = full');
    database.exec('begin');
    database.exec(SCHEMA(hasLateColumns ? LATE : { scans: '', findings: '' }));
    for (const [table, list] of Object.entries(rows)) {
      for (const row of list) {
        const names = Object.keys(row);
        const marks = names.map(() => '?').join(', ');
        database.prepare(`insert into ${table} (${names.join(', ')}) values (${marks})`).run(...Object.values(row));
      }
    }
    database.exec('commit');
  } finally {
    database.close();
  }
}

/** The fingerprint that SecureScan 0.x gave: path and weakness as they were written, mostly without the source line. */
export function originalFingerprint(scanner: string, rule: string, path: string, cwe: string, line = ''): string {
  return createHash('sha256').update(`${scanner}|${rule}|${path}|${line}|${cwe}`).digest('hex');
}

/** A database key in the documented form, and what is stored of it. */
export function originalKey(id: string): { readonly key: string; readonly hash: string } {
  const key = `ssk_${id}_${'s'.repeat(32)}`;
  const salt = Buffer.alloc(16, 7);
  return { key, hash: `${salt.toString('hex')}$${createHash('sha256').update(salt).update(key).digest('hex')}` };
}
