import { routes } from '@securescan/contract';
import type { Principal } from '../src/auth/principal.ts';
import type { Caller } from '../src/http/parts.ts';

/** A request as authentication sees it: `GET /api/v1/scans` from 192.0.2.1 without any credential, unless it is changed. */
export function makeCaller(changes: Partial<Caller> = {}): Caller {
  const route = changes.route === undefined ? routes.listScans : changes.route;
  return {
    method: 'GET',
    path: '/api/v1/scans',
    query: '',
    params: {},
    headers: {},
    route,
    access: route?.access ?? { kind: 'any' },
    requestId: 'request-1',
    address: '192.0.2.1',
    authority: 'scan.example',
    certificateName: null,
    onBody: () => undefined,
    ...changes,
  };
}

/** A database key `k` with all scopes. */
export function makePrincipal(changes: Partial<Principal> = {}): Principal {
  return {
    id: 'k',
    kind: 'key',
    name: 'key of a test',
    scopes: ['read', 'write', 'admin'],
    role: null,
    projects: null,
    ...changes,
  };
}
