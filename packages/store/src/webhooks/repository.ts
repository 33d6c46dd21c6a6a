import { clean } from '../json-text.ts';
import type { Connections } from '../schema.ts';
import type { StoredWebhook, WebhookRepository } from './contract.ts';
import { createDeliveryQueries } from './deliveries.ts';
import { toWebhook } from './rows.ts';

export function createWebhookRepository(connections: Connections): WebhookRepository {
  const { read, write } = connections;
  const find = async (id: string): Promise<StoredWebhook | undefined> => {
    const row = await read.selectFrom('webhooks').selectAll().where('id', '=', id).executeTakeFirst();
    return row && toWebhook(row);
  };
  return {
    ...createDeliveryQueries(connections),
    find,

    async create(webhook) {
      await write
        .insertInto('webhooks')
        .values({
          id: webhook.id,
          name: clean(webhook.name),
          url: clean(webhook.url),
          secret: webhook.secret,
          previous_secret: webhook.previousSecret,
          previous_secret_until: webhook.previousSecretUntil,
          event_filter: JSON.stringify(webhook.eventFilter),
          enabled: webhook.enabled ? 1 : 0,
          created_at: webhook.createdAt,
        })
        .execute();
    },

    async list() {
      const rows = await read.selectFrom('webhooks').selectAll().orderBy('created_at', 'desc').orderBy('id').execute();
      return rows.map(toWebhook);
    },

    async update(id, { name, url, eventFilter, enabled }) {
      const changes = {
        ...(name === undefined ? {} : { name: clean(name) }),
        ...(url === undefined ? {} : { url: clean(url) }),
        ...(eventFilter === undefined ? {} : { event_filter: JSON.stringify(eventFilter) }),
        ...(enabled === undefined ? {} : { enabled: enabled ? 1 : 0 }),
      };
      if (Object.keys(changes).length > 0)
        await write.updateTable('webhooks').set(changes).where('id', '=', id).execute();
      return find(id);
    },

    async rotateSecret(id, secret, previousUntil) {
      await write
        .updateTable('webhooks')
        .set((expression) => ({
          secret,
          previous_secret: expression.ref('secret'),
          previous_secret_until: previousUntil,
        }))
        .where('id', '=', id)
        .execute();
      return find(id);
    },

    async remove(id) {
      const { numDeletedRows } = await write.deleteFrom('webhooks').where('id', '=', id).executeTakeFirst();
      return numDeletedRows > 0n;
    },
  };
}
