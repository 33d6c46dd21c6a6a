import type { JsonObject } from '@securescan/model';
import type { Selectable } from 'kysely';
import { z } from 'zod';
import type { WebhookDeliveryTable, WebhookTable } from '../schema.ts';
import type { StoredDelivery, StoredWebhook } from './contract.ts';

const EventFilter = z.array(z.string());
const DeliveryStatus = z.enum(['pending', 'delivering', 'succeeded', 'failed']);

export function toEventFilter(text: string): readonly string[] {
  return EventFilter.parse(JSON.parse(text));
}

export function toWebhook(row: Selectable<WebhookTable>): StoredWebhook {
  return {
    id: row.id,
    name: row.name,
    url: row.url,
    eventFilter: toEventFilter(row.event_filter),
    enabled: row.enabled === 1,
    createdAt: row.created_at,
    secret: row.secret,
    previousSecret: row.previous_secret,
    previousSecretUntil: row.previous_secret_until,
  };
}

export function toDelivery(row: Selectable<WebhookDeliveryTable>): StoredDelivery {
  return {
    seq: row.seq,
    id: row.id,
    webhookId: row.webhook_id,
    event: row.event,
    // Written by this repository as a JSON object and by nobody else.
    payload: JSON.parse(row.payload) as JsonObject,
    status: DeliveryStatus.parse(row.status),
    owner: row.owner,
    leaseUntil: row.lease_until,
    attempt: row.attempt,
    nextAttemptAt: row.next_attempt_at,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    responseCode: row.response_code,
    responseBody: row.response_body,
  };
}
