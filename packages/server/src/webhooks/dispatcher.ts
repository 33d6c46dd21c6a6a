import type { HttpClient } from '@securescan/core';
import { describeError } from '@securescan/model';
import type { DeliveryClaim, DeliveryOutcome, StoredDelivery } from '@securescan/store';
import type { ServerDeps } from '../deps.ts';
import type { Job } from '../jobs/job.ts';
import { hasOwnerDied, nameOwner } from '../scans/owner.ts';
import type { SigningKey } from '../signing/signing-key.ts';
import type { Timers } from '../time/timers.ts';
import { MAX_RETRY_MS } from './retry.ts';
import { judgeAttempt } from './judge-attempt.ts';
import { createSecretBox } from './secret-box.ts';
import { SEND_TIMEOUT_MS, sendDelivery } from './send.ts';

/** A claimed delivery that is not settled by then belongs to nobody any more. */
const LEASE_MS = SEND_TIMEOUT_MS + 20_000;
/** How often the outbox is looked at when no wake-up comes; other processes write to it too. */
const POLL_MS = 1000;
/** How often an unhappy database is asked again. */
const BROKEN_POLL_MS = 5000;

export interface DispatcherOptions {
  readonly http: HttpClient;
  readonly timers: Timers;
  /** From 0 to below 1. */
  readonly random: () => number;
  /** Opens the server's own key at the start; without it deliveries carry the HMAC signature alone. */
  readonly openKey?: () => Promise<SigningKey>;
}

type Deps = Pick<ServerDeps, 'store' | 'clock' | 'log' | 'wakeups' | 'newId'> & {
  readonly config: Pick<ServerDeps['config'], 'secretKey'>;
};

/**
 * Empties the outbox: one lane per webhook, each sending one delivery at a time in order, all lanes side by side. A lane goes on
 * with its webhook's next delivery without coming back here. Woken by `Wakeups.deliveriesDue`, by a timer for the next retry, and
 * once a second for what other processes wrote.
 */
