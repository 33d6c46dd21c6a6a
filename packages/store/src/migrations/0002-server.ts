import { sql } from 'kysely';
import { guardAuditLog } from './audit-guards.ts';
import { sequence } from './column-types.ts';
import type { Migration, MigrationConnection } from './migration.ts';
import { createSharedLimits } from './shared-limits.ts';

const SCAN_STATUSES = sql`status in ('pending', 'running', 'completed', 'failed', 'cancelled')`;
const SCAN_TYPES = sql`scan_type in ('code', 'dependency', 'iac', 'baseline', 'dast', 'network')`;
const TRIAGE_STATUSES = sql`status in ('new', 'triaged', 'false_positive', 'accepted_risk', 'fixed', 'wont_fix')`;

/**
 * What the server keeps: scans with a life before their end, events, verdicts with their history, comments, keys, webhooks and
 * their outbox, notifications, bills of materials, the audit log.
 */
export const createServer: Migration = {
  id: '0002-server',
  async up(db) {
    await rebuildScans(db);
    await createEvents(db);
    await createTriage(db);
    await createKeys(db);
    await createWebhooks(db);
    await createNotifications(db);
    await createSboms(db);
    await createAuditLog(db);
    await createSharedLimits(db);
  },
};

/**
 * A scan may now be pending (no start yet) and its scanners may be running. SQLite cannot loosen a column, so the three tables
 * are made anew; children are dropped before their parent, so that nothing cascades.
 */
