import { createHash } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';

/** What stands in a database of SecureScan 0.x. */
export interface OldDatabase {
  readonly path: string;
  readonly key: string;
  readonly fingerprint: string;
}

const SALT = '0123456789abcdef'.repeat(2);

/** Makes a database with the tables of SecureScan 0.11 and a row in each that can be carried over. */
export function makeOldDatabase(path: string): OldDatabase {
  const key = ['ssk', 'abcdefghij', 'x'.repeat(32)].join('_');
  const hash = createHash('sha256').update(Buffer.from(SALT, 'hex')).update(key).digest('hex');
  const fingerprint = 'ab'.repeat(32);
  const database = new DatabaseSync(path);
  database.exec(`
    create table scans (id text primary key, target_path text not null, scan_types text not null,
      status text not null default 'pending', started_at text, completed_at text, findings_count integer default 0,
      risk_score real, summary text, error text, target_url text, target_host text,
      scanners_run text default '[]', scanners_skipped text default '[]');
    create table findings (id text primary key, scan_id text not null references scans (id), scanner text not null,
      scan_type text not null, severity text not null, title text not null, description text not null, file_path text,
      line_start integer, line_end integer, rule_id text, cwe text, remediation text, metadata text default '{}',
      fingerprint text default '', compliance_tags text default '[]');
    create table finding_states (fingerprint text primary key, status text not null, note text, updated_at text not null,
      updated_by text);
    create table finding_comments (id text primary key, fingerprint text not null, text text not null, author text,
      created_at text not null);
    create table api_keys (id text primary key, name text not null, key_hash text not null, prefix text not null,
      scopes text not null, created_at text not null, last_used_at text, revoked_at text);
    create table webhooks (id text primary key, name text not null, url text not null, secret text not null,
      event_filter text not null, enabled integer not null default 1, created_at text not null);
  `);
  const at = '2026-01-02T03:04:05.123456';
  database
    .prepare('insert into api_keys values (?, ?, ?, ?, ?, ?, null, null)')
    .run('abcdefghij', 'ci', `${SALT}$${hash}`, key.slice(0, 16), '["read", "write", "admin"]', at);
  database
    .prepare('insert into webhooks values (?, ?, ?, ?, ?, 1, ?)')
    .run('w', 'ops', 'https://example.org/', 's', '["scan.complete"]', at);
  database.prepare('insert into finding_states values (?, ?, null, ?, ?)').run(fingerprint, 'false_positive', at, 'jo');
  database.prepare('insert into finding_comments values (?, ?, ?, ?, ?)').run('c', fingerprint, 'seen', 'jo', at);
  database.close();
  return { path, key, fingerprint };
}
