import { chmod, rename, rm, stat } from 'node:fs/promises';
import { DatabaseSync, backup } from 'node:sqlite';
import { SecureScanError, describeError } from '@securescan/model';

/** All pages in one step: a backup in several steps starts over whenever another process writes in between. */
const ALL_PAGES = 0x7f_ff_ff_ff;

export interface Backup {
  readonly bytes: number;
  readonly pages: number;
}

/**
 * Copies an SQLite database while it is in use: the copy is the state of one moment, whoever writes meanwhile. It is checked
 * before it gets its name, and readable by its owner only.
 * @throws SecureScanError E_STORE when the database cannot be read or the copy is not sound; E_OUTPUT_PATH when the file
 *   exists or cannot be written
 */
export async function backupSqlite(path: string, file: string): Promise<Backup> {
  if (await exists(file)) throw new SecureScanError('E_OUTPUT_PATH', `${file} exists; name a file that does not`);
  if (!(await exists(path))) throw new SecureScanError('E_STORE', `there is no database at ${path}`);
  const part = `${file}.part`;
  try {
    await rm(part, { force: true });
    const pages = await copy(path, part);
    await chmod(part, 0o600);
    const problems = listProblems(part);
    if (problems.length > 0) throw new SecureScanError('E_STORE', `the copy is not sound: ${problems.join('; ')}`);
    await rename(part, file);
    return { bytes: (await stat(file)).size, pages };
  } catch (error) {
    await rm(part, { force: true });
    if (error instanceof SecureScanError) throw error;
    throw new SecureScanError('E_STORE', `cannot back up ${path} to ${file}: ${describeError(error)}`, {
      cause: error,
    });
  }
}

async function copy(path: string, part: string): Promise<number> {
  const database = new DatabaseSync(path, { timeout: 5000 });
  try {
    return await backup(database, part, { rate: ALL_PAGES });
  } finally {
    database.close();
  }
}

function listProblems(path: string): readonly string[] {
  const database = new DatabaseSync(path);
  try {
    // The copy stands alone: one file, without a log beside it.
    database.exec('pragma journal_mode = delete');
    return checkSqliteFile(database);
  } finally {
    database.close();
  }
}

/** What SQLite itself finds wrong in a database; empty when it is sound. */
export function checkSqliteFile(database: DatabaseSync): readonly string[] {
  const integrity = database.prepare('pragma integrity_check(20)').all();
  const found = integrity.map((row) => String(row['integrity_check'])).filter((text) => text !== 'ok');
  // Before our first migration others have written it, and SecureScan 0.x did not look after what rows refer to.
  const isOurs = database.prepare("select 1 from sqlite_master where name = 'schema_migrations'").get() !== undefined;
  const orphans = isOurs ? database.prepare('pragma foreign_key_check').all() : [];
  const tables = new Set(orphans.map((row) => String(row['table'])));
  return [...found, ...[...tables].map((table) => `rows of ${table} refer to rows that are gone`)];
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
