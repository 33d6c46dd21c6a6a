import { SecureScanError } from '@securescan/model';
import { describeDatabases } from '@securescan/testkit/databases';
import type { TestLocation } from '@securescan/testkit/databases';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { migrations } from '../src/index.ts';
import { migrate } from '../src/migrations/migrate.ts';
import { openPostgres, postgresMigrations } from '../src/postgres/open-postgres.ts';
import type { StoreDatabase } from '../src/schema.ts';
import { openSqlite, sqliteMigrations } from '../src/sqlite/open-sqlite.ts';
import { insertRow, insertSamples, samples } from './schema-samples.ts';

const now = (): Date => new Date('2026-01-02T03:04:05Z');

type Row = Readonly<Record<string, unknown>>;

interface Opened extends AsyncDisposable {
  readonly db: StoreDatabase;
  /** Migrates to the given version, or the newest. */
  upTo(version?: string): Promise<readonly string[]>;
}

function open(location: TestLocation): Opened {
  const opened =
    location.kind === 'sqlite'
      ? { ...openSqlite(location.path), dialect: sqliteMigrations }
      : { write: openPostgres(location.url), dialect: postgresMigrations, close: null };
  const { write, dialect } = opened;
  return {
    db: write,
    upTo: (version) => {
      const end = version === undefined ? migrations.length : migrations.findIndex(({ id }) => id === version) + 1;
      return migrate(write, migrations.slice(0, end), dialect, now);
    },
    [Symbol.asyncDispose]: () => opened.close?.() ?? write.destroy(),
  };
}

/** Rows of all tables, sorted. Tables that only one of the two databases has hold nothing that lasts. */
async function readTables(db: StoreDatabase): Promise<Readonly<Record<string, readonly Row[]>>> {
  const tables: Record<string, readonly Row[]> = {};
  for (const { name } of await db.introspection.getTables()) {
    if (name === 'schema_migrations' || name.startsWith('limit_')) continue;
    const { rows } = await sql<Row>`select * from ${sql.table(name)}`.execute(db);
    tables[name] = rows.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  }
  return tables;
}

/** Everything that makes up the schema, as the database tells it. */
async function readSchema(db: StoreDatabase, kind: TestLocation['kind']): Promise<readonly Row[]> {
  const { rows } =
    kind === 'sqlite'
      ? await sql<Row>`select type, name, tbl_name, sql from sqlite_master order by type, name`.execute(db)
      : await sql<Row>`
          select 'column' as type, table_name || '.' || column_name as name, ordinal_position::text || ' ' || data_type || ' ' || is_nullable || ' ' || coalesce(column_default, '') as sql
            from information_schema.columns where table_schema = 'public'
          union all select 'index', indexname, indexdef from pg_indexes where schemaname = 'public'
          union all select 'constraint', conname, conrelid::regclass::text || ' ' || pg_get_constraintdef(oid) from pg_constraint where connamespace = 'public'::regnamespace
          union all select 'trigger', tgname, pg_get_triggerdef(oid) from pg_trigger where not tgisinternal
          order by 1, 2, 3`.execute(db);
  return rows;
}

describe('samples', () => {
  it('exist for every version', () => {
    expect(Object.keys(samples)).toEqual(migrations.map(({ id }) => id));
  });
});

describeDatabases('migrations', (makeDatabase) => {
  it.each(migrations.map(({ id }) => id))('from %s to the newest keep every row of every table', async (version) => {
    await using opened = open(await makeDatabase());
    await opened.upTo(version);
    await insertSamples(opened.db, version);
    const before = await readTables(opened.db);
    for (const [table, rows] of Object.entries(before)) expect(rows.length, table).toBeGreaterThan(0);
    expect(await opened.upTo()).toEqual(
      migrations.map(({ id }) => id).slice(migrations.findIndex(({ id }) => id === version) + 1),
    );
    const after = await readTables(opened.db);
    for (const [table, rows] of Object.entries(before)) {
      const columns = Object.keys(rows[0] ?? {});
      const kept = (after[table] ?? []).map((row) => Object.fromEntries(columns.map((name) => [name, row[name]])));
      expect(kept, table).toHaveLength(rows.length);
      expect(kept, table).toEqual(expect.arrayContaining([...rows]));
    }
  });

  it.each(migrations.map(({ id }) => id))('from %s give the schema of a new database', async (version) => {
    const [old, fresh] = [await makeDatabase(), await makeDatabase()];
    await using migrated = open(old);
    await migrated.upTo(version);
    await insertSamples(migrated.db, version);
    await migrated.upTo();
    await using made = open(fresh);
    await made.upTo();
    expect(await readSchema(migrated.db, old.kind)).toEqual(await readSchema(made.db, fresh.kind));
  });

  it('that fail in the middle leave the version before, with its rows', async () => {
    const location = await makeDatabase();
    await using opened = open(location);
    await opened.upTo('0001-scans');
    await insertSamples(opened.db, '0001-scans');
    const [rows, schema] = [await readTables(opened.db), await readSchema(opened.db, location.kind)];
    const failing = {
      id: '9999-failing',
      up: async (db: Parameters<(typeof migrations)[number]['up']>[0]) => {
        await sql`update scans set target = 'lost'`.execute(db);
        await db.schema.dropTable('finding_comments').execute();
        throw new Error('stop');
      },
    };
    const dialect = location.kind === 'sqlite' ? sqliteMigrations : postgresMigrations;
    await expect(migrate(opened.db, [...migrations, failing], dialect, now)).rejects.toThrow('stop');
    expect(await readTables(opened.db)).toEqual(rows);
    expect(await readSchema(opened.db, location.kind)).toEqual(schema);
    await opened.upTo();
  });

  it('leave a database of a newer version as it is, also when it became newer while they waited', async () => {
    const location = await makeDatabase();
    const dialect = location.kind === 'sqlite' ? sqliteMigrations : postgresMigrations;
    await using opened = open(location);
    await opened.upTo('0001-scans');
    await using other = open(location);
    const newer = {
      ...dialect,
      begin: async (db: StoreDatabase) => {
        await other.upTo();
        await insertRow(other.db, 'schema_migrations', { id: '9999-future', applied_at: 'x' });
        await dialect.begin(db);
      },
    };
    const attempt = migrate(opened.db, migrations, newer, now);
    await expect(attempt).rejects.toBeInstanceOf(SecureScanError);
    await expect(attempt).rejects.toThrow(/newer version of securescan \(schema step 9999-future\)/);
  });
});

