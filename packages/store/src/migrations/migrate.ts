import { SecureScanError } from '@securescan/model';
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Database } from '../schema.ts';
import type { Migration } from './migration.ts';

/** What differs between the databases when they are migrated. */
export interface MigrationDialect {
  /** Opens a transaction that keeps other migrating processes waiting. */
  readonly begin: (db: Kysely<Database>) => Promise<void>;
}

/**
 * Brings the schema to the newest version: all missing migrations in one transaction, under a lock.
 * Two processes that start at once apply each migration once.
 * @throws SecureScanError E_STORE when the database was written by a newer version of the program
 */
export async function migrate(
  database: Kysely<Database>,
  migrations: readonly Migration[],
  dialect: MigrationDialect,
  now: () => Date,
): Promise<readonly string[]> {
  return database.connection().execute(async (db) => {
    if (isCurrent(await readApplied(db), migrations)) return [];
    await dialect.begin(db);
    try {
      await sql`create table if not exists schema_migrations (id text primary key, applied_at text not null)`.execute(
        db,
      );
      const applied = await readApplied(db);
      const missing = migrations.filter(({ id }) => !applied.has(id));
      for (const migration of missing) {
        await migration.up(db);
        await db
          .insertInto('schema_migrations')
          .values({ id: migration.id, applied_at: now().toISOString() })
          .execute();
      }
      await sql`commit`.execute(db);
      return missing.map(({ id }) => id);
    } catch (error) {
      // A full disk has ended the transaction already; the error is what counts.
      await sql`rollback`.execute(db).catch(() => undefined);
      throw error;
    }
  });
}

async function readApplied(db: Kysely<Database>): Promise<ReadonlySet<string>> {
  const tables = await db.introspection.getTables();
  if (!tables.some(({ name }) => name === 'schema_migrations')) return new Set();
  const rows = await db.selectFrom('schema_migrations').select('id').execute();
  return new Set(rows.map(({ id }) => id));
}

function isCurrent(applied: ReadonlySet<string>, migrations: readonly Migration[]): boolean {
  const known = new Set(migrations.map(({ id }) => id));
  const unknown = [...applied].filter((id) => !known.has(id));
  if (unknown.length > 0) {
    throw new SecureScanError(
      'E_STORE',
      `the database was written by a newer version of securescan (schema step ${unknown.join(', ')}): update securescan, or choose another database with SECURESCAN_DB_PATH`,
    );
  }
  return applied.size === known.size;
}
