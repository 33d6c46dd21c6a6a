import type { Webhook, WebhookDelivery } from '@securescan/contract';
import { WebhookEvent } from '@securescan/contract';
import type { StoredDelivery, StoredWebhook } from '@securescan/store';
import type { z } from 'zod';

export function presentWebhook(webhook: StoredWebhook): z.input<typeof Webhook> {
  return {
    id: webhook.id,
    name: webhook.name,
    url: webhook.url,
    event_filter: webhook.eventFilter.map((event) => WebhookEvent.parse(event)),
    enabled: webhook.enabled,
    created_at: webhook.createdAt,
  };
}

export function presentDelivery(delivery: StoredDelivery): z.input<typeof WebhookDelivery> {
  return {
    id: delivery.id,
    webhook_id: delivery.webhookId,
    event: delivery.event,
    status: delivery.status,
    attempt: delivery.attempt,
    next_attempt_at: delivery.nextAttemptAt,
    created_at: delivery.createdAt,
    updated_at: delivery.updatedAt,
    response_code: delivery.responseCode,
    response_body: delivery.responseBody,
  };
}
