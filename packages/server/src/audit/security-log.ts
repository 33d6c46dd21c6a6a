import type { JsonObject } from '@securescan/model';
import { describeError } from '@securescan/model';
import type { AuditEntry } from '@securescan/store';
import type { SignInFailure, SignInObserver } from '../auth/authenticate.ts';
import { parseKeyId } from '../auth/key-format.ts';
import { readPresentedKey } from '../auth/presented-key.ts';
import type { Principal } from '../auth/principal.ts';
import type { ServerDeps } from '../deps.ts';
import type { Caller } from '../http/parts.ts';
import type { Job } from '../jobs/job.ts';
import type { LimitObserver } from '../limits/request-limits.ts';
import { toLimitClient } from '../limits/request-limits.ts';
import { toAuditEntry } from './record.ts';
import { createThrottle } from './throttle.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Rows that may wait for the database; more are counted and told of. */
const MAX_WAITING = 1000;

/** Writes sign-ins and refusals to the audit log, without holding up the requests that they are about. */
export interface SecurityLog extends SignInObserver, Job {
  readonly limited: LimitObserver;
}

/**
 * Failed sign-ins are rows of their own (the limiter bounds them), a successful one is a row once per principal and hour, a limit
 * that is hit once per client and minute. Requests without any credential are no sign-ins.
 */
export function createSecurityLog(deps: Pick<ServerDeps, 'store' | 'clock' | 'config' | 'log'>): SecurityLog {
  const { store, clock, log } = deps;
  const firstInHour = createThrottle(HOUR_MS, clock);
  const firstInMinute = createThrottle(MINUTE_MS, clock);
  let waiting: AuditEntry[] = [];
  let lost = 0;
  let writing: Promise<void> | null = null;

  function append(
    caller: Caller,
    principal: Principal | null,
    action: string,
    outcome: 'ok' | 'denied',
    details: JsonObject,
  ): void {
    if (waiting.length >= MAX_WAITING) {
      lost += 1;
      return;
    }
    waiting.push(toAuditEntry({ ...pickRequest(caller), principal }, { action, outcome, details }, deps));
    writing ??= write().finally(() => {
      writing = null;
    });
  }

  async function write(): Promise<void> {
    while (waiting.length > 0) {
      const entries = waiting;
      waiting = [];
      try {
        await store.transaction(async ({ audit }) => {
          for (const entry of entries) await audit.append(entry);
        });
        if (lost > 0) log.error({ lost }, 'rows of the audit log lost: the database was too slow');
        lost = 0;
      } catch (error) {
        log.error({ reason: describeError(error), rows: entries.length }, 'sign-ins not written to the audit log');
      }
    }
  }

  return {
    name: 'security-log',
    succeeded(caller, principal) {
      if (principal.kind !== 'open' && firstInHour(principal.id)) append(caller, principal, 'auth.success', 'ok', {});
    },
    failed(caller, reason) {
      if (reason === 'missing') return;
      log.info({ address: caller.address, reason, path: caller.path, request_id: caller.requestId }, 'sign-in refused');
      if (reason === 'limited' && !firstInMinute(`sign-in ${toLimitClient(caller, null)}`)) return;
      append(
        caller,
        null,
        reason === 'limited' ? 'limit.hit' : 'auth.failure',
        'denied',
        describeFailure(caller, reason),
      );
    },
    limited(caller, principal, limit) {
      const client = toLimitClient(caller, principal);
      log.info({ path: caller.path, method: caller.method, client, request_id: caller.requestId }, 'rate_limit_block');
      if (firstInMinute(`${limit} ${client}`)) append(caller, principal, 'limit.hit', 'denied', { limit });
    },
    start: () => Promise.resolve(),
    async stop() {
      await writing;
    },
    isHealthy: () => true,
  };
}

function pickRequest({ requestId, address }: Caller): { readonly requestId: string; readonly address: string } {
  return { requestId, address };
}

/** The id of the key that was shown is no secret, and says whose key is leaking or out of date. */
function describeFailure(caller: Caller, reason: SignInFailure): JsonObject {
  const presented = readPresentedKey(caller);
  const keyId = presented === null ? null : parseKeyId(presented);
  const shown = keyId !== null && /^[A-Za-z0-9]+$/.test(keyId) ? { key_id: keyId } : {};
  return {
    ...(reason === 'limited' ? { limit: 'sign-in' } : { reason }),
    method: caller.method,
    path: caller.path.slice(0, 500),
    ...shown,
  };
}
