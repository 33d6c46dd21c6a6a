import type { Finding } from '@securescan/model';
import { ScanStatus } from '@securescan/model';
import type { SelectQueryBuilder } from 'kysely';
import { sql } from 'kysely';
import type { ScanFilter, StoredScan } from '../contract.ts';
import { inProjects } from '../project-filter.ts';
import type { Database, StoreDatabase } from '../schema.ts';
import type { ScanKey, ScannerRecord, ScanQuery, ScanRecord } from './contract.ts';
import { toFinding, toScannerRecord, toScanRecord, toStoredScan } from './rows.ts';

/** Scans as the command lists them, newest first; ties by id. `target` matches as plain text anywhere, case-sensitive. */
export async function selectScans(db: StoreDatabase, filter: ScanFilter): Promise<readonly StoredScan[]> {
  const rows = await filterScans(db, { ...filter, projects: null })
    .selectAll()
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .limit(filter.limit)
    .execute();
  return rows.map(toStoredScan);
}

export async function selectStoredScan(db: StoreDatabase, id: string): Promise<StoredScan | undefined> {
  const row = await db.selectFrom('scans').selectAll().where('id', '=', id).where('hidden', '=', 0).executeTakeFirst();
  return row && toStoredScan(row);
}

export async function selectScanRecords(db: StoreDatabase, query: ScanQuery): Promise<readonly ScanRecord[]> {
  const rows = await cutPage(filterScans(db, query), query).selectAll().execute();
  return rows.map(toScanRecord);
}

export async function selectScanKeys(db: StoreDatabase, query: ScanQuery): Promise<readonly ScanKey[]> {
  const rows = await cutPage(filterScans(db, query), query).select(['id', 'created_at', 'status']).execute();
  return rows.map(({ id, created_at, status }) => ({ id, createdAt: created_at, status: ScanStatus.parse(status) }));
}

/** Order, start and length of a page. */
function cutPage<Output>(
  scans: SelectQueryBuilder<Database, 'scans', Output>,
  { after, offset, limit }: ScanQuery,
): SelectQueryBuilder<Database, 'scans', Output> {
  let select = scans.orderBy('created_at', 'desc').orderBy('id');
  if (after !== undefined) {
    select = select
      // Says once more what the next line says, in a form that an index can start from.
      .where('created_at', '<=', after.createdAt)
      .where((eb) => eb.or([eb('created_at', '<', after.createdAt), eb('id', '>', after.id)]));
  }
  // SQLite knows no offset without a limit.
  if (limit !== undefined || offset !== undefined) select = select.limit(limit ?? Number.MAX_SAFE_INTEGER);
  return offset === undefined ? select : select.offset(offset);
}

export async function countScans(db: StoreDatabase, query: ScanQuery): Promise<number> {
  const { count } = await filterScans(db, query)
    .select((eb) => eb.fn.countAll<number | string>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(count);
}

export async function selectScannerRecords(
  db: StoreDatabase,
  scanIds: readonly string[],
): Promise<readonly ScannerRecord[]> {
  if (scanIds.length === 0) return [];
  const rows = await db
    .selectFrom('scan_scanners')
    .selectAll()
    .where('scan_id', 'in', scanIds)
    .orderBy('scan_id')
    .orderBy('position')
    .execute();
  return rows.map(toScannerRecord);
}

/** All findings of a scan in canonical order, suppressed ones included. */
export async function selectFindings(db: StoreDatabase, scanId: string): Promise<readonly Finding[]> {
  const rows = await db.selectFrom('findings').selectAll().where('scan_id', '=', scanId).orderBy('ordinal').execute();
  return rows.map(toFinding);
}

function filterScans(
  db: StoreDatabase,
  { projects, status, target, since }: Pick<ScanQuery, 'projects' | 'status' | 'target' | 'since'>,
): SelectQueryBuilder<Database, 'scans', object> {
  let select = db.selectFrom('scans').where('hidden', '=', 0);
  if (projects !== null) select = select.where(inProjects('project', projects));
  if (status !== undefined) select = select.where('status', '=', status);
  if (since !== undefined) select = select.where('created_at', '>=', since);
  if (target === undefined) return select;
  // SQLite's `like` ignores case and both treat % and _ as wildcards; a position is plain text in either.
  const position = isPostgres(db) ? sql<number>`strpos(target, ${target})` : sql<number>`instr(target, ${target})`;
  return select.where(position, '>', 0);
}

export function isPostgres(db: StoreDatabase): boolean {
  return db.getExecutor().adapter.supportsMultipleConnections === true;
}
