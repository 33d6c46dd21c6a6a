import { setImmediate as giveWay } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Connections, StoreDatabase } from '../schema.ts';
import type { FindingIdentity, FindingRecord, FindingRepository, FindingTally } from './contract.ts';
import { filtered, needsLooking, selectRecords, toRecord } from './select.ts';

/** Findings read in one piece: some milliseconds of SQLite, which answers on this thread. */
const CHUNK_ROWS = 50;
/** Rows looked at in one piece when no index answers the filter. */
const WINDOW_ROWS = 10_000;
/** Identities are small. */
const IDENTITY_ROWS = 5000;

export function createFindingRepository({ read }: Connections): FindingRepository {
  return {
    async list(scanId, filter, { after, offset, limit }) {
      const query = selectRecords(read, scanId, filter).orderBy('f.ordinal');
      if (!needsLooking(filter) || offset !== undefined) {
        let page = query.limit(limit);
        if (after !== undefined) page = page.where('f.ordinal', '>', after);
        if (offset !== undefined) page = page.offset(offset);
        return (await page.execute()).map(toRecord);
      }
      const records: FindingRecord[] = [];
      const last = await findLastOrdinal(read, scanId);
      for (let from = (after ?? -1) + 1; from <= last && records.length < limit; from += WINDOW_ROWS) {
        const rows = await query
          .where('f.ordinal', '>=', from)
          .where('f.ordinal', '<', from + WINDOW_ROWS)
          .limit(limit - records.length)
          .execute();
        records.push(...rows.map(toRecord));
        if (records.length < limit) await giveWay();
      }
      return records;
    },

    async *stream(scanId, filter) {
      const query = selectRecords(read, scanId, filter).orderBy('f.ordinal');
      if (needsLooking(filter)) {
        const last = await findLastOrdinal(read, scanId);
        for (let from = 0; from <= last; from += CHUNK_ROWS) {
          const rows = await query
            .where('f.ordinal', '>=', from)
            .where('f.ordinal', '<', from + CHUNK_ROWS)
            .execute();
          if (rows.length > 0) yield rows.map(toRecord);
          await giveWay();
        }
        return;
      }
      const chunk = query.limit(CHUNK_ROWS);
      for (let after = -1; ;) {
        const rows = await chunk.where('f.ordinal', '>', after).execute();
        const last = rows.at(-1);
        if (last === undefined) return;
        yield rows.map(toRecord);
        if (rows.length < CHUNK_ROWS) return;
        after = last.ordinal;
        await giveWay();
      }
    },

    async count(scanId, filter) {
      const last = await findLastOrdinal(read, scanId);
      let total = 0;
      for (let from = 0; from <= last; from += WINDOW_ROWS) {
        const { count } = await filtered(read, scanId, filter)
          .select((expression) => expression.fn.countAll<number | string>().as('count'))
          .where('f.ordinal', '>=', from)
          .where('f.ordinal', '<', from + WINDOW_ROWS)
          .executeTakeFirstOrThrow();
        total += Number(count);
        await giveWay();
      }
      return total;
    },

    async tally(scanId, filter) {
      const last = await findLastOrdinal(read, scanId);
      const counts = new Map<string, FindingTally>();
      for (let from = 0; from <= last; from += WINDOW_ROWS) {
        const rows = await filtered(read, scanId, filter)
          .select((expression) => [
            'f.severity',
            'f.scanner',
            expression.fn.coalesce('v.status', sql.lit('new')).as('status'),
            expression.fn.countAll<number | string>().as('count'),
          ])
          .where('f.ordinal', '>=', from)
          .where('f.ordinal', '<', from + WINDOW_ROWS)
          .groupBy(['f.severity', 'f.scanner', 'v.status'])
          .execute();
        for (const { severity, scanner, status, count } of rows) {
          const name = JSON.stringify([severity, scanner, status]);
          const before = counts.get(name)?.count ?? 0;
          counts.set(name, { severity, scanner, status, count: before + Number(count) });
        }
        await giveWay();
      }
      return [...counts.values()];
    },

    async listIdentities(scanId) {
      const identities: FindingIdentity[] = [];
      for (let after = -1; ;) {
        const rows = await read
          .selectFrom('findings')
          .select(['ordinal', 'fingerprint'])
          .where('scan_id', '=', scanId)
          .where('suppressed_by', 'is', null)
          .where('ordinal', '>', after)
          .orderBy('ordinal')
          .limit(IDENTITY_ROWS)
          .execute();
        for (const row of rows) identities.push(row);
        const last = rows.at(-1);
        if (last === undefined || rows.length < IDENTITY_ROWS) return identities;
        after = last.ordinal;
        await giveWay();
      }
    },

    async listByOrdinals(scanId, ordinals) {
      if (ordinals.length === 0) return [];
      const rows = await selectRecords(read, scanId, { includeSuppressed: true })
        .where('f.ordinal', 'in', ordinals)
        .orderBy('f.ordinal')
        .execute();
      return rows.map(toRecord);
    },
  };
}

/** The highest ordinal of a scan, -1 when it has no findings; one look into the primary key. */
async function findLastOrdinal(db: StoreDatabase, scanId: string): Promise<number> {
  const row = await db
    .selectFrom('findings')
    .select('ordinal')
    .where('scan_id', '=', scanId)
    .orderBy('ordinal', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.ordinal ?? -1;
}
