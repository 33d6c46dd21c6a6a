import type { Clock } from '@securescan/core';
import type { KeyRepository, StoredKey } from '@securescan/store';
import { verifyEventToken } from '../events/token.ts';
import type { Caller } from '../http/parts.ts';
import { HttpProblem } from '../problem/http-problem.ts';
import { checkSignature, isSigned, readKeyIdOfSignature } from '../signing/request-signature.ts';
import { isUsable, toKeyPrincipal } from './database-key.ts';
import { parseKeyId, verifyKey } from './key-format.ts';
import { OPEN_PRINCIPAL, findOpenServerObjection } from './open-server.ts';
import { readPresentedKey, toKeyBytes } from './presented-key.ts';
import type { Principal } from './principal.ts';
import type { SignInLimits } from './sign-in-limits.ts';
import type { StaticCredentials } from './static-credentials.ts';
import { digestKey } from './static-credentials.ts';

/** Told of every sign-in; for the audit log, the last use of keys and metrics. */
export interface SignInObserver {
  succeeded(caller: Caller, principal: Principal): void;
  failed(caller: Caller, reason: SignInFailure): void;
}

export type SignInFailure = 'missing' | 'unknown-key' | 'event-token' | 'signature' | 'limited' | 'open-server';

export interface AuthenticationDeps {
  readonly keys: Pick<KeyRepository, 'find' | 'census'>;
  /** Asked on every request, since a signal reloads them. */
  readonly credentials: () => StaticCredentials;
  readonly clock: Clock;
  readonly limits: SignInLimits;
  readonly observer: SignInObserver;
  readonly eventTokenSecret: Uint8Array;
  /** True the first time that a nonce is seen. */
  readonly isFreshNonce: (nonce: string, ttlMs: number) => Promise<boolean>;
  readonly settings: {
    /** A credential is needed even on loopback. */
    readonly required: boolean;
    readonly allowAnonymous: boolean;
    /** The server can be reached from its own machine only. */
    readonly isLoopback: boolean;
    readonly allowedOrigins: readonly string[];
    /** What signed requests name as their authority; null: the one that the client asked for. */
    readonly publicAuthority: string | null;
  };
}

export interface Authentication {
  /** Says who calls; see `AccessParts.authenticate`. */
  readonly authenticate: (caller: Caller) => Promise<Principal>;
  /** The principal as it is now, or null when its credential is gone; for streams that stay open. */
  readonly findCurrent: (principalId: string) => Promise<Principal | null>;
}

/**
 * Sources of identity, in the order in which they are asked: event token (on its one route, where it decides alone), signature,
 * key (environment, list, database), client certificate, the open server. What was shown and is wrong never falls through to
 * the next.
 */
