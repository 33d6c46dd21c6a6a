import type { CompiledQuery, ExpressionBuilder, Selectable } from 'kysely';
import { sql } from 'kysely';
import type { ApiKeyTable, Connections, Database, StoreDatabase } from '../schema.ts';
import type { KeyCensus, KeyRepository } from './contract.ts';
import { toKeyRow, toStoredKey } from './rows.ts';

/** Any constant; the same in every process that writes keys. */
const KEYS_LOCK = 5_327_121;

const HOLDS_ADMIN = '%"admin"%';

export function createKeyRepository({ write, read }: Connections): KeyRepository {
  let findById: CompiledQuery<Selectable<ApiKeyTable>> | undefined;
  return {
    // Asked on every request, so the statement is built once; only its parameter changes.
    async find(id) {
      findById ??= read.selectFrom('api_keys').selectAll().where('id', '=', '').compile();
      const { rows } = await read.executeQuery<Selectable<ApiKeyTable>>({ ...findById, parameters: [id] });
      return rows[0] === undefined ? undefined : toStoredKey(rows[0]);
    },
    async list() {
      const rows = await read.selectFrom('api_keys').selectAll().orderBy('created_at', 'desc').orderBy('id').execute();
      return rows.map(toStoredKey);
    },
    census: (now) => takeCensus(read, now),
    async lockedCensus(now) {
      await lockKeys(write);
      return takeCensus(write, now);
    },
    async add(key) {
      const result = await write
        .insertInto('api_keys')
        .values(toKeyRow(key))
        .onConflict((conflict) => conflict.column('id').doNothing())
        .executeTakeFirst();
      return result.numInsertedOrUpdatedRows === 1n;
    },
    async touch(uses) {
      for (const [id, at] of uses) {
        await write
          .updateTable('api_keys')
          .set({ last_used_at: at })
          .where('id', '=', id)
          .where((eb) => eb.or([eb('last_used_at', 'is', null), eb('last_used_at', '<', at)]))
          .execute();
      }
    },
    async revoke(id, at, { keepAdmin }) {
      await lockKeys(write);
      const result = await write
        .updateTable('api_keys')
        .set({ revoked_at: at })
        .where('id', '=', id)
        .where('revoked_at', 'is', null)
        .$if(keepAdmin, (query) =>
          query.where((eb) =>
            eb.or([
              eb('scopes', 'not like', HOLDS_ADMIN),
              eb('projects', 'is not', null),
              isExpired(eb, at),
              eb.exists(
                eb
                  .selectFrom('api_keys as other')
                  .select('other.id')
                  .where('other.id', '!=', id)
                  .where('other.revoked_at', 'is', null)
                  .where('other.scopes', 'like', HOLDS_ADMIN)
                  .where('other.projects', 'is', null)
                  .where((other) =>
                    other.or([other('other.expires_at', 'is', null), other('other.expires_at', '>', at)]),
                  ),
              ),
            ]),
          ),
        )
        .executeTakeFirst();
      if (result.numUpdatedRows === 1n) return 'revoked';
      const row = await write.selectFrom('api_keys').select('revoked_at').where('id', '=', id).executeTakeFirst();
      if (row === undefined) return 'unknown';
      return row.revoked_at === null ? 'last-admin' : 'revoked-before';
    },
  };
}

async function takeCensus(db: StoreDatabase, now: string): Promise<KeyCensus> {
  const rows = await db
    .selectFrom('api_keys')
    .select((eb) => [
      eb.and([eb('revoked_at', 'is', null), eb.not(isExpired(eb, now))]).as('usable'),
      eb.and([eb('scopes', 'like', HOLDS_ADMIN), eb('projects', 'is', null)]).as('admin'),
    ])
    .execute();
  const usable = rows.filter((row) => isTrue(row.usable));
  return { any: rows.length > 0, usable: usable.length > 0, admin: usable.some((row) => isTrue(row.admin)) };
}

function isExpired(eb: ExpressionBuilder<Database, 'api_keys'>, now: string) {
  return eb.and([eb('expires_at', 'is not', null), eb('expires_at', '<=', now)]);
}

/** SQLite has no booleans. */
function isTrue(value: unknown): boolean {
  return value === true || value === 1;
}

/** SQLite has one writer; on PostgreSQL two transactions could each count on the key that the other one revokes. */
async function lockKeys(db: StoreDatabase): Promise<void> {
  if (!db.getExecutor().adapter.supportsMultipleConnections) return;
  await sql`select pg_advisory_xact_lock(${sql.lit(KEYS_LOCK)})`.execute(db);
}
