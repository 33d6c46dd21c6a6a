import type { Scope } from '@securescan/contract';
import type { RoleName } from './principal.ts';

export const ALL_SCOPES: readonly Scope[] = ['read', 'write', 'admin'];

/** Roles are named sets of scopes; what they may not do beside that is looked at with the route. */
const ROLE_SCOPES: Readonly<Record<RoleName, readonly Scope[]>> = {
  viewer: ['read'],
  submitter: ['write'],
  analyst: ['read', 'write'],
  approver: ['read', 'write'],
  admin: ALL_SCOPES,
};

/** Scopes as they are kept: each once, in the order read, write, admin; a role brings its own. */
export function effectiveScopes(role: RoleName | null, scopes: readonly Scope[]): readonly Scope[] {
  const wanted = role === null ? scopes : ROLE_SCOPES[role];
  return ALL_SCOPES.filter((scope) => wanted.includes(scope));
}
