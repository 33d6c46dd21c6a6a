import type { Selectable } from 'kysely';
import { clean, toJson } from '../json-text.ts';
import type { ApiKeyTable } from '../schema.ts';
import type { StoredKey } from './contract.ts';

export function toStoredKey(row: Selectable<ApiKeyTable>): StoredKey {
  return {
    id: row.id,
    name: row.name,
    keyHash: row.key_hash,
    prefix: row.prefix,
    scopes: JSON.parse(row.scopes) as string[],
    role: row.role,
    projects: row.projects === null ? null : (JSON.parse(row.projects) as string[]),
    // The column is checked by the database.
    signature: row.signature as StoredKey['signature'],
    publicKey: row.public_key,
    createdBy: row.created_by,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    lastUsedAt: row.last_used_at,
    revokedAt: row.revoked_at,
  };
}

export function toKeyRow(key: StoredKey): Selectable<ApiKeyTable> {
  return {
    id: key.id,
    name: clean(key.name),
    key_hash: key.keyHash,
    prefix: key.prefix,
    scopes: toJson(key.scopes),
    role: key.role,
    projects: key.projects === null ? null : toJson(key.projects),
    signature: key.signature,
    public_key: key.publicKey,
    created_by: key.createdBy,
    created_at: key.createdAt,
    expires_at: key.expiresAt,
    last_used_at: key.lastUsedAt,
    revoked_at: key.revokedAt,
  };
}
