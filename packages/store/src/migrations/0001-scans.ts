import { sql } from 'kysely';
import type { Migration } from './migration.ts';

/** Scans, how their scanners ended, their findings, and verdicts by fingerprint. */
export const createScans: Migration = {
  id: '0001-scans',
  async up(db) {
    await db.schema
      .createTable('scans')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('created_at', 'text', (column) => column.notNull())
      .addColumn('started_at', 'text', (column) => column.notNull())
      .addColumn('completed_at', 'text')
      .addColumn('target', 'text', (column) => column.notNull())
      .addColumn('target_kind', 'text', (column) => column.notNull())
      .addColumn('scan_types', 'text', (column) => column.notNull())
      .addColumn('status', 'text', (column) =>
        column.notNull().check(sql`status in ('pending', 'running', 'completed', 'failed', 'cancelled')`),
      )
      .addColumn('origin', 'text', (column) => column.notNull().check(sql`origin in ('cli', 'api')`))
      .addColumn('findings_count', 'integer', (column) => column.notNull().defaultTo(0))
      .addColumn('severity_counts', 'text', (column) => column.notNull().defaultTo('{}'))
      .addColumn('suppressed_counts', 'text', (column) => column.notNull().defaultTo('{}'))
      .addColumn('risk_score', 'double precision')
      .addColumn('summary', 'text')
      .addColumn('error', 'text')
      .addColumn('notices', 'text', (column) => column.notNull().defaultTo('[]'))
      .addColumn('config_path', 'text')
      .execute();
    await db.schema.createIndex('scans_by_start').on('scans').columns(['started_at desc', 'id']).execute();
    await db.schema.createIndex('scans_by_status').on('scans').columns(['status', 'started_at desc']).execute();

    await db.schema
      .createTable('scan_scanners')
      .addColumn('scan_id', 'text', (column) => column.notNull().references('scans.id').onDelete('cascade'))
      .addColumn('position', 'integer', (column) => column.notNull())
      .addColumn('scanner', 'text', (column) => column.notNull())
      .addColumn('scan_type', 'text', (column) => column.notNull())
      .addColumn('status', 'text', (column) =>
        column.notNull().check(sql`status in ('completed', 'skipped', 'failed', 'cancelled')`),
      )
      .addColumn('version', 'text')
      .addColumn('duration_ms', 'integer', (column) => column.notNull())
      .addColumn('outcome', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('scan_scanners_key', ['scan_id', 'position'])
      .execute();

    await db.schema
      .createTable('findings')
      .addColumn('scan_id', 'text', (column) => column.notNull().references('scans.id').onDelete('cascade'))
      .addColumn('ordinal', 'integer', (column) => column.notNull())
      .addColumn('id', 'text', (column) => column.notNull())
      .addColumn('scanner', 'text', (column) => column.notNull())
      .addColumn('scan_type', 'text', (column) => column.notNull())
      .addColumn('severity', 'text', (column) =>
        column.notNull().check(sql`severity in ('critical', 'high', 'medium', 'low', 'info')`),
      )
      .addColumn('severity_rank', 'integer', (column) => column.notNull())
      .addColumn('raw_severity', 'text', (column) => column.notNull())
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
      .addPrimaryKeyConstraint('findings_key', ['scan_id', 'ordinal'])
      .execute();
    await db.schema.createIndex('findings_by_fingerprint').on('findings').columns(['fingerprint', 'scan_id']).execute();

    await db.schema
      .createTable('finding_states')
      .addColumn('fingerprint', 'text', (column) => column.primaryKey())
      .addColumn('status', 'text', (column) =>
        column
          .notNull()
          .check(sql`status in ('new', 'triaged', 'false_positive', 'accepted_risk', 'fixed', 'wont_fix')`),
      )
      .addColumn('note', 'text')
      .addColumn('updated_at', 'text', (column) => column.notNull())
      .addColumn('updated_by', 'text')
      .execute();
    await db.schema.createIndex('finding_states_by_status').on('finding_states').column('status').execute();
  },
};
