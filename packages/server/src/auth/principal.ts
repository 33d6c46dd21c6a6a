import type { ROLES, Scope } from '@securescan/contract';

export type RoleName = (typeof ROLES)[number];

/**
 * Who makes a request. `env` and `list` keys come from the configuration, `key` from the database, `cert` from a client certificate,
 * `open` stands for everybody while the server runs without any credential on loopback (all checks pass).
 */
export interface Principal {
  /** `env`, `list:<8 hex>`, the id of a key, `cert:<name>`, or `dev` for an open server. */
  readonly id: string;
  readonly kind: 'env' | 'list' | 'key' | 'cert' | 'open';
  /** Name of the key for people; null when it has none. */
  readonly name: string | null;
  readonly scopes: readonly Scope[];
  readonly role: RoleName | null;
  /** Projects it may see; null means all. */
  readonly projects: readonly string[] | null;
}
