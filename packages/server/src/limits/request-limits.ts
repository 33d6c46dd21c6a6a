import type { Clock } from '@securescan/core';
import { toClientKey } from '../auth/addresses.ts';
import type { Principal } from '../auth/principal.ts';
import type { ServerConfig } from '../config/server-config.ts';
import type { AccessParts, Caller } from '../http/parts.ts';
import { HttpProblem } from '../problem/http-problem.ts';
import type { LimitStore, Take } from './limit-store.ts';
import { tooManyRequests } from './too-many-requests.ts';

const WINDOW_MS = 60_000;

/** Told of every refusal, with what stands for the client. */
export type LimitObserver = (caller: Caller, principal: Principal | null, limit: 'requests' | 'scans') => void;

/**
 * Counts requests: a sliding window of a minute per client over all routes, and a token bucket over those that start scans. A
 * client is its principal, or its address while it has none, so that changing a header opens no new account.
 */
export function createRequestLimits(
  store: LimitStore,
  settings: ServerConfig['limits'],
  clock: Pick<Clock, 'now'>,
  observe: LimitObserver,
): AccessParts['limit'] {
  const { ratePerMinute, scanRateEnabled, scanRatePerMinute, scanBurst } = settings;
  return async (caller, principal) => {
    const client = toLimitClient(caller, principal);
    if (ratePerMinute > 0) {
      const { allowed, retryAfterMs } = await store.hit(`requests:${client}`, ratePerMinute, WINDOW_MS);
      if (!allowed) {
        observe(caller, principal, 'requests');
        throw tooManyRequests('Rate limit exceeded', retryAfterMs);
      }
    }
    if (caller.route?.metered !== true || !scanRateEnabled) return {};
    const capacity = Math.max(scanRatePerMinute, scanBurst);
    const take = await store.take(`scans:${client}`, { capacity, intervalMs: WINDOW_MS / scanRatePerMinute });
    const headers = describeBucket(take, scanRatePerMinute, capacity, clock.now());
    if (take.allowed) return headers;
    observe(caller, principal, 'scans');
    throw outOfTokens(take, scanRatePerMinute, headers);
  };
}

/** What stands for the client in limits: its principal, or its address. */
export function toLimitClient({ address }: Pick<Caller, 'address'>, principal: Principal | null): string {
  return principal === null || principal.kind === 'open' ? `address ${toClientKey(address)}` : `key ${principal.id}`;
}

function describeBucket(take: Take, perMinute: number, capacity: number, now: Date): Readonly<Record<string, string>> {
  const fullAfterS = Math.ceil(take.fullAfterMs / 1000);
  return {
    'x-ratelimit-limit': String(perMinute),
    'x-ratelimit-remaining': String(take.remaining),
    'x-ratelimit-reset': String(Math.floor(now.getTime() / 1000) + fullAfterS),
    'ratelimit-policy': `"scans";q=${capacity};w=${Math.ceil((capacity * 60) / perMinute)}`,
    ratelimit: `"scans";r=${take.remaining};t=${fullAfterS}`,
  };
}

function outOfTokens(take: Take, perMinute: number, headers: Readonly<Record<string, string>>): HttpProblem {
  const seconds = Math.max(1, Math.ceil(take.retryAfterMs / 1000));
  return new HttpProblem(429, 'Rate limit exceeded', {
    headers: { ...headers, 'retry-after': String(seconds) },
    members: { retry_after: seconds, limit_per_min: perMinute },
  });
}
