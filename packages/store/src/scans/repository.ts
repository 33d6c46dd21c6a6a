import { CompiledQuery, sql } from 'kysely';
import { toFreeInstant } from '../free-instant.ts';
import { clean, cleanOrNull, toJson } from '../json-text.ts';
import type { Connections, StoreDatabase } from '../schema.ts';
import type { ScanRecord, ScanRepository } from './contract.ts';
import { countScans, isPostgres, selectScanKeys, selectScannerRecords, selectScanRecords } from './list.ts';
import { toScannerRecordRow, toScanRecord } from './rows.ts';
import { insertFindings } from './save-result.ts';

/** Literal, as the indexes of waiting and of hidden scans have them: a bound value would not be known to fit. */
const WAITING = sql.lit('pending');
const HIDDEN = sql.lit(1);

/** Commits of other connections, and rows changed by this one: a database in memory has no other. */
const CHANGES = CompiledQuery.raw('select data_version as others, total_changes() as own from pragma_data_version');

export function createScanRepository({ read, write }: Connections): ScanRepository {
  return {
    find: (id) => selectScan(read, id),
    async findMany(ids) {
      if (ids.length === 0) return [];
      const rows = await read.selectFrom('scans').selectAll().where('id', 'in', ids).where('hidden', '=', 0).execute();
      return rows.map(toScanRecord);
    },
    listKeys: (query) => selectScanKeys(read, query),
    list: (query) => selectScanRecords(read, query),
    count: (query) => countScans(read, query),
    listScanners: (scanIds) => selectScannerRecords(read, scanIds),
    async listQueue(limit) {
      const rows = await read
        .selectFrom('scans')
        .select('id')
        .where('status', '=', WAITING)
        .orderBy('created_at')
        .orderBy('id')
        .limit(limit)
        .execute();
      return rows.map(({ id }) => id);
    },
    async listRunning() {
      const rows = await read
        .selectFrom('scans')
        .selectAll()
        .where('status', '=', 'running')
        .orderBy('created_at')
        .orderBy('id')
        .execute();
      return rows.map(toScanRecord);
    },
    async listHidden() {
      const rows = await read.selectFrom('scans').select('id').where('hidden', '=', HIDDEN).orderBy('id').execute();
      return rows.map(({ id }) => id);
    },
    async changeToken() {
      if (isPostgres(read)) return null;
      const { rows } = await read.executeQuery<{ others: number; own: number }>(CHANGES);
      return rows[0] === undefined ? null : `${rows[0].others}.${rows[0].own}`;
    },

    async create(scan) {
      await write
        .insertInto('scans')
        .values({
          id: scan.id,
          created_at: await findFreeInstant(write, scan.createdAt),
          target: clean(scan.target),
          target_kind: scan.targetKind,
          target_url: cleanOrNull(scan.targetUrl),
          target_host: cleanOrNull(scan.targetHost),
          project: scan.project,
          scan_types: toJson(scan.scanTypes),
          status: 'pending',
          origin: 'api',
          request_id: cleanOrNull(scan.requestId),
          created_by: cleanOrNull(scan.createdBy),
          findings_count: 0,
          severity_counts: '{}',
          suppressed_counts: '{}',
          notices: '[]',
        })
        .execute();
    },
    async remember({ principal, key, requestHash, scanId, at, keptSince }) {
      await write.deleteFrom('idempotency_keys').where('created_at', '<', keptSince).execute();
      const { numInsertedOrUpdatedRows } = await write
        .insertInto('idempotency_keys')
        .values({ principal, key, request_hash: requestHash, scan_id: scanId, created_at: at })
        .onConflict((conflict) => conflict.columns(['principal', 'key']).doNothing())
        .executeTakeFirst();
      if (numInsertedOrUpdatedRows === 1n) return { kind: 'new' };
      const known = await write
        .selectFrom('idempotency_keys')
        .select(['request_hash', 'scan_id'])
        .where('principal', '=', principal)
        .where('key', '=', key)
        .executeTakeFirstOrThrow();
      if ((await selectScan(write, known.scan_id)) !== undefined || known.scan_id === scanId)
        return { kind: 'known', requestHash: known.request_hash, scanId: known.scan_id };
      // The scan has been deleted since.
      await write
        .updateTable('idempotency_keys')
        .set({ request_hash: requestHash, scan_id: scanId, created_at: at })
        .where('principal', '=', principal)
        .where('key', '=', key)
        .execute();
      return { kind: 'new' };
    },

    async claimNext({ owner, leaseUntil, at }) {
      let oldest = write
        .selectFrom('scans')
        .select('id')
        .where('status', '=', WAITING)
        .orderBy('created_at')
        .orderBy('id')
        .limit(1);
      // Two servers take two scans instead of waiting for each other; SQLite has one writer.
      if (isPostgres(write)) oldest = oldest.forUpdate().skipLocked();
      const found = await oldest.executeTakeFirst();
      if (!found) return undefined;
      const row = await write
        .updateTable('scans')
        .set((eb) => ({
          status: 'running',
          owner,
          lease_until: leaseUntil,
          attempt: eb('attempt', '+', 1),
          started_at: at,
        }))
        .where('id', '=', found.id)
        .where('status', '=', 'pending')
        .returningAll()
        .executeTakeFirst();
      return row && toScanRecord(row);
    },
    async extendLeases(owner, leaseUntil) {
      await write
        .updateTable('scans')
        .set({ lease_until: leaseUntil })
        .where('status', '=', 'running')
        .where('owner', '=', owner)
        .execute();
    },
    async lock(id) {
      const select = write.selectFrom('scans').selectAll().where('id', '=', id).where('hidden', '=', 0);
      const row = await (isPostgres(write) ? select.forUpdate() : select).executeTakeFirst();
      return row && toScanRecord(row);
    },
    async setScanners(scanId, scanners) {
      await write.deleteFrom('scan_scanners').where('scan_id', '=', scanId).execute();
      if (scanners.length > 0)
        await write.insertInto('scan_scanners').values(scanners.map(toScannerRecordRow)).execute();
    },
    async updateScanner(scanner) {
      const { scan_id, position, ...changes } = toScannerRecordRow(scanner);
      await write
        .updateTable('scan_scanners')
        .set(changes)
        .where('scan_id', '=', scan_id)
        .where('position', '=', position)
        .execute();
    },
    async cancelScanners(scanId) {
      await write
        .updateTable('scan_scanners')
        .set({ status: 'cancelled', outcome: toJson({ status: 'cancelled' }) })
        .where('scan_id', '=', scanId)
        .where('status', 'in', ['pending', 'running'])
        .execute();
    },
    addFindings: (scanId, findings, firstOrdinal) => insertFindings(write, scanId, findings, firstOrdinal),
    async removeFindings(scanId, limit) {
      const doomed = write
        .selectFrom('findings')
        .select('ordinal')
        .where('scan_id', '=', scanId)
        .orderBy('ordinal')
        .limit(limit);
      const { numDeletedRows } = await write
        .deleteFrom('findings')
        .where('scan_id', '=', scanId)
        .where('ordinal', 'in', doomed)
        .executeTakeFirst();
      return Number(numDeletedRows);
    },

    async end(scanId, end) {
      const row = await write
        .updateTable('scans')
        .set((eb) => ({
          status: eb
            .case()
            .when('cancel_requested', '=', 1)
            .then('cancelled')
            .else(sql<string>`cast(${end.status} as text)`)
            .end(),
          completed_at: end.completedAt,
          partial: end.partial ? 1 : 0,
          findings_count: end.findingsCount,
          severity_counts: toJson(end.severityCounts),
          suppressed_counts: toJson(end.suppressedCounts),
          risk_score: end.riskScore,
          summary: cleanOrNull(end.summary),
          error: cleanOrNull(end.error),
          notices: toJson(end.notices),
          config_path: cleanOrNull(end.configPath),
          owner: null,
          lease_until: null,
        }))
        .where('id', '=', scanId)
        .where('status', 'in', ['pending', 'running'])
        .returningAll()
        .executeTakeFirst();
      if (!row) throw new Error(`scan ${scanId} has ended already`);
      return toScanRecord(row);
    },
    async requeue(scanId) {
      await write
        .updateTable('scans')
        .set({ status: 'pending', owner: null, lease_until: null, started_at: null })
        .where('id', '=', scanId)
        .where('status', '=', 'running')
        .execute();
    },
    async askToStop(scanId) {
      await write
        .updateTable('scans')
        .set({ cancel_requested: 1 })
        .where('id', '=', scanId)
        .where('status', '=', 'running')
        .execute();
    },
    async hide(scanId) {
      await write
        .updateTable('scans')
        .set({ hidden: 1 })
        .where('id', '=', scanId)
        .where('status', 'in', ['completed', 'failed', 'cancelled'])
        .execute();
    },
    async remove(scanId) {
      await write.deleteFrom('scans').where('id', '=', scanId).where('hidden', '=', 1).execute();
    },
  };
}

async function selectScan(db: StoreDatabase, id: string): Promise<ScanRecord | undefined> {
  const row = await db.selectFrom('scans').selectAll().where('id', '=', id).where('hidden', '=', 0).executeTakeFirst();
  return row && toScanRecord(row);
}

/** The wanted instant, or one millisecond behind the newest scan: also when the clock has been set back. */
async function findFreeInstant(db: StoreDatabase, wanted: string): Promise<string> {
  const newest = await db
    .selectFrom('scans')
    .select('created_at')
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return toFreeInstant(newest?.created_at, wanted);
}
