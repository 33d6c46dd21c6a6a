import type { Clock } from '@securescan/core';
import type { LimitStore } from '../limits/limit-store.ts';
import { tooManyRequests } from '../limits/too-many-requests.ts';
import { toClientKey } from './addresses.ts';

const WINDOW_MS = 60_000;
const FAILURES_PER_ADDRESS = 10;
const FAILURES_IN_TOTAL = 100;
/** How long an address that has shown a key is known to have it. */
const PROVEN_MS = 3_600_000;
const MAX_PROVEN = 10_000;

export interface SignInLimits {
  /**
   * Looks at a credential, counting the look as a failed sign-in beforehand and taking that back when it succeeds. Who has
   * shown the same credential from the same address lately is not held up by what others do.
   * @param proof - stands for the credential: a digest, never the credential itself
   * @param look - resolves to null when the credential is no good
   * @throws HttpProblem 429
   */
  readonly guard: <T>(address: string, proof: string, look: () => Promise<T | null>) => Promise<T | null>;
}

/**
 * Limits failed sign-ins: 10 a minute from one address, 100 from all. From one address unproven credentials are looked at
 * one after another, so that many requests at once neither get more guesses nor are refused for each other's sake.
 */
export function createSignInLimits(store: LimitStore, clock: Pick<Clock, 'monotonicMs'>): SignInLimits {
  const proven = new Map<string, number>();
  const queues = new Map<string, Promise<unknown>>();

  const isProven = (mark: string): boolean => (proven.get(mark) ?? 0) > clock.monotonicMs();
  const prove = (mark: string): void => {
    proven.delete(mark);
    proven.set(mark, clock.monotonicMs() + PROVEN_MS);
    for (const oldest of proven.keys()) {
      if (proven.size <= MAX_PROVEN) break;
      proven.delete(oldest);
    }
  };

  async function count(client: string): Promise<() => Promise<void>> {
    const own = `sign-in:${client}`;
    const all = 'sign-in';
    const byAddress = await store.hit(own, FAILURES_PER_ADDRESS, WINDOW_MS);
    if (!byAddress.allowed) throw tooManySignIns(byAddress.retryAfterMs);
    const inTotal = await store.hit(all, FAILURES_IN_TOTAL, WINDOW_MS);
    if (!inTotal.allowed) {
      await store.undo(own);
      throw tooManySignIns(inTotal.retryAfterMs);
    }
    return async () => {
      await store.undo(own);
      await store.undo(all);
    };
  }

  async function lookAtUnproven<T>(client: string, mark: string, look: () => Promise<T | null>): Promise<T | null> {
    if (isProven(mark)) return look();
    const takeBack = await count(client);
    let found: T | null;
    try {
      found = await look();
    } catch (error) {
      // The database was away; that was no guess.
      await takeBack();
      throw error;
    }
    if (found === null) return null;
    await takeBack();
    prove(mark);
    return found;
  }

  return {
    async guard(address, proof, look) {
      const client = toClientKey(address);
      const mark = `${client} ${proof}`;
      if (isProven(mark)) {
        const found = await look();
        if (found !== null) return found;
        // Revoked since: from now on it is a guess like any other.
        proven.delete(mark);
        await count(client);
        return null;
      }
      const turn = (queues.get(client) ?? Promise.resolve()).then(() => lookAtUnproven(client, mark, look));
      const settled = turn
        .catch(() => undefined)
        .finally(() => {
          if (queues.get(client) === settled) queues.delete(client);
        });
      queues.set(client, settled);
      return turn;
    },
  };
}

function tooManySignIns(retryAfterMs: number): Error {
  return tooManyRequests('Too many failed sign-ins', retryAfterMs);
}
