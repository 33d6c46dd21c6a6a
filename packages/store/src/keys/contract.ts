/** A key as stored: never the key itself. Times are RFC 3339 in UTC with milliseconds, so that text compares as time. */
export interface StoredKey {
  /** 10 characters; the part of the key between its first two underscores. */
  readonly id: string;
  readonly name: string;
  /** `<salt>$<SHA-256 of salt and key>`, both hex. */
  readonly keyHash: string;
  /** First 16 characters of the key, for people. */
  readonly prefix: string;
  /** What it may do; those of its role when it has one. */
  readonly scopes: readonly string[];
  readonly role: string | null;
  /** Null means all projects. */
  readonly projects: readonly string[] | null;
  /** Whether its requests may or must be signed. */
  readonly signature: 'off' | 'accepted' | 'required';
  /** Ed25519, SPKI, base64; for keys that sign. */
  readonly publicKey: string | null;
  /** Id of the principal that made it. */
  readonly createdBy: string | null;
  readonly createdAt: string;
  readonly expiresAt: string | null;
  readonly lastUsedAt: string | null;
  readonly revokedAt: string | null;
}

/** What the keys of the database amount to at one moment. */
export interface KeyCensus {
  /** A key was ever made; a server that once had keys is never open again. */
  readonly any: boolean;
  /** A key can be used now: neither revoked nor expired. */
  readonly usable: boolean;
  /** One of those holds admin on all projects. */
  readonly admin: boolean;
}

export type Revocation = 'revoked' | 'revoked-before' | 'unknown' | 'last-admin';

export interface KeyRepository {
  find(id: string): Promise<StoredKey | undefined>;
  /** Newest first, revoked ones included. */
  list(): Promise<readonly StoredKey[]>;
  /** @param now - RFC 3339; keys that have expired by then do not count */
  census(now: string): Promise<KeyCensus>;
  /**
   * The same, keeping other writers of keys waiting until the transaction ends, so that what is decided from it still holds when
   * it is written.
   */
  lockedCensus(now: string): Promise<KeyCensus>;
  /** @returns false when the id is taken; nothing is written then */
  add(key: StoredKey): Promise<boolean>;
  /** Writes when keys were last used; an older time never replaces a newer one. */
  touch(uses: ReadonlyMap<string, string>): Promise<void>;
  /**
   * Revokes a key for good. With `keepAdmin` the last usable key that holds admin on all projects stays: the check and the change are one
   * statement under a lock, so two revocations at once cannot both pass.
   */
  revoke(id: string, at: string, options: { readonly keepAdmin: boolean }): Promise<Revocation>;
}
