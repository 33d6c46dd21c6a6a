import type { JsonObject } from '@securescan/model';

export interface WebhookRepository {
  /**
   * Writes one waiting delivery per enabled webhook that wants the event. Called in the transaction that causes the event.
   * @returns how many were written
   */
  enqueue(event: string, data: JsonObject, now: string): Promise<number>;
}
