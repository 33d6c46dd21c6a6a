import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { SecureScanError, describeError } from '@securescan/model';
import { Kysely, SqliteDialect, sql } from 'kysely';
import type { MigrationDialect } from '../migrations/migrate.ts';
import type { Database } from '../schema.ts';
import { toKyselyDatabase } from './node-sqlite.ts';

/** How long a writer waits for another one, in milliseconds. */
const BUSY_TIMEOUT_MS = 5000;

/**
 * Opens (and, when absent, makes) the SQLite file, readable by its owner only.
 * @throws SecureScanError E_STORE when the file cannot be opened or is no database; it is then left as it is
 */
export function openSqlite(path: string): Kysely<Database> {
  try {
    if (path !== ':memory:') prepareFile(path);
    const database = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS, enableForeignKeyConstraints: true });
    try {
      // WAL lets readers go on while a scan is written; NORMAL is durable under WAL except for a power cut.
      database.exec('pragma journal_mode = wal; pragma synchronous = normal;');
    } catch (error) {
      database.close();
      throw error;
    }
    return new Kysely<Database>({ dialect: new SqliteDialect({ database: toKyselyDatabase(database) }) });
  } catch (error) {
    throw new SecureScanError('E_STORE', `cannot open the database ${path}: ${describeError(error)}`, { cause: error });
  }
}

/** SQLite's own way of keeping a second writer out until the migration is done. */
export const sqliteMigrations: MigrationDialect = {
  begin: async (db) => {
    await sql`begin immediate`.execute(db);
  },
};

function prepareFile(path: string): void {
  const directory = dirname(path);
  if (!existsSync(directory)) mkdirSync(directory, { recursive: true, mode: 0o700 });
  if (existsSync(path)) return;
  closeSync(openSync(path, 'a', 0o600));
  chmodSync(path, 0o600);
}
