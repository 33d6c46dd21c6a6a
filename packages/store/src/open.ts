import { SecureScanError, describeError } from '@securescan/model';
import type { Store, StoreLocation } from './contract.ts';
import { createPostgresLimits } from './limits/postgres-limits.ts';
import { migrate } from './migrations/migrate.ts';
import { migrations } from './migrations/index.ts';
import { createRepositories } from './repositories.ts';
import { selectFindings, selectScans, selectStoredScan } from './scans/list.ts';
import { insertScan } from './scans/save-result.ts';
import type { Connections, StoreDatabase } from './schema.ts';
import type { OpenSqliteOptions, SqliteConnections } from './sqlite/open-sqlite.ts';
import { createSqliteMigrations, openSqlite } from './sqlite/open-sqlite.ts';
import type { MigrationDialect } from './migrations/migrate.ts';

export type OpenStoreOptions = OpenSqliteOptions;

/**
 * Opens the database and brings its schema up to date.
 * @param now - time source for the migration journal
 * @throws SecureScanError E_STORE when it cannot be opened, is no database, or is newer than this program
 */
export async function openStore(
  location: StoreLocation,
  now: () => Date,
  options: OpenStoreOptions = {},
): Promise<Store> {
  const { write, read, migrations: dialect, close: closeConnections } = await openConnections(location, now, options);
  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    await (closing ??= closeConnections());
  };
  try {
    await migrate(write, migrations, dialect, now);
  } catch (error) {
    await close();
    if (error instanceof SecureScanError) throw error;
    const where = location.kind === 'sqlite' ? location.path : 'given by DATABASE_URL';
    throw new SecureScanError('E_STORE', `cannot open the database ${where}: ${describeError(error)}`, {
      cause: error,
    });
  }
  const reading: Connections = { write: outsideTransaction(), read };
  const transact = <T>(run: (connections: Connections) => Promise<T>): Promise<T> =>
    write.transaction().execute((db) => run({ write: db, read: db }));
  return {
    ...createRepositories(reading),
    kind: location.kind,
    limits: location.kind === 'postgres' ? createPostgresLimits(read) : null,
    transaction: (run) => transact((connections) => run(createRepositories(connections))),
    saveScan: (result, origin) => transact((connections) => insertScan(connections.write, result, origin)),
    listScans: (filter) => selectScans(read, filter),
    findScan: (id) => selectStoredScan(read, id),
    listFindings: (scanId) => selectFindings(read, scanId),
    checkRead: async () => {
      await read.selectFrom('schema_migrations').select('id').limit(1).execute();
    },
    checkWrite: () =>
      transact(async ({ write: db }) => {
        const first = db.selectFrom('schema_migrations').select((build) => build.fn.min('id').as('id'));
        await db
          .updateTable('schema_migrations')
          .set((build) => ({ applied_at: build.ref('applied_at') }))
          .where('id', '=', first)
          .execute();
      }),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** The driver of PostgreSQL is loaded only where it is used. */
async function openConnections(
  location: StoreLocation,
  now: () => Date,
  options: OpenStoreOptions,
): Promise<SqliteConnections & { readonly migrations: MigrationDialect }> {
  if (location.kind === 'sqlite') {
    const { path } = location;
    return { ...openSqlite(path, options), migrations: createSqliteMigrations(path, now, options) };
  }
  const { openPostgres, postgresMigrations } = await import('./postgres/open-postgres.ts');
  const pool = openPostgres(location.url);
  return { write: pool, read: pool, migrations: postgresMigrations, close: () => pool.destroy() };
}

/** Stands where the writing connection is, outside of transactions: a write there is a mistake in our code. */
function outsideTransaction(): StoreDatabase {
  return new Proxy({} as StoreDatabase, {
    get: (_, name) => {
      throw new Error(`${String(name)} outside a transaction: write through Store.transaction`);
    },
  });
}
