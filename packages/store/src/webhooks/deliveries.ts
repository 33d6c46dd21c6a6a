import { clean, toJson } from '../json-text.ts';
import type { Connections, StoreDatabase } from '../schema.ts';
import { isPostgres } from '../scans/list.ts';
import type { DeliveryClaim, WebhookRepository } from './contract.ts';
import { toDelivery, toEventFilter } from './rows.ts';

type DeliveryMethods =
  | 'enqueue'
  | 'enqueueFor'
  | 'listDeliveries'
  | 'findDelivery'
  | 'claimDue'
  | 'claimNext'
  | 'settle'
  | 'nextDue'
  | 'hasten'
  | 'listClaimed'
  | 'release'
  | 'prune'
  | 'backlog';

/** The outbox. A webhook's deliveries leave in the order of `seq`, one at a time, also across retries. */
export function createDeliveryQueries({ read, write }: Connections): Pick<WebhookRepository, DeliveryMethods> {
  return {
    async enqueue(event, data, now, newId) {
      const enabled = write
        .selectFrom('webhooks')
        .select(['id', 'event_filter'])
        .where('enabled', '=', 1)
        .orderBy('id');
      // SQLite has one writer. Elsewhere a smaller number could be committed after a larger one had been sent.
      const webhooks = await (isPostgres(write) ? enabled.forUpdate() : enabled).execute();
      const wanting = webhooks.filter(({ event_filter }) => toEventFilter(event_filter).includes(event));
      if (wanting.length === 0) return 0;
      const payload = toJson(data);
      await write
        .insertInto('webhook_deliveries')
        .values(wanting.map(({ id }) => toNewRow(newId(), id, event, payload, now)))
        .execute();
      return wanting.length;
    },

    async enqueueFor({ id, webhookId, event, data }, now) {
      if (isPostgres(write))
        await write.selectFrom('webhooks').select('id').where('id', '=', webhookId).forUpdate().execute();
      await write
        .insertInto('webhook_deliveries')
        .values(toNewRow(id, webhookId, event, toJson(data), now))
        .execute();
    },

    async listDeliveries(webhookId, { limit, before }) {
      let query = read
        .selectFrom('webhook_deliveries')
        .selectAll()
        .where('webhook_id', '=', webhookId)
        .orderBy('seq', 'desc')
        .limit(limit);
      if (before !== undefined) query = query.where('seq', '<', before);
      return (await query.execute()).map(toDelivery);
    },

    async findDelivery(webhookId, id) {
      const row = await read
        .selectFrom('webhook_deliveries')
        .selectAll()
        .where('id', '=', id)
        .where('webhook_id', '=', webhookId)
        .executeTakeFirst();
      return row && toDelivery(row);
    },

    async claimDue(now, by, busy) {
      let heads = selectHeads(write).where('d.next_attempt_at', '<=', now);
      if (busy.length > 0) heads = heads.where('w.id', 'not in', busy);
      const seqs = (await heads.select('d.seq').orderBy('d.seq').execute()).map(({ seq }) => seq);
      return claim(write, seqs, now, by);
    },

    async claimNext(webhookId, now, by) {
      const head = await selectHeads(write)
        .where('w.id', '=', webhookId)
        .where('d.next_attempt_at', '<=', now)
        .select('d.seq')
        .executeTakeFirst();
      return head && (await claim(write, [head.seq], now, by))[0];
    },

    async settle({ seq, owner }, { status, attempt, nextAttemptAt, responseCode, responseBody }, now) {
      await write
        .updateTable('webhook_deliveries')
        .set({
          status,
          attempt,
          next_attempt_at: nextAttemptAt,
          updated_at: now,
          owner: null,
          lease_until: null,
          ...(responseCode === undefined ? {} : { response_code: responseCode }),
          response_body: clean(responseBody),
        })
        .where('seq', '=', seq)
        .where('status', '=', 'delivering')
        .where('owner', '=', owner)
        .execute();
    },

    async listClaimed() {
      const rows = await read
        .selectFrom('webhook_deliveries')
        .selectAll()
        .where('status', '=', 'delivering')
        .orderBy('seq')
        .execute();
      return rows.map(toDelivery);
    },

    async nextDue() {
      const { first, last } = await selectHeads(read)
        .select(({ fn }) => [
          fn.min<string | null>('d.next_attempt_at').as('first'),
          fn.max<string | null>('d.next_attempt_at').as('last'),
        ])
        .executeTakeFirstOrThrow();
      return first === null || last === null ? null : { first, last };
    },

    async hasten(horizon, now) {
      await write
        .updateTable('webhook_deliveries')
        .set({ next_attempt_at: now, updated_at: now })
        .where('status', '=', 'pending')
        .where('next_attempt_at', '>', horizon)
        .execute();
    },

    async release({ seq, owner }, now) {
      const { numUpdatedRows } = await write
        .updateTable('webhook_deliveries')
        .set({ status: 'pending', next_attempt_at: now, updated_at: now, owner: null, lease_until: null })
        .where('seq', '=', seq)
        .where('status', '=', 'delivering')
        .where('owner', '=', owner)
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },

    async prune(before, keep) {
      const old = await write
        .deleteFrom('webhook_deliveries')
        .where('status', 'in', ['succeeded', 'failed'])
        .where('created_at', '<', before)
        .executeTakeFirst();
      let removed = Number(old.numDeletedRows);
      for (const { id } of await write.selectFrom('webhooks').select('id').execute()) {
        const last = await write
          .selectFrom('webhook_deliveries')
          .select('seq')
          .where('webhook_id', '=', id)
          .orderBy('seq', 'desc')
          .offset(keep)
          .limit(1)
          .executeTakeFirst();
        if (last === undefined) continue;
        const beyond = await write
          .deleteFrom('webhook_deliveries')
          .where('webhook_id', '=', id)
          .where('seq', '<=', last.seq)
          .where('status', 'in', ['succeeded', 'failed'])
          .executeTakeFirst();
        removed += Number(beyond.numDeletedRows);
      }
      return removed;
    },

    async backlog() {
      const row = await read
        .selectFrom('webhook_deliveries as d')
        .where('d.status', 'in', ['pending', 'delivering'])
        .select((expression) => [
          expression.fn.countAll<number | string>().as('waiting'),
          expression.fn.min('d.created_at').as('oldest'),
        ])
        .executeTakeFirstOrThrow();
      return { waiting: Number(row.waiting), oldestCreatedAt: row.oldest };
    },
  };
}

