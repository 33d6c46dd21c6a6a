import type { SecurityLog } from '../audit/security-log.ts';
import { createSecurityLog } from '../audit/security-log.ts';
import type { ServerConfig } from '../config/server-config.ts';
import type { ServerDeps } from '../deps.ts';
import type { AccessParts } from '../http/parts.ts';
import type { Job } from '../jobs/job.ts';
import type { LimitStore } from '../limits/limit-store.ts';
import { createRequestLimits } from '../limits/request-limits.ts';
import type { Timers } from '../time/timers.ts';
import { isLoopbackHost } from './addresses.ts';
import type { Authentication } from './authenticate.ts';
import { createAuthentication } from './authenticate.ts';
import type { KeyUsage } from './key-usage.ts';
import { createKeyUsage } from './key-usage.ts';
import { createSignInLimits } from './sign-in-limits.ts';
import type { StaticCredentials } from './static-credentials.ts';
import { createStaticCredentials } from './static-credentials.ts';

/** Everything about who calls and how often. */
export interface Access {
  readonly parts: AccessParts;
  readonly findCurrent: Authentication['findCurrent'];
  readonly usage: KeyUsage;
  readonly credentials: () => StaticCredentials;
  /** Puts other keys of the configuration in, from the next request on. */
  readonly reload: (auth: ServerConfig['auth']) => void;
  readonly jobs: readonly Job[];
}

export function createAccess(
  deps: ServerDeps,
  options: {
    readonly limits: LimitStore;
    readonly timers: Timers;
    /** The same bytes that tokens are minted with. */
    readonly eventTokenSecret: Uint8Array;
  },
): Access {
  const { config, store, clock } = deps;
  const { limits } = options;
  let credentials = createStaticCredentials(config.auth);
  const usage = createKeyUsage({ ...deps, timers: options.timers });
  const securityLog: SecurityLog = createSecurityLog(deps);
  const authentication = createAuthentication({
    keys: store.keys,
    credentials: () => credentials,
    clock,
    limits: createSignInLimits(limits, clock),
    observer: {
      succeeded(caller, principal) {
        if (principal.kind === 'key') usage.note(principal.id);
        securityLog.succeeded(caller, principal);
      },
      failed: (caller, reason) => {
        securityLog.failed(caller, reason);
      },
    },
    eventTokenSecret: options.eventTokenSecret,
    isFreshNonce: (nonce, ttlMs) => limits.once(`nonce ${nonce}`, ttlMs),
    settings: {
      required: config.auth.required,
      allowAnonymous: config.auth.allowAnonymous,
      isLoopback: isLoopbackHost(config.host),
      allowedOrigins: config.cors.origins === '*' ? [] : config.cors.origins,
      publicAuthority: config.auth.publicUrl === null ? null : new URL(config.auth.publicUrl).host,
    },
  });
  return {
    parts: {
      authenticate: authentication.authenticate,
      limit: createRequestLimits(limits, config.limits, clock, securityLog.limited),
    },
    findCurrent: authentication.findCurrent,
    usage,
    credentials: () => credentials,
    reload: (auth) => {
      credentials = createStaticCredentials(auth);
    },
    jobs: [usage, securityLog],
  };
}
