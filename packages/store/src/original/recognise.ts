import { sql } from 'kysely';
import type { StoreDatabase } from '../schema.ts';

/** Tables of a database of SecureScan 0.x; children before their parents. */
export const ORIGINAL_TABLES = [
  'findings',
  'finding_states',
  'finding_comments',
  'api_keys',
  'notifications',
  'webhook_deliveries',
  'webhooks',
  'sbom_components',
  'sbom_documents',
  'scans',
] as const;

export type OriginalTable = (typeof ORIGINAL_TABLES)[number];

/** Whether an SQLite file was made by SecureScan 0.x: no journal of migrations, and scans have the old column. */
export async function isOriginal(db: StoreDatabase): Promise<boolean> {
  const { rows } = await sql<{ found: number }>`
    select count(*) as found from pragma_table_info('scans') where name = 'target_path'
    and not exists (select 1 from sqlite_master where name = 'schema_migrations')`.execute(db);
  return rows[0]?.found === 1;
}

/** Name of an old table while the new ones are filled. */
export function asideName(table: OriginalTable): string {
  return `original_${table}`;
}

/** Gives the names free. Tables that an early version did not have yet are made empty, so that all can be read. */
export async function putAside(db: StoreDatabase): Promise<void> {
  for (const table of ORIGINAL_TABLES) {
    const { rows } = await sql`select 1 from sqlite_master where type = 'table' and name = ${table}`.execute(db);
    if (rows.length > 0) await db.schema.alterTable(table).renameTo(asideName(table)).execute();
    else await createEmpty(db, asideName(table));
  }
}

/** With the columns that rows are found and ordered by. */
async function createEmpty(db: StoreDatabase, name: string): Promise<void> {
  let table = db.schema.createTable(name).addColumn('id', 'text');
  for (const column of ['scan_id', 'sbom_id', 'created_at']) table = table.addColumn(column, 'text');
  await table.execute();
}

export async function dropAside(db: StoreDatabase): Promise<void> {
  for (const table of ORIGINAL_TABLES) await db.schema.dropTable(asideName(table)).execute();
}
