import type { JsonObject } from '@securescan/model';

/** A subscription. `secret` is as the caller gave it, sealed or not; it never leaves the server. */
export interface StoredWebhook {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly eventFilter: readonly string[];
  readonly enabled: boolean;
  readonly createdAt: string;
  readonly secret: string;
  /** Signs beside `secret` until `previousSecretUntil`. */
  readonly previousSecret: string | null;
  readonly previousSecretUntil: string | null;
}

/** What may change; what is absent stays. */
export type WebhookPatch = Partial<Pick<StoredWebhook, 'name' | 'url' | 'eventFilter' | 'enabled'>>;

export type DeliveryStatus = 'pending' | 'delivering' | 'succeeded' | 'failed';

/** One event for one endpoint. `seq` is the order in which the endpoint gets its deliveries. */
export interface StoredDelivery {
  readonly seq: number;
  readonly id: string;
  readonly webhookId: string;
  readonly event: string;
  readonly payload: JsonObject;
  readonly status: DeliveryStatus;
  /** Attempts made so far. */
  readonly attempt: number;
  readonly nextAttemptAt: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly responseCode: number | null;
  readonly responseBody: string | null;
}

/** How an attempt ended. A `pending` one is tried again at `nextAttemptAt`. */
export interface DeliveryOutcome {
  readonly status: 'pending' | 'succeeded' | 'failed';
  readonly attempt: number;
  readonly nextAttemptAt: string;
  /** Undefined keeps what an earlier attempt left. */
  readonly responseCode?: number | null;
  readonly responseBody: string;
}

export interface NewDelivery {
  readonly id: string;
  readonly webhookId: string;
  readonly event: string;
  readonly data: JsonObject;
}

export interface WebhookRepository {
  create(webhook: StoredWebhook): Promise<void>;
  /** Newest first. */
  list(): Promise<readonly StoredWebhook[]>;
  find(id: string): Promise<StoredWebhook | undefined>;
  /** @returns the webhook afterwards, undefined when there is none of that id */
  update(id: string, patch: WebhookPatch): Promise<StoredWebhook | undefined>;
  /** The current secret becomes the previous one until `previousUntil`. */
  rotateSecret(id: string, secret: string, previousUntil: string): Promise<StoredWebhook | undefined>;
  /** Removes its deliveries too. @returns whether there was one */
  remove(id: string): Promise<boolean>;

  /**
   * Writes one waiting delivery per enabled webhook that wants the event. Called in the transaction that causes the event.
   * @returns how many were written
   */
  enqueue(event: string, data: JsonObject, now: string): Promise<number>;
  /** Writes one waiting delivery, whatever the webhook wants. */
  enqueueFor(delivery: NewDelivery, now: string): Promise<void>;
  /** Newest first; `before` is the `seq` that the page before ended with. */
  listDeliveries(
    webhookId: string,
    page: { readonly limit: number; readonly before?: number },
  ): Promise<readonly StoredDelivery[]>;
  findDelivery(webhookId: string, id: string): Promise<StoredDelivery | undefined>;

  /**
   * Marks the oldest waiting delivery of each webhook as being delivered, if it is due and none of the webhook is in flight.
   * @param busy - webhooks that are left alone
   */
  claimDue(now: string, leaseUntil: string, busy: readonly string[]): Promise<readonly StoredDelivery[]>;
  /** The same for one webhook. */
  claimNext(webhookId: string, now: string, leaseUntil: string): Promise<StoredDelivery | undefined>;
  /** Does nothing when the delivery is no longer being delivered, as after its lease ran out. */
  settle(seq: number, outcome: DeliveryOutcome, now: string): Promise<void>;
  /** When the next waiting delivery is due; null when none waits. */
  nextDueAt(): Promise<string | null>;
  /**
   * Makes deliveries that somebody began and never settled wait again, due at once.
   * @param leaseBefore - only those whose lease ended before; null: all, when no other process delivers
   * @returns how many
   */
  releaseStale(now: string, leaseBefore: string | null): Promise<number>;
  /** Removes ended deliveries older than `before`, and those beyond the newest `keep` of a webhook. @returns how many */
  prune(before: string, keep: number): Promise<number>;
  /** For metrics: how many wait, and since when the oldest does. */
  backlog(): Promise<{ readonly waiting: number; readonly oldestCreatedAt: string | null }>;
}
