import { type ApiKeyView, ROLES, SCOPES } from '@securescan/contract';
import type { StoredKey } from '@securescan/store';
import type { z } from 'zod';

/** @param lastUsedAt - a later use than the stored one, when there is one */
export function presentKey(key: StoredKey, lastUsedAt: string | undefined): z.input<typeof ApiKeyView> {
  return {
    id: key.id,
    name: key.name,
    prefix: key.prefix,
    scopes: SCOPES.filter((scope) => key.scopes.includes(scope)),
    created_at: key.createdAt,
    last_used_at: lastUsedAt ?? key.lastUsedAt,
    revoked_at: key.revokedAt,
    expires_at: key.expiresAt,
    role: ROLES.find((role) => role === key.role) ?? null,
    projects: key.projects === null ? null : [...key.projects],
    signature: key.signature,
  };
}