describeDatabases('what belongs together', (makeDatabase) => {
  const NEWEST = migrations.at(-1)?.id ?? '';

  it('goes together: a run of WAF++ with its findings; what runs share stays', async () => {
    await using opened = open(await makeDatabase());
    await opened.upTo();
    await insertSamples(opened.db, NEWEST);
    await sql`delete from waf_runs`.execute(opened.db);
    const { waf_run_findings, waf_run_details, waf_checks, waf_catalogues } = await readTables(opened.db);
    expect([waf_run_findings, waf_run_details]).toEqual([[], []]);
    expect([waf_checks?.length, waf_catalogues?.length]).toEqual([1, 1]);
  });

  it.each([
    ['scans', 'findings', []],
    ['scans', 'scan_scanners', ['s2']],
    ['scans', 'scan_events', []],
    ['webhooks', 'webhook_deliveries', []],
    ['sbom_documents', 'sbom_components', []],
  ] as const)('goes together: %s with %s', async (parent, child, left) => {
    await using opened = open(await makeDatabase());
    await opened.upTo();
    await insertSamples(opened.db, NEWEST);
    const first = samples[NEWEST]?.[parent]?.[0]?.['id'];
    await sql`delete from ${sql.table(parent)} where id = ${first}`.execute(opened.db);
    const rows = (await readTables(opened.db))[child] ?? [];
    expect(rows.map((row) => row['scan_id'])).toEqual(left);
  });

  it('stays: the bill of materials of a deleted scan, its verdicts and comments', async () => {
    await using opened = open(await makeDatabase());
    await opened.upTo();
    await insertSamples(opened.db, NEWEST);
    const before = await readTables(opened.db);
    await sql`delete from scans where id = 's1'`.execute(opened.db);
    const after = await readTables(opened.db);
    expect(after['sbom_documents']).toMatchObject([{ id: 'b1', scan_id: null }]);
    for (const table of ['sbom_components', 'finding_states', 'finding_comments', 'notifications', 'audit_log'])
      expect(after[table], table).toEqual(before[table]);
  });

  it.each([
    ['findings', 'scan_id'],
    ['scan_scanners', 'scan_id'],
    ['scan_events', 'scan_id'],
    ['webhook_deliveries', 'webhook_id'],
    ['sbom_documents', 'scan_id'],
    ['sbom_components', 'sbom_id'],
    ['waf_run_details', 'controls_meta'],
  ])('refers to what is there: %s.%s', async (table, column) => {
    await using opened = open(await makeDatabase());
    await opened.upTo();
    await insertSamples(opened.db, NEWEST);
    const change = sql`update ${sql.table(table)} set ${sql.ref(column)} = 'nobody'`.execute(opened.db);
    await expect(change).rejects.toThrow(/foreign key/i);
  });
});

describeDatabases('enumerations', (makeDatabase) => {
  it.each([
    ['scans', 'status'],
    ['scans', 'origin'],
    ['scans', 'target_kind'],
    ['scan_scanners', 'status'],
    ['scan_scanners', 'scan_type'],
    ['findings', 'severity'],
    ['findings', 'raw_severity'],
    ['findings', 'scan_type'],
    ['findings', 'suppressed_by'],
    ['finding_states', 'status'],
    ['finding_state_events', 'status'],
    ['finding_state_events', 'from_status'],
    ['api_keys', 'role'],
    ['api_keys', 'signature'],
    ['webhook_deliveries', 'status'],
    ['notifications', 'severity'],
    ['notifications', 'level'],
    ['sbom_documents', 'format'],
    ['waf_decision_events', 'kind'],
    ['waf_decision_events', 'action'],
  ])('take no other word: %s.%s', async (table, column) => {
    await using opened = open(await makeDatabase());
    await opened.upTo();
    await insertSamples(opened.db, migrations.at(-1)?.id ?? '');
    const change = sql`update ${sql.table(table)} set ${sql.ref(column)} = 'other'`.execute(opened.db);
    await expect(change).rejects.toThrow(/check constraint/i);
  });

  it.each([
    ['scans', 'cancel_requested'],
    ['scans', 'partial'],
    ['scans', 'hidden'],
    ['webhooks', 'enabled'],
  ])('take no other number: %s.%s', async (table, column) => {
    await using opened = open(await makeDatabase());
    await opened.upTo();
    await insertSamples(opened.db, migrations.at(-1)?.id ?? '');
    const change = sql`update ${sql.table(table)} set ${sql.ref(column)} = 2`.execute(opened.db);
    await expect(change).rejects.toThrow(/check constraint/i);
  });
});
