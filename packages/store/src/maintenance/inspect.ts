import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { SecureScanError, describeError } from '@securescan/model';
import { sql } from 'kysely';
import type { StoreLocation } from '../contract.ts';
import { migrations } from '../migrations/index.ts';
import type { StoreDatabase } from '../schema.ts';
import { checkSqliteFile } from './backup.ts';

/** What a database says of itself. Looking changes nothing, and brings no schema up to date. */
export interface DatabaseFacts {
  readonly kind: StoreLocation['kind'];
  /** What is damaged; PostgreSQL looks after this itself. */
  readonly problems: readonly string[];
  readonly appliedMigrations: readonly string[];
  readonly missingMigrations: readonly string[];
  readonly bytes: number;
  /** How far the database's clock is ahead of ours. */
  readonly clockAheadMs: number;
  /** PostgreSQL: whether the connection is encrypted, and whether the role could change tables. */
  readonly server: {
    readonly isEncrypted: boolean;
    readonly mayChangeTables: boolean;
    readonly version: string;
  } | null;
  /** SQLite: permission bits of the file and of its directory. */
  readonly file: { readonly mode: number; readonly directoryMode: number } | null;
}

/**
 * @param now - our time, asked for while the database says its own
 * @throws SecureScanError E_STORE when there is no database or it cannot be read
 */
export async function inspectDatabase(location: StoreLocation, now: () => Date): Promise<DatabaseFacts> {
  try {
    return location.kind === 'sqlite' ? await inspectSqlite(location.path) : await inspectPostgres(location.url, now);
  } catch (error) {
    const where = location.kind === 'sqlite' ? location.path : 'given by DATABASE_URL';
    throw new SecureScanError('E_STORE', `cannot look at the database ${where}: ${describeError(error)}`, {
      cause: error,
    });
  }
}

async function inspectSqlite(path: string): Promise<DatabaseFacts> {
  const { mode, size } = await stat(path);
  const directory = await stat(dirname(path));
  const database = new DatabaseSync(path, { readOnly: true, timeout: 5000 });
  try {
    const tables = database.prepare("select name from sqlite_master where name = 'schema_migrations'").all();
    const rows = tables.length === 0 ? [] : database.prepare('select id from schema_migrations order by id').all();
    return {
      kind: 'sqlite',
      problems: checkSqliteFile(database),
      ...compareMigrations(rows.map(({ id }) => String(id))),
      bytes: size,
      clockAheadMs: 0,
      server: null,
      file: { mode: mode & 0o777, directoryMode: directory.mode & 0o777 },
    };
  } finally {
    database.close();
  }
}

async function inspectPostgres(url: string, now: () => Date): Promise<DatabaseFacts> {
  const db: StoreDatabase = (await import('../postgres/open-postgres.ts')).openPostgres(url);
  try {
    const { rows } = await sql<{
      now_ms: number;
      bytes: string;
      is_encrypted: boolean | null;
      may_change: boolean;
      version: string;
      has_journal: boolean;
    }>`
      select extract(epoch from clock_timestamp())::double precision * 1000 as now_ms,
        pg_database_size(current_database()) as bytes,
        (select ssl from pg_stat_ssl where pid = pg_backend_pid()) as is_encrypted,
        has_schema_privilege(current_schema(), 'create') as may_change,
        current_setting('server_version') as version,
        to_regclass('schema_migrations') is not null as has_journal`.execute(db);
    const ours = now().getTime();
    const [row] = rows;
    if (row === undefined) throw new Error('the database answered nothing');
    const applied = row.has_journal
      ? await db.selectFrom('schema_migrations').select('id').orderBy('id').execute()
      : [];
    return {
      kind: 'postgres',
      problems: [],
      ...compareMigrations(applied.map(({ id }) => id)),
      bytes: Number(row.bytes),
      clockAheadMs: Math.round(row.now_ms - ours),
      server: {
        isEncrypted: row.is_encrypted === true,
        mayChangeTables: row.may_change,
        version: row.version,
      },
      file: null,
    };
  } finally {
    await db.destroy();
  }
}

function compareMigrations(applied: readonly string[]): Pick<DatabaseFacts, 'appliedMigrations' | 'missingMigrations'> {
  return {
    appliedMigrations: applied,
    missingMigrations: migrations.map(({ id }) => id).filter((id) => !applied.includes(id)),
  };
}
