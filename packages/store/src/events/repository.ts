import type { JsonObject } from '@securescan/model';
import { sql } from 'kysely';
import { toJson } from '../json-text.ts';
import type { Connections } from '../schema.ts';
import type { ScanEventRepository } from './contract.ts';

export function createScanEventRepository({ read, write }: Connections): ScanEventRepository {
  return {
    async append({ scanId, name, data, at }) {
      const { seq } = await write
        .insertInto('scan_events')
        .columns(['scan_id', 'seq', 'name', 'data', 'at'])
        .expression((builder) =>
          builder
            .selectFrom('scan_events')
            .where('scan_id', '=', scanId)
            .select((expression) => [
              sql<string>`cast(${scanId} as text)`.as('scan_id'),
              expression(expression.fn.coalesce(expression.fn.max('seq'), expression.lit(0)), '+', 1).as('seq'),
              sql<string>`cast(${name} as text)`.as('name'),
              sql<string>`cast(${toJson(data)} as text)`.as('data'),
              sql<string>`cast(${at} as text)`.as('at'),
            ]),
        )
        .returning('seq')
        .executeTakeFirstOrThrow();
      return seq;
    },

    async list(scanId, afterSeq, limit) {
      const rows = await read
        .selectFrom('scan_events')
        .selectAll()
        .where('scan_id', '=', scanId)
        .where('seq', '>', afterSeq)
        .orderBy('seq')
        .limit(limit)
        .execute();
      return rows.map(({ scan_id, seq, name, data, at }) => ({
        scanId: scan_id,
        seq,
        name,
        // Written by `append` as a JSON object and by nobody else.
        data: JSON.parse(data) as JsonObject,
        at,
      }));
    },
  };
}
