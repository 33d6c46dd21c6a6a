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
  /** Process that delivers it; null unless it is being delivered. */
  readonly owner: string | null;
  /** Until when the owner has promised to be done. */
  readonly leaseUntil: string | null;
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

/** Who takes a delivery, and until when it promises to be done. */
export interface DeliveryClaim {
  readonly owner: string;
  readonly leaseUntil: string;
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
   * Writes one waiting delivery per enabled webhook that wants the event. Called in the transaction that causes the event; others
   * that do the same wait until it ends, so that the order of `seq` is the order in which deliveries can be seen.
   * @param newId - makes the id of each
   * @returns how many were written
   */
  enqueue(event: string, data: JsonObject, now: string, newId: () => string): Promise<number>;
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
  claimDue(now: string, claim: DeliveryClaim, busy: readonly string[]): Promise<readonly StoredDelivery[]>;
  /** The same for one webhook. */
  claimNext(webhookId: string, now: string, claim: DeliveryClaim): Promise<StoredDelivery | undefined>;
  /** Does nothing when the delivery is no longer its owner's, as after others took it for abandoned. */
  settle(claimed: Pick<StoredDelivery, 'seq' | 'owner'>, outcome: DeliveryOutcome, now: string): Promise<void>;
  /** Those that are being delivered, by whomever. */
  listClaimed(): Promise<readonly StoredDelivery[]>;
  /** When the first and the last of the deliveries are due that are next of their webhook; null when none waits. */
  nextDue(): Promise<{ readonly first: string; readonly last: string } | null>;
  /** Makes waiting deliveries due that would be so only after `horizon`: the clock has been set back. */
  hasten(horizon: string, now: string): Promise<void>;
  /** Makes a delivery that its owner began and will not settle wait again, due at once. @returns whether it was still the owner's */
  release(claimed: Pick<StoredDelivery, 'seq' | 'owner'>, now: string): Promise<boolean>;
  /** Removes ended deliveries older than `before`, and those beyond the newest `keep` of a webhook. @returns how many */
  prune(before: string, keep: number): Promise<number>;
  /** For metrics: how many wait, and since when the oldest does. */
  backlog(): Promise<{ readonly waiting: number; readonly oldestCreatedAt: string | null }>;
}
