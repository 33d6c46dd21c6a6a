import type { Finding, ScanResult } from '@securescan/model';
import type { StoredScan } from '../contract.ts';
import type { StoreDatabase } from '../schema.ts';
import { toFindingRow, toScannerRows, toScanRow } from './rows.ts';

/** Rows per insert: 22 columns each, below the parameter limits of both databases (32,766 and 65,535). */
const INSERT_ROWS = 500;

/** Writes a finished scan, its scanner rows and all findings; an earlier row of the same id is replaced. Runs inside a transaction. */
export async function insertScan(db: StoreDatabase, result: ScanResult, origin: StoredScan['origin']): Promise<void> {
  await db.deleteFrom('scans').where('id', '=', result.scanId).execute();
  await db.insertInto('scans').values(toScanRow(result, origin)).execute();
  const scanners = toScannerRows(result);
  if (scanners.length > 0) await db.insertInto('scan_scanners').values(scanners).execute();
  await insertFindings(db, result.scanId, result.findings, 0);
}

export async function insertFindings(
  db: StoreDatabase,
  scanId: string,
  findings: readonly Finding[],
  firstOrdinal: number,
): Promise<void> {
  for (let start = 0; start < findings.length; start += INSERT_ROWS) {
    const rows = findings
      .slice(start, start + INSERT_ROWS)
      .map((finding, index) => toFindingRow(scanId, finding, firstOrdinal + start + index));
    await db.insertInto('findings').values(rows).execute();
  }
}
