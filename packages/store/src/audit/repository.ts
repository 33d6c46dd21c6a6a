import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { sql } from 'kysely';
import { toJson } from '../json-text.ts';
import type { AuditLogTable, Connections, StoreDatabase } from '../schema.ts';
import type { AuditRepository } from './contract.ts';

/** `prev_hash` of the first row. */
export const AUDIT_ROOT_HASH = '0'.repeat(64);

/** Any constant; the same in every process that appends. */
const AUDIT_LOCK = 5_327_120;

/**
 * Hash of a row: SHA-256 over the previous hash and the row in canonical JSON.
 * @see RFC 8785 (JSON Canonicalization Scheme)
 */
export function hashAuditRow(row: Omit<AuditLogTable, 'hash'>): string {
  return createHash('sha256')
    .update(row.prev_hash)
    .update(canonicalize(row) ?? '')
    .digest('hex');
}

export function createAuditRepository({ write }: Connections): AuditRepository {
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
        request_id: entry.requestId,
        actor_id: entry.actor.id,
        actor_kind: entry.actor.kind,
        actor_name: entry.actor.name,
        address: entry.address,
        action: entry.action,
        target_type: entry.target?.type ?? null,
        target_id: entry.target?.id ?? null,
        project: entry.project,
        outcome: entry.outcome,
        details: toJson(entry.details),
        prev_hash: last?.hash ?? AUDIT_ROOT_HASH,
      };
      await write
        .insertInto('audit_log')
        .values({ ...row, hash: hashAuditRow(row) })
        .execute();
    },
  };
}

/** SQLite has one writer; on PostgreSQL two transactions could chain to the same row. */
async function lockChain(db: StoreDatabase): Promise<void> {
  if (!db.getExecutor().adapter.supportsMultipleConnections) return;
  await sql`select pg_advisory_xact_lock(${sql.lit(AUDIT_LOCK)})`.execute(db);
}