/** The oldest waiting delivery of each webhook that has none in flight: two looks into the index per webhook. */
function selectHeads(db: StoreDatabase) {
  return db
    .selectFrom('webhooks as w')
    .innerJoin('webhook_deliveries as d', (join) =>
      join.on((expression) =>
        expression(
          'd.seq',
          '=',
          expression
            .selectFrom('webhook_deliveries as pending')
            .select((inner) => inner.fn.min('pending.seq').as('seq'))
            .where('pending.status', '=', 'pending')
            .whereRef('pending.webhook_id', '=', 'w.id'),
        ),
      ),
    )
    .where((expression) =>
      expression.not(
        expression.exists(
          expression
            .selectFrom('webhook_deliveries as busy')
            .select('busy.seq')
            .where('busy.status', '=', 'delivering')
            .whereRef('busy.webhook_id', '=', 'w.id'),
        ),
      ),
    );
}

async function claim(db: StoreDatabase, seqs: readonly number[], now: string, { owner, leaseUntil }: DeliveryClaim) {
  if (seqs.length === 0) return [];
  const rows = await db
    .updateTable('webhook_deliveries')
    .set({ status: 'delivering', owner, lease_until: leaseUntil, updated_at: now })
    .where('seq', 'in', seqs)
    // Another node may have been faster.
    .where('status', '=', 'pending')
    .returningAll()
    .execute();
  return rows.map(toDelivery).toSorted((a, b) => a.seq - b.seq);
}

function toNewRow(id: string, webhookId: string, event: string, payload: string, now: string) {
  return {
    id,
    webhook_id: webhookId,
    event,
    payload,
    status: 'pending',
    next_attempt_at: now,
    owner: null,
    lease_until: null,
    created_at: now,
    updated_at: now,
    response_code: null,
    response_body: null,
  };
}
