import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { toJson } from '../json-text.ts';
import type { Connections } from '../schema.ts';
import type { WebhookRepository } from './contract.ts';

const EventFilter = z.array(z.string());

export function createWebhookRepository({ write }: Connections): WebhookRepository {
  return {
    async enqueue(event, data, now) {
      const webhooks = await write
        .selectFrom('webhooks')
        .select(['id', 'event_filter'])
        .where('enabled', '=', 1)
        .execute();
      const wanting = webhooks.filter(({ event_filter }) =>
        EventFilter.parse(JSON.parse(event_filter)).includes(event),
      );
      if (wanting.length === 0) return 0;
      const payload = toJson(data);
      await write
        .insertInto('webhook_deliveries')
        .values(
          wanting.map(({ id }) => ({
            id: randomUUID(),
            webhook_id: id,
            event,
            payload,
            status: 'pending',
            next_attempt_at: now,
            created_at: now,
            updated_at: now,
          })),
        )
        .execute();
      return wanting.length;
    },
  };
}
