import { sql } from 'kysely';
import type { StoreDatabase } from '../schema.ts';
import type { SharedLimits } from './contract.ts';

/** Each call is one statement, which the functions of the database make atomic per key. */
export function createPostgresLimits(db: StoreDatabase): SharedLimits {
  return {
    async hit(key, limit, windowMs, atMs) {
      const { rows } = await sql<{ wait: number }>`
        select limit_hit(${key}, ${limit}, ${windowMs}, ${atMs ?? null}) as wait`.execute(db);
      return rows[0]?.wait ?? 0;
    },
    async undo(key) {
      await sql`select limit_undo(${key})`.execute(db);
    },
    async take(key, { capacity, intervalMs }, atMs) {
      const { rows } = await sql<{ allowed: boolean; missing_ms: number }>`
        select allowed, missing_ms from limit_take(${key}, ${capacity}, ${intervalMs}, ${atMs ?? null})`.execute(db);
      return { allowed: rows[0]?.allowed ?? false, missingMs: rows[0]?.missing_ms ?? 0 };
    },
    async once(key, ttlMs, atMs) {
      const { rows } = await sql<{ first: boolean }>`
        select limit_once(${key}, ${ttlMs}, ${atMs ?? null}) as first`.execute(db);
      return rows[0]?.first ?? false;
    },
    async sweep(idleMs) {
      await sql`select limit_sweep(${idleMs})`.execute(db);
    },
  };
}
