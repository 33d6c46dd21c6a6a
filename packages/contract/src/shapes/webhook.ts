import { z } from 'zod';
import { boundedText, Timestamp } from './common.ts';

export const WEBHOOK_EVENTS = ['scan.complete', 'scan.failed', 'scanner.failed', 'webhook.test'] as const;

export const WebhookEvent = z.enum(WEBHOOK_EVENTS).meta({ id: 'WebhookEvent' });

const webhookFields = {
  id: z.string(),
  name: z.string(),
  url: z.string(),
  event_filter: z.array(WebhookEvent),
  enabled: z.boolean(),
  created_at: Timestamp,
};

export const Webhook = z.strictObject(webhookFields).meta({ id: 'Webhook' });
export const WebhookCreated = z
  .strictObject({ ...webhookFields, secret: z.string().describe('signs each delivery; shown this once') })
  .meta({ id: 'WebhookCreated' });

const WebhookUrl = z
  .string()
  .max(2048)
  .refine((url) => /^\s*https?:\/\//i.test(url), 'url must start with http:// or https://')
  .refine((url) => !/[\s\0]/.test(url), 'url must not contain whitespace or null bytes');

export const CreateWebhook = z
  .object({ name: boundedText(1, 200), url: WebhookUrl, event_filter: z.array(WebhookEvent).min(1) })
  .meta({ id: 'CreateWebhook' });

export const PatchWebhook = z
  .object({
    name: boundedText(1, 200).nullish(),
    url: WebhookUrl.nullish(),
    event_filter: z.array(WebhookEvent).min(1).nullish(),
    enabled: z.boolean().nullish(),
  })
  .meta({ id: 'PatchWebhook' });

export const WebhookDelivery = z
  .strictObject({
    id: z.string(),
    webhook_id: z.string(),
    event: z.string(),
    status: z.enum(['pending', 'delivering', 'succeeded', 'failed']),
    attempt: z.int(),
    next_attempt_at: Timestamp,
    created_at: Timestamp,
    updated_at: Timestamp,
    response_code: z.int().nullable(),
    response_body: z.string().nullable(),
  })
  .meta({ id: 'WebhookDelivery' });

export const QueuedDelivery = z
  .strictObject({ delivery_id: z.string(), webhook_id: z.string(), event: z.string() })
  .meta({ id: 'QueuedDelivery' });
