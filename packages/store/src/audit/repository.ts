import type { JsonObject } from '@securescan/model';
import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import { cleanOrNull, toJson } from '../json-text.ts';
import { inProjects } from '../project-filter.ts';
import type { AuditCheckpointTable, AuditLogTable, Connections, StoreDatabase } from '../schema.ts';
import type { AuditRepository, StoredAuditCheckpoint, StoredAuditEntry } from './contract.ts';
import { AUDIT_ROOT_HASH, hashAuditRow } from './hash.ts';

/** Any constant; the same in every process that appends. */
const AUDIT_LOCK = 5_327_120;

export function createAuditRepository({ write, read }: Connections): AuditRepository {
  return {
    async append(entry) {
      await lockChain(write);
      const last = await write
        .selectFrom('audit_log')
        .select(['seq', 'hash'])
        .orderBy('seq', 'desc')
        .limit(1)
        .executeTakeFirst();
      const row = {
        seq: (last?.seq ?? 0) + 1,
        ts: entry.ts,
        request_id: cleanOrNull(entry.requestId),
        actor_id: cleanOrNull(entry.actor.id),
        actor_kind: entry.actor.kind,
        actor_name: cleanOrNull(entry.actor.name),
        address: cleanOrNull(entry.address),
        action: entry.action,
        target_type: entry.target?.type ?? null,
        target_id: cleanOrNull(entry.target?.id ?? null),
        project: cleanOrNull(entry.project),
        outcome: entry.outcome,
        details: toJson(entry.details),
        prev_hash: last?.hash ?? AUDIT_ROOT_HASH,
      };
      await write
        .insertInto('audit_log')
        .values({ ...row, hash: hashAuditRow(row) })
        .execute();
    },
    async list({ limit, before, projects, action, actor }) {
      const rows = await read
        .selectFrom('audit_log')
        .selectAll()
        .$if(before !== undefined, (query) => query.where('seq', '<', before ?? 0))
        .$if(projects !== null, (query) => query.where(inProjects('project', projects)))
        .$if(action !== undefined, (query) => query.where('action', '=', action ?? ''))
        .$if(actor !== undefined, (query) => query.where('actor_id', '=', actor ?? ''))
        .orderBy('seq', 'desc')
        .limit(limit)
        .execute();
      return rows.map(toEntry);
    },
    listRows: (after, limit) =>
      read.selectFrom('audit_log').selectAll().where('seq', '>', after).orderBy('seq').limit(limit).execute(),
    findRow: (seq) => read.selectFrom('audit_log').selectAll().where('seq', '=', seq).executeTakeFirst(),
    findLast: () => read.selectFrom('audit_log').selectAll().orderBy('seq', 'desc').limit(1).executeTakeFirst(),
    async listCheckpoints(after, limit) {
      const rows = await read
        .selectFrom('audit_checkpoints')
        .selectAll()
        .where('seq', '>', after)
        .orderBy('seq')
        .limit(limit)
        .execute();
      return rows.map(toCheckpoint);
    },
    async findLastCheckpoint() {
      const row = await read
        .selectFrom('audit_checkpoints')
        .selectAll()
        .orderBy('seq', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row === undefined ? undefined : toCheckpoint(row);
    },
    async addCheckpoint({ seq, hash, ts, signature, keyId }) {
      const result = await write
        .insertInto('audit_checkpoints')
        .values({ seq, hash, ts, signature, key_id: keyId, dropped_at: null })
        .onConflict((conflict) => conflict.column('seq').doNothing())
        .executeTakeFirst();
      return result.numInsertedOrUpdatedRows === 1n;
    },
    async dropSegment(before, now) {
      const checkpoint = await write
        .selectFrom('audit_checkpoints as checkpoint')
        .innerJoin('audit_log as row', 'row.seq', 'checkpoint.seq')
        .select('checkpoint.seq')
        .where('row.ts', '<', before)
        .where('checkpoint.dropped_at', 'is', null)
        .where((eb) => eb('checkpoint.seq', '<', eb.selectFrom('audit_log').select(eb.fn.max('seq').as('last'))))
        .orderBy('checkpoint.seq', 'desc')
        .limit(1)
        .executeTakeFirst();
      if (checkpoint === undefined) return null;
      await write.updateTable('audit_checkpoints').set({ dropped_at: now }).where('seq', '=', checkpoint.seq).execute();
      return checkpoint.seq;
    },
    async removeDropped(limit) {
      const dropped = await write
        .selectFrom('audit_checkpoints')
        .select('seq')
        .where('dropped_at', 'is not', null)
        .orderBy('seq', 'desc')
        .limit(1)
        .executeTakeFirst();
      if (dropped === undefined) return 0;
      const result = await write
        .deleteFrom('audit_log')
        .where('seq', 'in', (eb) =>
          eb.selectFrom('audit_log').select('seq').where('seq', '<=', dropped.seq).orderBy('seq').limit(limit),
        )
        .executeTakeFirst();
      return Number(result.numDeletedRows);
    },
  };
}

function toEntry(row: Selectable<AuditLogTable>): StoredAuditEntry {
  return {
    seq: row.seq,
    ts: row.ts,
    requestId: row.request_id,
    actor: { id: row.actor_id, kind: row.actor_kind, name: row.actor_name },
    address: row.address,
    action: row.action,
    target: row.target_type === null ? null : { type: row.target_type, id: row.target_id ?? '' },
    project: row.project,
    // The column is checked by the database.
    outcome: row.outcome as StoredAuditEntry['outcome'],
    details: JSON.parse(row.details) as JsonObject,
    hash: row.hash,
  };
}

function toCheckpoint(row: Selectable<AuditCheckpointTable>): StoredAuditCheckpoint {
  const { seq, hash, ts, signature, key_id: keyId, dropped_at: droppedAt } = row;
  return { seq, hash, ts, signature, keyId, droppedAt };
}

/** SQLite has one writer; on PostgreSQL two transactions could chain to the same row. */
async function lockChain(db: StoreDatabase): Promise<void> {
  if (!db.getExecutor().adapter.supportsMultipleConnections) return;
  await sql`select pg_advisory_xact_lock(${sql.lit(AUDIT_LOCK)})`.execute(db);
}
