import { SecureScanError, describeError } from '@securescan/model';
import type { Store, StoreLocation } from './contract.ts';
import { migrate } from './migrations/migrate.ts';
import { migrations } from './migrations/index.ts';
import { openPostgres, postgresMigrations } from './postgres/open-postgres.ts';
import { insertScan, selectFindings, selectScan, selectScans } from './scans/repository.ts';
import { openSqlite, sqliteMigrations } from './sqlite/open-sqlite.ts';

/**
 * Opens the database and brings its schema up to date.
 * @param now - time source for the migration journal
 * @throws SecureScanError E_STORE when it cannot be opened, is no database, or is newer than this program
 */
export async function openStore(location: StoreLocation, now: () => Date): Promise<Store> {
  const db = location.kind === 'sqlite' ? openSqlite(location.path) : openPostgres(location.url);
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => (closing ??= db.destroy());
  try {
    await migrate(db, migrations, location.kind === 'sqlite' ? sqliteMigrations : postgresMigrations, now);
  } catch (error) {
    await close();
    if (error instanceof SecureScanError) throw error;
    const where = location.kind === 'sqlite' ? location.path : 'given by DATABASE_URL';
    throw new SecureScanError('E_STORE', `cannot open the database ${where}: ${describeError(error)}`, {
      cause: error,
    });
  }
  return {
    kind: location.kind,
    saveScan: (result, origin) => insertScan(db, result, origin),
    listScans: (filter) => selectScans(db, filter),
    findScan: (id) => selectScan(db, id),
    listFindings: (scanId) => selectFindings(db, scanId),
    close,
    [Symbol.asyncDispose]: close,
  };
}