export function createAuthentication(deps: AuthenticationDeps): Authentication {
  const { keys, clock, limits, observer, settings } = deps;

  async function authenticate(caller: Caller): Promise<Principal> {
    const token = takesEventToken(caller) ? new URLSearchParams(caller.query).get('event_token') : null;
    if (token !== null && token.trim() !== '') return byEventToken(caller, token.trim());
    if (isSigned(caller.headers)) return bySignature(caller);
    const key = readPresentedKey(caller);
    if (key !== null) return byKey(caller, key);
    const byCertificate =
      caller.certificateName === null ? null : deps.credentials().findCertificate(caller.certificateName);
    return byCertificate === null ? withoutCredential(caller) : succeed(caller, byCertificate);
  }

  async function byKey(caller: Caller, presented: string): Promise<Principal> {
    const bytes = toKeyBytes(presented);
    const digest = digestKey(bytes);
    const principal = await guard(caller, Buffer.from(digest).toString('hex'), async () => {
      const known = deps.credentials().findKey(digest);
      if (known !== null) return known;
      const id = parseKeyId(presented);
      const row = id === null ? undefined : await keys.find(id);
      if (!verifyKey(bytes, row?.keyHash) || row === undefined) return null;
      return isUsable(row, clock.now()) && row.signature !== 'required' ? toKeyPrincipal(row) : null;
    });
    if (principal === null) throw fail(caller, 'unknown-key', 'Invalid API key');
    return succeed(caller, principal);
  }

  async function bySignature(caller: Caller): Promise<Principal> {
    const keyId = readKeyIdOfSignature(caller.headers);
    const principal = await guard(caller, `signature ${keyId ?? ''}`, async () => {
      const row = keyId === null ? undefined : await keys.find(keyId);
      return row !== undefined && (await isSignedBy(caller, row)) ? toKeyPrincipal(row) : null;
    });
    if (principal === null) throw fail(caller, 'signature', 'Invalid signature');
    return succeed(caller, principal);
  }

  async function isSignedBy(caller: Caller, key: StoredKey): Promise<boolean> {
    if (!isUsable(key, clock.now()) || key.signature === 'off' || key.publicKey === null) return false;
    const signature = checkSignature(caller, {
      publicKey: key.publicKey,
      authority: settings.publicAuthority ?? caller.authority,
      now: clock.now(),
    });
    if (signature === null) return false;
    if (!(await deps.isFreshNonce(`${key.id} ${signature.nonce}`, signature.rememberMs))) return false;
    caller.onBody((bytes) => {
      if (!signature.coversBody(bytes)) throw fail(caller, 'signature', 'Invalid signature');
    });
    return true;
  }

  async function byEventToken(caller: Caller, token: string): Promise<Principal> {
    const refuse = (detail: string): HttpProblem => fail(caller, 'event-token', detail);
    const proof = Buffer.from(digestKey(Buffer.from(token))).toString('hex');
    const binding = await guard(caller, proof, () =>
      Promise.resolve(verifyEventToken(deps.eventTokenSecret, token, clock.now())),
    );
    if (binding === null) throw refuse('Invalid or expired event token');
    if (binding.scanId !== caller.params['scan_id']) throw refuse('Token does not match scan id');
    const principal = await findCurrent(binding.keyId);
    if (principal !== null) return succeed(caller, principal);
    if (binding.keyId === 'dev') throw refuse('Dev-mode token no longer valid (auth has been enabled)');
    throw refuse(binding.keyId === 'env' ? 'Env-var key no longer configured' : 'Bound key is revoked or missing');
  }

  async function findCurrent(principalId: string): Promise<Principal | null> {
    if (principalId === OPEN_PRINCIPAL.id) return (await isOpen()) ? OPEN_PRINCIPAL : null;
    const known = deps.credentials().findById(principalId);
    if (known !== null) return known;
    const row = await keys.find(principalId);
    return row !== undefined && isUsable(row, clock.now()) ? toKeyPrincipal(row) : null;
  }

  async function withoutCredential(caller: Caller): Promise<Principal> {
    if (!deps.credentials().isEmpty) throw fail(caller, 'missing', 'X-API-Key header required');
    const { any, usable } = await keys.census(clock.now().toISOString());
    if (usable) throw fail(caller, 'missing', 'X-API-Key header required');
    if (any || settings.required || !mayBeOpen()) {
      throw new HttpProblem(503, 'Auth required but no credentials configured');
    }
    const objection = settings.allowAnonymous ? null : findOpenServerObjection(caller, settings.allowedOrigins);
    if (objection !== null) throw fail(caller, 'open-server', objection);
    return OPEN_PRINCIPAL;
  }

  /** A server that once had keys stays closed when the last of them is gone. */
  async function isOpen(): Promise<boolean> {
    if (settings.required || !mayBeOpen() || !deps.credentials().isEmpty) return false;
    return !(await keys.census(clock.now().toISOString())).any;
  }

  function mayBeOpen(): boolean {
    return settings.isLoopback || settings.allowAnonymous;
  }

  async function guard<T>(caller: Caller, proof: string, look: () => Promise<T | null>): Promise<T | null> {
    try {
      return await limits.guard(caller.address, proof, look);
    } catch (error) {
      if (error instanceof HttpProblem && error.status === 429) observer.failed(caller, 'limited');
      throw error;
    }
  }

  function succeed(caller: Caller, principal: Principal): Principal {
    observer.succeeded(caller, principal);
    return principal;
  }

  function fail(caller: Caller, reason: SignInFailure, detail: string): HttpProblem {
    observer.failed(caller, reason);
    return new HttpProblem(401, detail, { headers: { 'www-authenticate': 'Bearer' } });
  }

  return { authenticate, findCurrent };
}

function takesEventToken({ access }: Caller): boolean {
  return access.kind === 'scope' && access.eventToken === true;
}
