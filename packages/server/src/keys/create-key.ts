import { createPublicKey } from 'node:crypto';
import type { Scope } from '@securescan/contract';
import { SecureScanError } from '@securescan/model';
import type { Repositories, StoredKey } from '@securescan/store';
import { generateKey } from '../auth/key-format.ts';
import type { RoleName } from '../auth/principal.ts';
import { effectiveScopes } from '../auth/roles.ts';

/** What a new key shall be; checked by `createKey`. */
export interface KeyWish {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly role: RoleName | null;
  readonly projects: readonly string[] | null;
  readonly expiresAt: Date | null;
  readonly signature: StoredKey['signature'];
  /** Ed25519, SPKI in base64. */
  readonly publicKey: string | null;
}

export type KeyCreation =
  | { readonly outcome: 'created'; readonly stored: StoredKey; readonly key: string }
  /** It would be the first, and nobody could manage keys afterwards. */
  | { readonly outcome: 'needs-admin' };

const ID_ATTEMPTS = 5;

/**
 * Makes a key, within a transaction. The whole key is in the answer and nowhere else.
 * @param holdsAdmin - another credential, beside the database's keys, can manage keys
 * @throws SecureScanError E_INTERNAL when no free id was found, which chance does not do
 */
export async function createKey(
  { keys }: Pick<Repositories, 'keys'>,
  wish: KeyWish,
  context: { readonly now: Date; readonly createdBy: string | null; readonly holdsAdmin: boolean },
): Promise<KeyCreation> {
  const createdAt = context.now.toISOString();
  const scopes = effectiveScopes(wish.role, wish.scopes);
  const managesKeys = scopes.includes('admin') && wish.projects === null;
  if (!managesKeys && !context.holdsAdmin && !(await keys.lockedCensus(createdAt)).admin) {
    return { outcome: 'needs-admin' };
  }
  for (let attempt = 0; attempt < ID_ATTEMPTS; attempt += 1) {
    const { id, key, prefix, hash } = generateKey();
    const stored: StoredKey = {
      id,
      name: wish.name,
      keyHash: hash,
      prefix,
      scopes,
      role: wish.role,
      projects: wish.projects,
      signature: wish.signature,
      publicKey: wish.publicKey,
      createdBy: context.createdBy,
      createdAt,
      expiresAt: wish.expiresAt?.toISOString() ?? null,
      lastUsedAt: null,
      revokedAt: null,
    };
    if (await keys.add(stored)) return { outcome: 'created', stored, key };
  }
  throw new SecureScanError('E_INTERNAL', 'Could not generate unique key id; please retry');
}

/** Why this is no public key for signed requests, or null when it is one. */
export function findPublicKeyProblem(signature: StoredKey['signature'], publicKey: string | null): string | null {
  if (publicKey === null) return signature === 'off' ? null : `signature '${signature}' needs a public key`;
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
    return key.asymmetricKeyType === 'ed25519' ? null : 'the public key is not an Ed25519 key';
  } catch {
    return 'the public key is not SPKI in base64';
  }
}
