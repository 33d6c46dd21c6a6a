import { SecureScanError } from '@securescan/model';
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Database } from '../schema.ts';
import type { Migration } from './migration.ts';

/** What differs between the databases when they are migrated. */
export interface MigrationDialect {
  /** Opens a transaction that keeps other migrating processes waiting. */
  readonly begin: (db: Kysely<Database>) => Promise<void>;
  /** Looks, before the first step, whether the database holds tables of another program that can be taken over. */
  readonly adopt?: (db: Kysely<Database>) => Promise<Adoption | null>;
}

/** Tables of another program, put aside until ours are there. */
export interface Adoption {
  /** Moves the rows over and removes the tables. */
  readonly fill: () => Promise<void>;
  /** Cleans up after a failure, and says what it was. */
  readonly undo: (error: unknown) => Promise<Error>;
  readonly committed: () => Promise<void>;
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
    if (findMissing(await readApplied(db), migrations).length === 0) return [];
    await dialect.begin(db);
    let adoption: Adoption | null = null;
    let missing: readonly Migration[];
    try {
      // Again, now that no other process can change it.
      const applied = await readApplied(db);
      missing = findMissing(applied, migrations);
      if (applied.size === 0) adoption = (await dialect.adopt?.(db)) ?? null;
      await sql`create table if not exists schema_migrations (id text primary key, applied_at text not null)`.execute(
        db,
      );
      for (const migration of missing) {
        await migration.up(db);
        await db
          .insertInto('schema_migrations')
          .values({ id: migration.id, applied_at: now().toISOString() })
          .execute();
      }
      await adoption?.fill();
      await sql`commit`.execute(db);
    } catch (error) {
      // A full disk has ended the transaction already; the error is what counts.
      await sql`rollback`.execute(db).catch(() => undefined);
      throw adoption === null ? error : await adoption.undo(error);
    }
    await adoption?.committed();
    return missing.map(({ id }) => id);
  });
}

async function readApplied(db: Kysely<Database>): Promise<ReadonlySet<string>> {
  const tables = await db.introspection.getTables();
  if (!tables.some(({ name }) => name === 'schema_migrations')) return new Set();
  const rows = await db.selectFrom('schema_migrations').select('id').execute();
  return new Set(rows.map(({ id }) => id));
}

function findMissing(applied: ReadonlySet<string>, migrations: readonly Migration[]): readonly Migration[] {
  const known = new Set(migrations.map(({ id }) => id));
  const unknown = [...applied].filter((id) => !known.has(id));
  if (unknown.length > 0) {
    throw new SecureScanError(
      'E_STORE',
      `the database was written by a newer version of securescan (schema step ${unknown.join(', ')}): update securescan, or choose another database with SECURESCAN_DB_PATH`,
    );
  }
  return migrations.filter(({ id }) => !applied.has(id));
}
