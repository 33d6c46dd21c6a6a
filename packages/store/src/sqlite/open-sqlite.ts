import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { SecureScanError, describeError } from '@securescan/model';
import { Kysely, sql } from 'kysely';
import type { MigrationDialect } from '../migrations/migrate.ts';
import { isOriginal } from '../original/recognise.ts';
import type { Database } from '../schema.ts';
import type { Conversion } from '../original/adopt-original.ts';
import { beginImmediate } from './begin-immediate.ts';
import { createCheckpoints } from './checkpoints.ts';
import { NodeSqliteDialect } from './dialect.ts';

/** How long opening waits for another process; later writers wait without holding the event loop, see `dialect.ts`. */
const OPEN_TIMEOUT_MS = 5000;

/** The two connections of a process to its SQLite file. */
export interface SqliteConnections {
  readonly write: Kysely<Database>;
  readonly read: Kysely<Database>;
  /**
   * Closes both. The last one to close folds the write-ahead log into the file, so none may be left open: Kysely by itself closes
   * only connections that were used.
   */
  readonly close: () => Promise<void>;
}

export interface OpenSqliteOptions {
  /** True for a server: the write-ahead log is then folded on a thread of its own and not in the middle of a commit. */
  readonly isLongLived?: boolean;
  /** Told after a database of SecureScan 0.x has become one of ours. */
  readonly onConversion?: (conversion: Conversion) => void | Promise<void>;
}

/**
 * Opens (and, when absent, makes) the SQLite file, readable by its owner only.
 * @throws SecureScanError E_STORE when the file cannot be opened or is no database; it is then left as it is
 */
export function openSqlite(path: string, options: OpenSqliteOptions = {}): SqliteConnections {
  try {
    if (path !== ':memory:') prepareFile(path);
    const writer = open(path);
    // A database in memory belongs to one connection.
    const reader = path === ':memory:' ? writer : open(path);
    const checkpoints = options.isLongLived === true && path !== ':memory:' ? createCheckpoints(path) : null;
    if (checkpoints) writer.exec('pragma wal_autocheckpoint = 0');
    const write = new Kysely<Database>({ dialect: new NodeSqliteDialect(writer, () => checkpoints?.committed()) });
    const read = new Kysely<Database>({ dialect: new NodeSqliteDialect(reader) });
    const close = async (): Promise<void> => {
      await checkpoints?.close();
      await Promise.all([write.destroy(), read.destroy()]);
      for (const database of [reader, writer]) if (database.isOpen) database.close();
    };
    return { write, read, close };
  } catch (error) {
    throw new SecureScanError('E_STORE', `cannot open the database ${path}: ${describeError(error)}`, { cause: error });
  }
}

/** SQLite's own way of keeping a second writer out until the migration is done. */
export const sqliteMigrations: MigrationDialect = {
  begin: (db) => beginImmediate((text) => sql.raw(text).execute(db)),
};

/** The same, taking over a file of SecureScan 0.x. */
export function createSqliteMigrations(
  path: string,
  now: () => Date,
  { onConversion }: OpenSqliteOptions,
): MigrationDialect {
  if (path === ':memory:') return sqliteMigrations;
  return {
    ...sqliteMigrations,
    adopt: async (db) => {
      if (!(await isOriginal(db))) return null;
      // Loaded where it is needed: it brings the engine along.
      const { adoptOriginal } = await import('../original/adopt-original.ts');
      return adoptOriginal(db, { path, now, ...(onConversion ? { onConversion } : {}) });
    },
  };
}

function open(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: OPEN_TIMEOUT_MS, enableForeignKeyConstraints: true });
  try {
    // WAL lets readers go on while a scan is written; NORMAL is durable under WAL except for a power cut.
    database.exec('pragma journal_mode = wal; pragma synchronous = normal;');
  } catch (error) {
    database.close();
    throw error;
  }
  return database;
}

function prepareFile(path: string): void {
  const directory = dirname(path);
  makeDirectory(directory);
  if (existsSync(path)) return;
  closeSync(openSync(path, 'a', 0o600));
  chmodSync(path, 0o600);
}

/** One level after the other: Node's own recursion never ends where a system refuses new names, as /proc does. */
function makeDirectory(path: string): void {
  if (existsSync(path)) return;
  if (dirname(path) !== path) makeDirectory(dirname(path));
  mkdirSync(path, { mode: 0o700 });
}
