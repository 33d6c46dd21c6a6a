import type { Access, Route, RouteId } from '@securescan/contract';
import type { Principal } from '../auth/principal.ts';
import { ROUTE_RULES } from '../auth/route-rules.ts';
import { forbidden } from '../problem/http-problem.ts';

/** The only routes open to the role `submitter`, whatever its scope. */
const SUBMITTER_ROUTES: ReadonlySet<string> = new Set<RouteId>(['createScan', 'getOwnKey', 'getSession']);

/**
 * Checks that a principal may call a route. The open principal of a server without credentials passes.
 * @throws HttpProblem 403
 */
export function requireAccess(principal: Principal, access: Access, route: Route | null): void {
  if (principal.kind === 'open' || access.kind === 'public') return;
  if (access.kind === 'scope' && !access.scopes.some((scope) => principal.scopes.includes(scope))) {
    throw forbidden(`Requires scope: ${access.scopes.join(' or ')}`);
  }
  if (principal.role === 'submitter' && !SUBMITTER_ROUTES.has(route?.id ?? '')) {
    throw forbidden('The role submitter may only start scans');
  }
  if (principal.projects !== null && route !== null && ROUTE_RULES[route.id as RouteId].projects === 'unbound') {
    throw forbidden('This needs a key for all projects');
  }
}
