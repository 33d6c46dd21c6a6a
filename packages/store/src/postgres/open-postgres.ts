import { Kysely, PostgresDialect, sql } from 'kysely';
import { Pool } from 'pg';
import type { MigrationDialect } from '../migrations/migrate.ts';
import type { Database } from '../schema.ts';

/** Any constant; the same in every process that migrates. */
const MIGRATION_LOCK = 5_327_119;

/** Opens a pool of connections. `postgresql+asyncpg://` is accepted, since wafpass-server users have it in their settings. */
export function openPostgres(url: string): Kysely<Database> {
  const pool = new Pool({
    connectionString: url.replace(/^postgres(ql)?(\+\w+)?:/, 'postgres:'),
    max: 10,
    connectionTimeoutMillis: 10_000,
    application_name: 'securescan',
  });
  // A connection that breaks is replaced at the next query; without listeners it would end the process. The pool's own is for idle
  // connections: one that is in use, but between two queries of a transaction, needs another.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => {
    client.on('error', () => undefined);
  });
  return new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
}

export const postgresMigrations: MigrationDialect = {
  begin: async (db) => {
    await sql`begin`.execute(db);
    await sql`select pg_advisory_xact_lock(${sql.lit(MIGRATION_LOCK)})`.execute(db);
  },
};