export function createDispatcher(deps: Deps, { http, timers, random, openKey }: DispatcherOptions): Job {
  const { store, clock, wakeups } = deps;
  const log = deps.log.child({ logger: 'securescan.webhooks' });
  const owner = nameOwner(deps.newId());
  const secrets = createSecretBox(deps.config.secretKey);
  const lanes = new Map<string, Promise<void>>();
  let signer: SigningKey | null = null;
  let abort = new AbortController();
  let running = false;
  let healthy = true;
  let pumping: Promise<void> | undefined;
  let again = false;
  let cancelTimer: (() => void) | undefined;
  let stopListening: (() => void) | undefined;
  let starting: Promise<void> | undefined;

  const now = (): string => clock.now().toISOString();
  const claim = (): DeliveryClaim => ({
    owner,
    leaseUntil: new Date(clock.now().getTime() + LEASE_MS).toISOString(),
  });

  /** Runs one pass, and another one if a wake-up came meanwhile. */
  function pump(): void {
    if (!running) return;
    if (pumping !== undefined) {
      again = true;
      return;
    }
    pumping = pass().finally(() => {
      pumping = undefined;
      if (again) {
        again = false;
        pump();
      }
    });
  }

  async function pass(): Promise<void> {
    cancelTimer?.();
    let waitMs = POLL_MS;
    try {
      const released = await releaseAbandoned(isAbandoned);
      if (released > 0) log.warn({ count: released }, 'took over deliveries that nobody finished');
      if (await hasDue()) await openLanes();
      const next = await store.webhooks.nextDue();
      if (next !== null) waitMs = Math.min(waitMs, Math.max(1, Date.parse(next.first) - clock.now().getTime()));
      healthy = true;
    } catch (error) {
      healthy = false;
      waitMs = BROKEN_POLL_MS;
      log.error({ error: describeError(error) }, 'the outbox cannot be read');
    }
    if (running) cancelTimer = timers.after(waitMs, pump);
  }

  /** Whether nobody will settle a claimed delivery: its process has ended, or could not write what came of it. */
  function isAbandoned(delivery: StoredDelivery): boolean {
    return delivery.owner === owner ? !lanes.has(delivery.webhookId) : hasOwnerDied(delivery, clock.now());
  }

  async function releaseAbandoned(isGone: (delivery: StoredDelivery) => boolean): Promise<number> {
    const abandoned = (await store.webhooks.listClaimed()).filter(isGone);
    if (abandoned.length === 0) return 0;
    return store.transaction(async ({ webhooks }) => {
      let count = 0;
      for (const delivery of abandoned) if (await webhooks.release(delivery, now())) count += 1;
      return count;
    });
  }

  /** Looks before it takes the write lock. */
  async function hasDue(): Promise<boolean> {
    const next = await store.webhooks.nextDue();
    if (next === null) return false;
    const horizon = new Date(clock.now().getTime() + MAX_RETRY_MS).toISOString();
    if (next.last <= horizon) return next.first <= now();
    // No retry waits that long: the clock has been set back.
    await store.transaction(({ webhooks }) => webhooks.hasten(horizon, now()));
    return true;
  }

  async function openLanes(): Promise<void> {
    const claimed = await store.transaction(({ webhooks }) => webhooks.claimDue(now(), claim(), [...lanes.keys()]));
    for (const delivery of claimed) {
      const lane = drain(delivery).finally(() => {
        lanes.delete(delivery.webhookId);
        pump();
      });
      lanes.set(delivery.webhookId, lane);
    }
  }

  /** Sends a claimed delivery, and then those behind it as long as they are due. */
  async function drain(first: StoredDelivery): Promise<void> {
    let delivery: StoredDelivery | undefined = first;
    try {
      while (delivery !== undefined) delivery = await deliver(delivery);
    } catch (error) {
      // The delivery stays claimed; the next pass finds that it has no lane.
      healthy = false;
      log.error({ error: describeError(error) }, 'a delivery could not be settled');
    }
  }

  /** @returns the next delivery of the webhook, claimed */
  async function deliver(delivery: StoredDelivery): Promise<StoredDelivery | undefined> {
    const { gone, ...outcome } = await attempt(delivery);
    if (abort.signal.aborted && outcome.status !== 'succeeded') {
      await settle(delivery, { ...outcome, status: 'pending', attempt: delivery.attempt, nextAttemptAt: now() });
      return undefined;
    }
    return store.transaction(async (repositories) => {
      await repositories.webhooks.settle(delivery, outcome, now());
      if (gone || outcome.status === 'failed') await tellFailure(repositories, delivery, outcome, gone);
      return running ? repositories.webhooks.claimNext(delivery.webhookId, now(), claim()) : undefined;
    });
  }

  async function attempt(delivery: StoredDelivery): Promise<DeliveryOutcome & { readonly gone: boolean }> {
    const webhook = await store.webhooks.find(delivery.webhookId);
    if (webhook === undefined || !webhook.enabled) {
      const { attempt: made } = delivery;
      return {
        status: 'failed',
        attempt: made,
        nextAttemptAt: now(),
        responseBody: 'webhook deleted/disabled',
        gone: false,
      };
    }
    const valid = [webhook.secret];
    if (webhook.previousSecret !== null && (webhook.previousSecretUntil ?? '') > now())
      valid.push(webhook.previousSecret);
    const sentAt = clock.now();
    const result = await sendDelivery(
      delivery,
      webhook,
      valid.map((secret) => secrets.open(secret)),
      { http, now: sentAt, signal: abort.signal, signer },
    );
    return judgeAttempt(delivery, result, clock.now(), random());
  }

  async function settle(delivery: StoredDelivery, outcome: DeliveryOutcome): Promise<void> {
    await store.transaction(({ webhooks }) => webhooks.settle(delivery, outcome, now()));
  }

  type Written = Pick<typeof store, 'webhooks' | 'notifications'>;

  /** A delivery that is given up is told to people; a receiver that is gone for good is switched off. */
  async function tellFailure(
    { webhooks, notifications }: Written,
    { webhookId, event }: StoredDelivery,
    { responseBody }: DeliveryOutcome,
    gone: boolean,
  ): Promise<void> {
    const webhook = await webhooks.find(webhookId);
    if (webhook === undefined || !webhook.enabled) return;
    if (gone) await webhooks.update(webhookId, { enabled: false });
    await notifications.add({
      id: deps.newId(),
      type: 'webhook.failed',
      title: gone ? `Webhook ${webhook.name} was switched off` : `Webhook ${webhook.name} could not be delivered`,
      body: gone
        ? 'The receiver answered 410 Gone. Switch it on again once the receiver is back.'
        : `${event} was given up after 30 minutes: ${responseBody.slice(0, 100)}`,
      link: '/settings/webhooks',
      severity: 'medium',
      level: 'warning',
      scanId: null,
      project: '',
      createdAt: now(),
      readAt: null,
    });
  }

  return {
    name: 'webhook dispatcher',
    isHealthy: () => running && healthy,

    start() {
      starting ??= (async () => {
        abort = new AbortController();
        signer = (await openKey?.()) ?? null;
        running = true;
        // SQLite belongs to this process; on PostgreSQL another node may be delivering.
        const released = await releaseAbandoned(store.kind === 'sqlite' ? () => true : isAbandoned);
        if (released > 0) log.info({ count: released }, 'reset stale delivering rows on startup');
        stopListening = wakeups.onDeliveriesDue(pump);
        pump();
      })();
      return starting;
    },

    async stop(deadline) {
      running = false;
      stopListening?.();
      cancelTimer?.();
      const cut = (): void => {
        abort.abort();
      };
      if (deadline.aborted) cut();
      deadline.addEventListener('abort', cut, { once: true });
      await starting?.catch(() => undefined);
      await pumping;
      cancelTimer?.();
      await Promise.all(lanes.values());
      deadline.removeEventListener('abort', cut);
      starting = undefined;
    },
  };
}
