import { randomBytes } from 'node:crypto';
import type { webhookRoutes } from '@securescan/contract';
import type { JsonObject } from '@securescan/model';
import type { WebhookPatch } from '@securescan/store';
import type { AuditedAction } from '../../audit/record.ts';
import { recordAudit } from '../../audit/record.ts';
import type { ServerDeps } from '../../deps.ts';
import type { Handlers, RoutesOf } from '../../http/handler.ts';
import { badRequest, conflict, InputProblem, notFound } from '../../problem/http-problem.ts';
import { createSecretBox } from '../../webhooks/secret-box.ts';
import { presentDelivery, presentWebhook } from './present.ts';

const SECRET_BYTES = 32;
/** How long the old secret signs beside the new one. */
const ROTATION_OVERLAP_MS = 24 * 60 * 60 * 1000;

const noSuchWebhook = 'Webhook not found';

export function createWebhookHandlers(deps: ServerDeps): Handlers<RoutesOf<typeof webhookRoutes>> {
  const { store, clock, wakeups, newId } = deps;
  const box = createSecretBox(deps.config.secretKey);
  const now = (): string => clock.now().toISOString();
  // allow(ambient-random): key material, which nothing may derive.
  const newSecret = (): string => randomBytes(SECRET_BYTES).toString('base64url');

  return {
    async createWebhook({ body }, request) {
      checkUrl(body.url);
      const secret = newSecret();
      const webhook = {
        id: newId(),
        name: body.name,
        url: body.url,
        eventFilter: body.event_filter,
        enabled: true,
        createdAt: now(),
        secret: box.seal(secret),
        previousSecret: null,
        previousSecretUntil: null,
      };
      await store.transaction(async (repositories) => {
        await repositories.webhooks.create(webhook);
        await recordAudit(repositories, request, change('webhook.create', webhook.id, { name: body.name }), deps);
      });
      return { json: { ...presentWebhook(webhook), secret }, headers: { 'cache-control': 'no-store' } };
    },

    async listWebhooks() {
      return { json: (await store.webhooks.list()).map(presentWebhook) };
    },

    async getWebhook({ params }) {
      const webhook = await store.webhooks.find(params.webhook_id);
      if (webhook === undefined) throw notFound(noSuchWebhook);
      return { json: presentWebhook(webhook) };
    },

    async updateWebhook({ params, body }, request) {
      if (typeof body.url === 'string') checkUrl(body.url);
      const patch: WebhookPatch = {
        ...(typeof body.name === 'string' ? { name: body.name } : {}),
        ...(typeof body.url === 'string' ? { url: body.url } : {}),
        ...(body.event_filter ? { eventFilter: body.event_filter } : {}),
        ...(typeof body.enabled === 'boolean' ? { enabled: body.enabled } : {}),
      };
      const webhook = await store.transaction(async (repositories) => {
        const updated = await repositories.webhooks.update(params.webhook_id, patch);
        if (updated === undefined) throw notFound(noSuchWebhook);
        const details = { changed: Object.keys(patch).toSorted() };
        await recordAudit(repositories, request, change('webhook.update', updated.id, details), deps);
        return updated;
      });
      wakeups.deliveriesDue();
      return { json: presentWebhook(webhook) };
    },

    async rotateWebhookSecret({ params }, request) {
      const secret = newSecret();
      const until = new Date(clock.now().getTime() + ROTATION_OVERLAP_MS).toISOString();
      const webhook = await store.transaction(async (repositories) => {
        const updated = await repositories.webhooks.rotateSecret(params.webhook_id, box.seal(secret), until);
        if (updated === undefined) throw notFound(noSuchWebhook);
        await recordAudit(repositories, request, change('webhook.rotate-secret', updated.id, {}), deps);
        return updated;
      });
      return { json: { ...presentWebhook(webhook), secret }, headers: { 'cache-control': 'no-store' } };
    },

    async deleteWebhook({ params }, request) {
      await store.transaction(async (repositories) => {
        if (!(await repositories.webhooks.remove(params.webhook_id))) throw notFound(noSuchWebhook);
        await recordAudit(repositories, request, change('webhook.delete', params.webhook_id, {}), deps);
      });
      return { empty: true };
    },

    async listDeliveries({ params, query }) {
      if ((await store.webhooks.find(params.webhook_id)) === undefined) throw notFound(noSuchWebhook);
      const deliveries = await store.webhooks.listDeliveries(params.webhook_id, {
        limit: query.limit,
        ...(query.cursor === undefined ? {} : { before: readCursor(query.cursor) }),
      });
      const last = deliveries.length === query.limit ? deliveries.at(-1) : undefined;
      return {
        json: deliveries.map(presentDelivery),
        ...(last === undefined ? {} : { headers: { 'x-next-cursor': String(last.seq) } }),
      };
    },

    async redeliver({ params }, request) {
      const id = newId();
      const event = await store.transaction(async (repositories) => {
        const { webhooks } = repositories;
        if ((await webhooks.find(params.webhook_id)) === undefined) throw notFound(noSuchWebhook);
        const delivery = await webhooks.findDelivery(params.webhook_id, params.delivery_id);
        if (delivery === undefined) throw notFound('Delivery not found');
        if (delivery.status === 'pending' || delivery.status === 'delivering') {
          throw conflict('The delivery is still waiting; it needs no second sending');
        }
        await webhooks.enqueueFor(
          { id, webhookId: params.webhook_id, event: delivery.event, data: delivery.payload },
          now(),
        );
        const details = { delivery: params.delivery_id };
        await recordAudit(repositories, request, change('webhook.redeliver', params.webhook_id, details), deps);
        return delivery.event;
      });
      wakeups.deliveriesDue();
      return { json: { delivery_id: id, webhook_id: params.webhook_id, event } };
    },

    async testWebhook({ params }, request) {
      const id = newId();
      const event = 'webhook.test';
      await store.transaction(async (repositories) => {
        if ((await repositories.webhooks.find(params.webhook_id)) === undefined) throw notFound(noSuchWebhook);
        const data = { message: 'Test from SecureScan', timestamp: now() };
        await repositories.webhooks.enqueueFor({ id, webhookId: params.webhook_id, event, data }, now());
        await recordAudit(repositories, request, change('webhook.test', params.webhook_id, {}), deps);
      });
      wakeups.deliveriesDue();
      return { json: { delivery_id: id, webhook_id: params.webhook_id, event } };
    },
  };
}

function change(action: string, id: string, details: JsonObject): AuditedAction {
  return { action, target: { type: 'webhook', id }, details };
}

/** What the schema cannot see: an address that names no host, or carries a password. */
function checkUrl(text: string): void {
  const problem = findUrlProblem(text);
  if (problem === null) return;
  throw new InputProblem([
    { type: 'value_error', loc: ['body', 'url'], msg: `Value error, ${problem}`, input: text, ctx: { error: {} } },
  ]);
}

function findUrlProblem(text: string): string | null {
  if (!URL.canParse(text)) return 'url must name a host';
  const { username, password } = new URL(text);
  return username === '' && password === '' ? null : 'url must not contain a user name or password';
}

function readCursor(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw badRequest('cursor is not one that this list gave');
  return Number(text);
}
