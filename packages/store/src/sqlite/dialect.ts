import type { DatabaseSync } from 'node:sqlite';
import { CompiledQuery, SqliteDialect, SqliteDriver } from 'kysely';
import type { DatabaseConnection, Driver } from 'kysely';
import { beginImmediate } from './begin-immediate.ts';
import { toKyselyDatabase } from './node-sqlite.ts';

/** Kysely's dialect over the SQLite built into Node. */
export class NodeSqliteDialect extends SqliteDialect {
  readonly #database: DatabaseSync;
  readonly #onCommit: (() => void) | undefined;

  constructor(database: DatabaseSync, onCommit?: () => void) {
    super({ database: toKyselyDatabase(database) });
    this.#database = database;
    this.#onCommit = onCommit;
  }

  override createDriver(): Driver {
    return new ImmediateDriver(this.#database, this.#onCommit);
  }
}

/**
 * Takes the write lock when a transaction begins, so that nothing inside it can fail for a lock, and waits for it with timers:
 * SQLite's own waiting would hold the event loop.
 */
class ImmediateDriver extends SqliteDriver {
  readonly #database: DatabaseSync;
  readonly #onCommit: (() => void) | undefined;

  constructor(database: DatabaseSync, onCommit: (() => void) | undefined) {
    super({ database: toKyselyDatabase(database) });
    this.#database = database;
    this.#onCommit = onCommit;
  }

  override async init(): Promise<void> {
    await super.init();
    this.#database.exec('pragma busy_timeout = 0');
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await beginImmediate((text) => connection.executeQuery(CompiledQuery.raw(text)));
  }

  /** A full disk and other bad errors end the transaction by themselves; what they were must not be lost over that. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#database.isTransaction) await super.rollbackTransaction(connection);
  }

  override async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await super.commitTransaction(connection);
    this.#onCommit?.();
  }
}
