import { ROLES, SCOPES } from '@securescan/contract';
import type { StoredKey } from '@securescan/store';
import type { Principal } from './principal.ts';
import { effectiveScopes } from './roles.ts';

/** Whether a key can be used at that time. */
export function isUsable({ revokedAt, expiresAt }: StoredKey, now: Date): boolean {
  return revokedAt === null && (expiresAt === null || expiresAt > now.toISOString());
}

/** Words that this version does not know give no rights. */
export function toKeyPrincipal(key: StoredKey): Principal {
  const role = ROLES.find((name) => name === key.role) ?? null;
  const scopes = SCOPES.filter((scope) => key.scopes.includes(scope));
  const granted = key.role !== null && role === null ? [] : effectiveScopes(role, scopes);
  return { id: key.id, kind: 'key', name: key.name, scopes: granted, role, projects: key.projects };
}
