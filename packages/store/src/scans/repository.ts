import type { Finding, ScanResult } from '@securescan/model';
import type { ScanFilter, StoredScan } from '../contract.ts';
import type { StoreDatabase } from '../schema.ts';
import { toFinding, toFindingRow, toScannerRows, toScanRow, toStoredScan } from './rows.ts';

/** Rows per insert: 22 columns each, below the parameter limits of both databases (32,766 and 65,535). */
const INSERT_ROWS = 500;

/** Writes the scan, its scanner rows and all findings; an earlier row of the same id is replaced. Runs inside a transaction. */
export async function insertScan(db: StoreDatabase, result: ScanResult, origin: StoredScan['origin']): Promise<void> {
  await db.deleteFrom('scans').where('id', '=', result.scanId).execute();
  await db.insertInto('scans').values(toScanRow(result, origin)).execute();
  const scanners = toScannerRows(result);
  if (scanners.length > 0) await db.insertInto('scan_scanners').values(scanners).execute();
  for (let start = 0; start < result.findings.length; start += INSERT_ROWS) {
    const rows = result.findings
      .slice(start, start + INSERT_ROWS)
      .map((finding, index) => toFindingRow(result.scanId, finding, start + index));
    await db.insertInto('findings').values(rows).execute();
  }
}

/** Scans, newest first; ties by id. `target` matches as plain text anywhere, case-sensitive. */
export async function selectScans(db: StoreDatabase, filter: ScanFilter): Promise<readonly StoredScan[]> {
  let query = db.selectFrom('scans').selectAll().orderBy('created_at', 'desc').orderBy('id').limit(filter.limit);
  if (filter.status !== undefined) query = query.where('status', '=', filter.status);
  if (filter.target !== undefined) {
    const text = filter.target;
    // SQLite's `like` ignores case and both treat % and _ as wildcards; a position is plain text in either.
    query = query.where((expression) =>
      expression(expression.fn<number>(positionFunction(db), [expression.ref('target'), expression.val(text)]), '>', 0),
    );
  }
  const rows = await query.execute();
  return rows.map(toStoredScan);
}

export async function selectScan(db: StoreDatabase, id: string): Promise<StoredScan | undefined> {
  const row = await db.selectFrom('scans').selectAll().where('id', '=', id).executeTakeFirst();
  return row && toStoredScan(row);
}

/** All findings of a scan in canonical order, suppressed ones included. */
export async function selectFindings(db: StoreDatabase, scanId: string): Promise<readonly Finding[]> {
  const rows = await db.selectFrom('findings').selectAll().where('scan_id', '=', scanId).orderBy('ordinal').execute();
  return rows.map(toFinding);
}

/** Both databases find a text in a text, under different names. */
function positionFunction(db: StoreDatabase): 'strpos' | 'instr' {
  return db.getExecutor().adapter.supportsMultipleConnections ? 'strpos' : 'instr';
}
