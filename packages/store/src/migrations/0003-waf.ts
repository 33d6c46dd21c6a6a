import type { CreateTableBuilder, RawBuilder } from 'kysely';
import { sql } from 'kysely';
import { isPostgres, sequence } from './column-types.ts';
import type { Migration, MigrationConnection } from './migration.ts';

/**
 * Results of WAF++: runs and their findings, hand-written controls, waivers and risk acceptances with their history. All names
 * start with `waf_`, so that the tables can stand beside those of wafpass-server in one database.
 */
export const createWaf: Migration = {
  id: '0003-waf',
  async up(db) {
    await createRuns(db);
    await createFindings(db);
    await createControls(db);
    await createDecisions(db);
  },
};

/** Text that both databases put in the order of code points. */
function ordered(db: MigrationConnection): RawBuilder<string> | 'text' {
  return isPostgres(db) ? sql<string>`text collate "C"` : 'text';
}

async function createRuns(db: MigrationConnection): Promise<void> {
  await sequence(db, db.schema.createTable('waf_runs'), 'seq')
    .addColumn('id', ordered(db), (column) => column.notNull().unique())
    .addColumn('created_at', ordered(db), (column) => column.notNull())
    .addColumn('project', ordered(db), (column) => column.notNull())
    .addColumn('branch', ordered(db), (column) => column.notNull())
    .addColumn('git_sha', 'text', (column) => column.notNull())
    .addColumn('triggered_by', 'text', (column) => column.notNull())
    .addColumn('iac_framework', 'text', (column) => column.notNull())
    .addColumn('stage', 'text', (column) => column.notNull())
    .addColumn('path', 'text', (column) => column.notNull())
    .addColumn('score', 'integer', (column) => column.notNull())
    .addColumn('pillar_scores', 'text', (column) => column.notNull())
    .addColumn('posture', 'text', (column) => column.notNull())
    .addColumn('controls_loaded', 'integer', (column) => column.notNull())
    .addColumn('controls_run', 'integer', (column) => column.notNull())
    .addColumn('findings_count', 'integer', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('waf_runs_by_creation').on('waf_runs').columns(['created_at desc', 'id desc']).execute();
  await db.schema
    .createIndex('waf_runs_by_project')
    .on('waf_runs')
    .columns(['project', 'created_at desc', 'id desc'])
    .execute();
  await db.schema
    .createIndex('waf_runs_by_branch')
    .on('waf_runs')
    .columns(['project', 'branch', 'created_at desc', 'id desc'])
    .execute();
  await db.schema
    .createTable('waf_catalogues')
    .addColumn('hash', 'text', (column) => column.primaryKey())
    .addColumn('controls', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('waf_run_details')
    .addColumn('run_seq', 'integer', (column) => column.primaryKey().references('waf_runs.seq').onDelete('cascade'))
    .addColumn('schema_version', 'text', (column) => column.notNull())
    .addColumn('run', 'text', (column) => column.notNull())
    .addColumn('detected_regions', 'text', (column) => column.notNull())
    .addColumn('source_paths', 'text', (column) => column.notNull())
    .addColumn('controls_meta', 'text', (column) => column.references('waf_catalogues.hash'))
    .addColumn('secret_findings', 'text', (column) => column.notNull())
    .addColumn('plan_changes', 'text')
    .addColumn('diagnostics', 'text', (column) => column.notNull())
    .addColumn('source_snapshot', 'text')
    .addColumn('created_by', 'text')
    .addColumn('request_id', 'text')
    .execute();
  await db.schema
    .createTable('waf_idempotency_keys')
    .addColumn('principal', 'text', (column) => column.notNull())
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('request_hash', 'text', (column) => column.notNull())
    .addColumn('run_id', 'text', (column) => column.notNull())
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('waf_idempotency_keys_key', ['principal', 'key'])
    .execute();
  await db.schema
    .createIndex('waf_idempotency_keys_by_age')
    .on('waf_idempotency_keys')
    .columns(['created_at'])
    .execute();
}

async function createFindings(db: MigrationConnection): Promise<void> {
  await sequence(db, db.schema.createTable('waf_checks'), 'seq')
    .addColumn('hash', 'text', (column) => column.notNull().unique())
    .addColumn('control_id', ordered(db), (column) => column.notNull())
    .addColumn('check_id', 'text', (column) => column.notNull())
    .addColumn('check_title', 'text', (column) => column.notNull())
    .addColumn('pillar', 'text', (column) => column.notNull())
    .addColumn('pillar_key', 'text', (column) => column.notNull())
    .addColumn('severity', 'text', (column) => column.notNull())
    .addColumn('severity_key', 'text', (column) => column.notNull())
    .addColumn('remediation', 'text', (column) => column.notNull())
    .addColumn('example', 'text')
    .addColumn('regulatory_mapping', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('waf_checks_by_control').on('waf_checks').columns(['control_id']).execute();

  // One number as the key: the findings of a run lie beside each other, so that filters need no index. And no foreign keys on
  // PostgreSQL, which looks them up row by row: each takes a fifth of the time that storing a run takes. A trigger does what is
  // wanted of them.
  const refers = !isPostgres(db);
  await db.schema
    .createTable('waf_run_findings')
    .addColumn('id', refers ? 'integer' : 'bigint', (column) => column.primaryKey())
    .addColumn('run_seq', 'integer', (column) =>
      refers ? column.notNull().references('waf_runs.seq').onDelete('cascade') : column.notNull(),
    )
    .addColumn('check_seq', 'integer', (column) =>
      refers ? column.notNull().references('waf_checks.seq') : column.notNull(),
    )
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('resource', 'text', (column) => column.notNull())
    .addColumn('message', 'text', (column) => column.notNull())
    .addColumn('file', 'text', (column) => column.notNull())
    .addColumn('line', 'integer')
    .addColumn('end_line', 'integer')
    .addColumn('fingerprint', ordered(db), (column) => column.notNull())
    .addColumn('extra', 'text')
    .execute();
  // The run comes first: a run then adds its entries in one place. With the fingerprint first each of some hundred findings would
  // change another page of the index, which took ten times as long as all the rest of storing a run. 16 characters tell enough.
  await db.schema
    .createIndex('waf_run_findings_by_fingerprint')
    .on('waf_run_findings')
    .columns(['run_seq'])
    .expression(sql`substr(fingerprint, 1, 16)`)
    .execute();
  if (refers) return;
  await sql`
    create function waf_forget_findings() returns trigger language plpgsql as $$
    begin
      delete from waf_run_findings where run_seq = old.seq;
      return old;
    end $$`.execute(db);
  await sql`
    create trigger waf_runs_forget_findings after delete on waf_runs for each row execute function waf_forget_findings()`.execute(
    db,
  );
}

async function createControls(db: MigrationConnection): Promise<void> {
  await db.schema
    .createTable('waf_controls')
    .addColumn('id', ordered(db), (column) => column.primaryKey())
    .addColumn('pillar', 'text', (column) => column.notNull())
    .addColumn('severity', 'text', (column) => column.notNull())
    .addColumn('definition', 'text', (column) => column.notNull())
    .addColumn('created_at', ordered(db), (column) => column.notNull())
    .addColumn('updated_at', ordered(db), (column) => column.notNull())
    .execute();
  for (const [name, columns] of [
    ['waf_controls_by_creation', []],
    ['waf_controls_by_pillar', ['pillar']],
    ['waf_controls_by_severity', ['severity']],
  ] as const)
    await db.schema
      .createIndex(name)
      .on('waf_controls')
      .columns([...columns, 'created_at desc', 'id'])
      .execute();
}

async function createDecisions(db: MigrationConnection): Promise<void> {
  for (const [name, fields] of [
    ['waf_waivers', ['reason', 'owner', 'expires', 'resource', 'check_id']],
    [
      'waf_risks',
      [
        'reason',
        'approver',
        'owner',
        'rfc',
        'jira_link',
        'other_link',
        'notes',
        'risk_level',
        'residual_risk',
        'expires',
        'accepted_at',
      ],
    ],
  ] as const) {
    let table: CreateTableBuilder<string, string> = db.schema
      .createTable(name)
      .addColumn('key', ordered(db), (column) => column.notNull())
      .addColumn('project', ordered(db), (column) => column.notNull())
      .addColumn('id', 'text', (column) => column.notNull());
    for (const field of fields) table = table.addColumn(field, 'text', (column) => column.notNull());
    await table
      .addColumn('created_at', ordered(db), (column) => column.notNull())
      .addColumn('updated_at', ordered(db), (column) => column.notNull())
      .addColumn('created_by', 'text')
      .addColumn('updated_by', 'text')
      .addPrimaryKeyConstraint(`${name}_key`, ['key', 'project'])
      .execute();
  }
  await sequence(db, db.schema.createTable('waf_decision_events'), 'seq')
    .addColumn('kind', 'text', (column) => column.notNull().check(sql`kind in ('waiver', 'risk')`))
    .addColumn('key', ordered(db), (column) => column.notNull())
    .addColumn('project', ordered(db), (column) => column.notNull())
    .addColumn('action', 'text', (column) => column.notNull().check(sql`action in ('created', 'changed', 'removed')`))
    .addColumn('before', 'text')
    .addColumn('after', 'text')
    .addColumn('at', 'text', (column) => column.notNull())
    .addColumn('principal', 'text')
    .addColumn('name', 'text')
    .execute();
  for (const [name, columns] of [
    ['waf_decision_events_by_kind', ['kind', 'seq desc']],
    ['waf_decision_events_by_key', ['kind', 'key', 'seq desc']],
  ] as const)
    await db.schema
      .createIndex(name)
      .on('waf_decision_events')
      .columns([...columns])
      .execute();
}