async function rebuildScans(db: MigrationConnection): Promise<void> {
  await db.schema
    .createTable('scans_2')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addColumn('started_at', 'text')
    .addColumn('completed_at', 'text')
    .addColumn('target', 'text', (column) => column.notNull())
    .addColumn('target_kind', 'text', (column) =>
      column.notNull().check(sql`target_kind in ('directory', 'file', 'url', 'host')`),
    )
    .addColumn('target_url', 'text')
    .addColumn('target_host', 'text')
    .addColumn('project', 'text', (column) => column.notNull().defaultTo(''))
    .addColumn('scan_types', 'text', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull().check(SCAN_STATUSES))
    .addColumn('origin', 'text', (column) => column.notNull().check(sql`origin in ('cli', 'api')`))
    .addColumn('request_id', 'text')
    .addColumn('created_by', 'text')
    .addColumn('owner', 'text')
    .addColumn('lease_until', 'text')
    .addColumn('attempt', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('cancel_requested', 'integer', (column) =>
      column
        .notNull()
        .defaultTo(0)
        .check(sql`cancel_requested in (0, 1)`),
    )
    .addColumn('partial', 'integer', (column) =>
      column
        .notNull()
        .defaultTo(0)
        .check(sql`partial in (0, 1)`),
    )
    .addColumn('hidden', 'integer', (column) =>
      column
        .notNull()
        .defaultTo(0)
        .check(sql`hidden in (0, 1)`),
    )
    .addColumn('findings_count', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('severity_counts', 'text', (column) => column.notNull().defaultTo('{}'))
    .addColumn('suppressed_counts', 'text', (column) => column.notNull().defaultTo('{}'))
    .addColumn('risk_score', 'double precision')
    .addColumn('summary', 'text')
    .addColumn('error', 'text')
    .addColumn('notices', 'text', (column) => column.notNull().defaultTo('[]'))
    .addColumn('config_path', 'text')
    .execute();
  await db.schema
    .createTable('scan_scanners_2')
    .addColumn('scan_id', 'text', (column) => column.notNull().references('scans_2.id').onDelete('cascade'))
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('scanner', 'text', (column) => column.notNull())
    .addColumn('scan_type', 'text', (column) => column.notNull().check(SCAN_TYPES))
    .addColumn('status', 'text', (column) =>
      column.notNull().check(sql`status in ('pending', 'running', 'completed', 'skipped', 'failed', 'cancelled')`),
    )
    .addColumn('version', 'text')
    .addColumn('duration_ms', 'integer')
    .addColumn('outcome', 'text', (column) => column.notNull().defaultTo('{}'))
    .addPrimaryKeyConstraint('scan_scanners_2_key', ['scan_id', 'position'])
    .execute();
  await db.schema
    .createTable('findings_2')
    .addColumn('scan_id', 'text', (column) => column.notNull().references('scans_2.id').onDelete('cascade'))
    .addColumn('ordinal', 'integer', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('scanner', 'text', (column) => column.notNull())
    .addColumn('scan_type', 'text', (column) => column.notNull().check(SCAN_TYPES))
    .addColumn('severity', 'text', (column) =>
      column.notNull().check(sql`severity in ('critical', 'high', 'medium', 'low', 'info')`),
    )
    .addColumn('severity_rank', 'integer', (column) => column.notNull())
    .addColumn('raw_severity', 'text', (column) =>
      column.notNull().check(sql`raw_severity in ('critical', 'high', 'medium', 'low', 'info')`),
    )
    .addColumn('title', 'text', (column) => column.notNull())
    .addColumn('description', 'text', (column) => column.notNull())
    .addColumn('file_path', 'text')
    .addColumn('line_start', 'integer')
    .addColumn('line_end', 'integer')
    .addColumn('column_start', 'integer')
    .addColumn('rule_id', 'text')
    .addColumn('cwe', 'text')
    .addColumn('remediation', 'text')
    .addColumn('metadata', 'text', (column) => column.notNull().defaultTo('{}'))
    .addColumn('compliance_tags', 'text', (column) => column.notNull().defaultTo('[]'))
    .addColumn('fingerprint', 'text', (column) => column.notNull())
    .addColumn('fingerprint_version', 'text', (column) => column.notNull())
    .addColumn('suppressed_by', 'text', (column) =>
      column.check(sql`suppressed_by in ('inline', 'config', 'baseline')`),
    )
    .addPrimaryKeyConstraint('findings_2_key', ['scan_id', 'ordinal'])
    .execute();

  const scanColumns = sql.raw(
    'id, created_at, started_at, completed_at, target, target_kind, scan_types, status, origin, findings_count, ' +
      'severity_counts, suppressed_counts, risk_score, summary, error, notices, config_path',
  );
  await sql`insert into scans_2 (${scanColumns}) select ${scanColumns} from scans`.execute(db);
  const scannerColumns = sql.raw('scan_id, position, scanner, scan_type, status, version, duration_ms, outcome');
  await sql`insert into scan_scanners_2 (${scannerColumns}) select ${scannerColumns} from scan_scanners`.execute(db);
  const findingColumns = sql.raw(
    'scan_id, ordinal, id, scanner, scan_type, severity, severity_rank, raw_severity, title, description, file_path, ' +
      'line_start, line_end, column_start, rule_id, cwe, remediation, metadata, compliance_tags, fingerprint, ' +
      'fingerprint_version, suppressed_by',
  );
  await sql`insert into findings_2 (${findingColumns}) select ${findingColumns} from findings`.execute(db);

  for (const table of ['findings', 'scan_scanners', 'scans'] as const) await db.schema.dropTable(table).execute();
  for (const table of ['scans', 'scan_scanners', 'findings'] as const) {
    await db.schema.alterTable(`${table}_2`).renameTo(table).execute();
  }
  // With `hidden`, so that scans are counted without reading their rows.
  await db.schema.createIndex('scans_by_creation').on('scans').columns(['created_at desc', 'id', 'hidden']).execute();
  await db.schema.createIndex('scans_by_status').on('scans').columns(['status', 'created_at desc', 'id']).execute();
  await db.schema
    .createIndex('scans_by_project')
    .on('scans')
    .columns(['project', 'created_at desc', 'id', 'hidden'])
    .execute();
  await db.schema
    .createIndex('scans_waiting')
    .on('scans')
    .columns(['created_at', 'id'])
    .where(sql.ref('status'), '=', sql`'pending'`)
    .execute();
  await db.schema
    .createIndex('scans_hidden')
    .on('scans')
    .columns(['id'])
    .where(sql.ref('hidden'), '=', sql`1`)
    .execute();
  // Pages of shown findings in canonical order, whole or with one filter; suppressed ones are read through the primary key.
  for (const [name, columns] of [
    ['findings_shown', ['scan_id', 'ordinal']],
    ['findings_by_severity', ['scan_id', 'severity_rank', 'ordinal']],
    ['findings_by_scanner', ['scan_id', 'scanner', 'ordinal']],
    ['findings_by_scan_type', ['scan_id', 'scan_type', 'ordinal']],
  ] as const) {
    await db.schema
      .createIndex(name)
      .on('findings')
      .columns([...columns])
      .where(sql.ref('suppressed_by'), 'is', null)
      .execute();
  }
  await db.schema.createIndex('findings_by_fingerprint').on('findings').columns(['fingerprint', 'scan_id']).execute();
}

async function createEvents(db: MigrationConnection): Promise<void> {
  await db.schema
    .createTable('scan_events')
    .addColumn('scan_id', 'text', (column) => column.notNull().references('scans.id').onDelete('cascade'))
    .addColumn('seq', 'integer', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('data', 'text', (column) => column.notNull())
    .addColumn('at', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('scan_events_key', ['scan_id', 'seq'])
    .execute();
  await db.schema
    .createTable('idempotency_keys')
    .addColumn('principal', 'text', (column) => column.notNull())
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('request_hash', 'text', (column) => column.notNull())
    .addColumn('scan_id', 'text', (column) => column.notNull())
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('idempotency_keys_key', ['principal', 'key'])
    .execute();
  await db.schema.createIndex('idempotency_keys_by_age').on('idempotency_keys').columns(['created_at']).execute();
}

async function createTriage(db: MigrationConnection): Promise<void> {
  await db.schema.alterTable('finding_states').addColumn('principal', 'text').execute();
  await db.schema.alterTable('finding_states').addColumn('expires_at', 'text').execute();
  await sequence(db, db.schema.createTable('finding_state_events'), 'seq')
    .addColumn('fingerprint', 'text', (column) => column.notNull())
    .addColumn('from_status', 'text', (column) =>
      column.check(sql`from_status in ('new', 'triaged', 'false_positive', 'accepted_risk', 'fixed', 'wont_fix')`),
    )
    .addColumn('status', 'text', (column) => column.notNull().check(TRIAGE_STATUSES))
    .addColumn('note', 'text')
    .addColumn('at', 'text', (column) => column.notNull())
    .addColumn('updated_by', 'text')
    .addColumn('principal', 'text')
    .execute();
  await db.schema
    .createIndex('finding_state_events_by_fingerprint')
    .on('finding_state_events')
    .columns(['fingerprint', 'seq'])
    .execute();
  await db.schema
    .createTable('finding_comments')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('fingerprint', 'text', (column) => column.notNull())
    .addColumn('text', 'text', (column) => column.notNull())
    .addColumn('author', 'text')
    .addColumn('principal', 'text')
    .addColumn('created_at', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createIndex('finding_comments_by_fingerprint')
    .on('finding_comments')
    .columns(['fingerprint', 'created_at', 'id'])
    .execute();
}

async function createKeys(db: MigrationConnection): Promise<void> {
  await db.schema
    .createTable('api_keys')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('key_hash', 'text', (column) => column.notNull())
    .addColumn('prefix', 'text', (column) => column.notNull())
    .addColumn('scopes', 'text', (column) => column.notNull())
    .addColumn('role', 'text', (column) =>
      column.check(sql`role in ('viewer', 'submitter', 'analyst', 'approver', 'admin')`),
    )
    .addColumn('projects', 'text')
    .addColumn('signature', 'text', (column) =>
      column
        .notNull()
        .defaultTo('off')
        .check(sql`signature in ('off', 'accepted', 'required')`),
    )
    .addColumn('public_key', 'text')
    .addColumn('created_by', 'text')
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addColumn('expires_at', 'text')
    .addColumn('last_used_at', 'text')
    .addColumn('revoked_at', 'text')
    .execute();
}

async function createWebhooks(db: MigrationConnection): Promise<void> {
  await db.schema
    .createTable('webhooks')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('url', 'text', (column) => column.notNull())
    .addColumn('secret', 'text', (column) => column.notNull())
    .addColumn('previous_secret', 'text')
    .addColumn('previous_secret_until', 'text')
    .addColumn('event_filter', 'text', (column) => column.notNull())
    .addColumn('enabled', 'integer', (column) =>
      column
        .notNull()
        .defaultTo(1)
        .check(sql`enabled in (0, 1)`),
    )
    .addColumn('created_at', 'text', (column) => column.notNull())
    .execute();
  await sequence(db, db.schema.createTable('webhook_deliveries'), 'seq')
    .addColumn('id', 'text', (column) => column.notNull().unique())
    .addColumn('webhook_id', 'text', (column) => column.notNull().references('webhooks.id').onDelete('cascade'))
    .addColumn('event', 'text', (column) => column.notNull())
    .addColumn('payload', 'text', (column) => column.notNull())
    .addColumn('status', 'text', (column) =>
      column.notNull().check(sql`status in ('pending', 'delivering', 'succeeded', 'failed')`),
    )
    .addColumn('attempt', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('next_attempt_at', 'text', (column) => column.notNull())
    .addColumn('owner', 'text')
    .addColumn('lease_until', 'text')
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addColumn('updated_at', 'text', (column) => column.notNull())
    .addColumn('response_code', 'integer')
    .addColumn('response_body', 'text')
    .execute();
  await db.schema
    .createIndex('webhook_deliveries_by_status')
    .on('webhook_deliveries')
    .columns(['status', 'webhook_id', 'seq'])
    .execute();
  await db.schema
    .createIndex('webhook_deliveries_by_webhook')
    .on('webhook_deliveries')
    .columns(['webhook_id', 'seq desc'])
    .execute();
}

async function createNotifications(db: MigrationConnection): Promise<void> {
  await db.schema
    .createTable('notifications')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('type', 'text', (column) => column.notNull())
    .addColumn('title', 'text', (column) => column.notNull())
    .addColumn('body', 'text')
    .addColumn('link', 'text')
    .addColumn('severity', 'text', (column) =>
      column.notNull().check(sql`severity in ('critical', 'high', 'medium', 'low', 'info')`),
    )
    .addColumn('level', 'text', (column) => column.notNull().check(sql`level in ('info', 'warning', 'error')`))
    .addColumn('scan_id', 'text')
    .addColumn('project', 'text', (column) => column.notNull().defaultTo(''))
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addColumn('read_at', 'text')
    .execute();
  await db.schema
    .createIndex('notifications_by_creation')
    .on('notifications')
    .columns(['created_at desc', 'id'])
    .execute();
  await db.schema
    .createIndex('notifications_unread')
    .on('notifications')
    .columns(['created_at desc', 'id'])
    .where(sql.ref('read_at'), 'is', null)
    .execute();
}

async function createSboms(db: MigrationConnection): Promise<void> {
  await db.schema
    .createTable('sbom_documents')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('scan_id', 'text', (column) => column.references('scans.id').onDelete('set null'))
    .addColumn('target_path', 'text', (column) => column.notNull())
    .addColumn('project', 'text', (column) => column.notNull().defaultTo(''))
    .addColumn('format', 'text', (column) => column.notNull().check(sql`format in ('cyclonedx', 'spdx')`))
    .addColumn('bom', 'text', (column) => column.notNull())
    .addColumn('component_count', 'integer', (column) => column.notNull())
    .addColumn('created_at', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('sbom_documents_by_scan').on('sbom_documents').columns(['scan_id']).execute();
  await db.schema
    .createTable('sbom_components')
    .addColumn('sbom_id', 'text', (column) => column.notNull().references('sbom_documents.id').onDelete('cascade'))
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('version', 'text', (column) => column.notNull())
    .addColumn('type', 'text', (column) => column.notNull())
    .addColumn('purl', 'text')
    .addColumn('license', 'text')
    .addColumn('supplier', 'text')
    .addPrimaryKeyConstraint('sbom_components_key', ['sbom_id', 'position'])
    .execute();
}

async function createAuditLog(db: MigrationConnection): Promise<void> {
  await db.schema
    .createTable('audit_log')
    .addColumn('seq', 'integer', (column) => column.primaryKey())
    .addColumn('ts', 'text', (column) => column.notNull())
    .addColumn('request_id', 'text')
    .addColumn('actor_id', 'text')
    .addColumn('actor_kind', 'text', (column) => column.notNull())
    .addColumn('actor_name', 'text')
    .addColumn('address', 'text')
    .addColumn('action', 'text', (column) => column.notNull())
    .addColumn('target_type', 'text')
    .addColumn('target_id', 'text')
    .addColumn('project', 'text')
    .addColumn('outcome', 'text', (column) => column.notNull().check(sql`outcome in ('ok', 'denied', 'failed')`))
    .addColumn('details', 'text', (column) => column.notNull())
    .addColumn('prev_hash', 'text', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('audit_checkpoints')
    .addColumn('seq', 'integer', (column) => column.primaryKey())
    .addColumn('hash', 'text', (column) => column.notNull())
    .addColumn('ts', 'text', (column) => column.notNull())
    .addColumn('signature', 'text', (column) => column.notNull())
    .addColumn('key_id', 'text', (column) => column.notNull())
    .addColumn('dropped_at', 'text')
    .execute();
  await guardAuditLog(db);
}
