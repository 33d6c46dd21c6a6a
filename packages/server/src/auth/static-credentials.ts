import { createHash, timingSafeEqual } from 'node:crypto';
import type { ServerConfig } from '../config/server-config.ts';
import type { Principal } from './principal.ts';
import { ALL_SCOPES, effectiveScopes } from './roles.ts';

/** Credentials that come from the configuration. */
export interface StaticCredentials {
  readonly isEmpty: boolean;
  /** One of them can manage keys, so that database keys may all be revoked. */
  readonly holdsAdmin: boolean;
  /** Principal of the key with this SHA-256. All keys are always compared, in constant time. */
  findKey(digest: Uint8Array): Principal | null;
  /** @param name - subject alternative name of a certificate that the TLS layer has verified */
  findCertificate(name: string): Principal | null;
  /** Principal by its id, for event tokens and open streams. */
  findById(id: string): Principal | null;
}

export function createStaticCredentials(auth: ServerConfig['auth']): StaticCredentials {
  const keys = [...(auth.envKey === null ? [] : [toEnvKey(auth.envKey)]), ...auth.listKeys.map(toListKey)];
  const certificates = (auth.certificates ?? []).map((rule) => ({
    subject: rule.subject,
    principal: toPrincipal(`cert:${rule.subject}`, 'cert', rule),
  }));
  const principals = [...keys, ...certificates].map(({ principal }) => principal);
  return {
    isEmpty: principals.length === 0,
    holdsAdmin: principals.some(({ scopes, projects }) => scopes.includes('admin') && projects === null),
    findKey(digest) {
      let found: Principal | null = null;
      for (const { digest: known, principal } of keys) {
        // No early exit: how long this takes says nothing about which key it was.
        if (timingSafeEqual(known, digest)) found ??= principal;
      }
      return found;
    },
    findCertificate: (name) => certificates.find((rule) => rule.subject === name)?.principal ?? null,
    findById: (id) => principals.find((principal) => principal.id === id) ?? null,
  };
}

/** SHA-256 of a key's bytes, the form in which keys are compared. */
export function digestKey(bytes: Uint8Array): Uint8Array {
  return createHash('sha256').update(bytes).digest();
}

interface StaticKey {
  readonly digest: Uint8Array;
  readonly principal: Principal;
}

function toEnvKey(key: string): StaticKey {
  const principal = toPrincipal('env', 'env', { name: null, role: null, projects: null });
  return { digest: digestKey(Buffer.from(key, 'utf8')), principal };
}

function toListKey(key: ServerConfig['auth']['listKeys'][number]): StaticKey {
  const id = `list:${Buffer.from(key.digest).toString('hex').slice(0, 8)}`;
  return { digest: key.digest, principal: toPrincipal(id, 'list', key) };
}

function toPrincipal(
  id: string,
  kind: Principal['kind'],
  { name, role, projects }: Pick<Principal, 'name' | 'role' | 'projects'>,
): Principal {
  return { id, kind, name, role, projects, scopes: effectiveScopes(role, ALL_SCOPES) };
}
