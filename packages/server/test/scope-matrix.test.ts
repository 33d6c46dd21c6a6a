import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Access, API_PREFIX, type Route, type RouteId, routes, type Scope } from '@securescan/contract';
import { describe, expect, it } from 'vitest';
import type { Authentication } from '../src/auth/authenticate.ts';
import { OPEN_PRINCIPAL } from '../src/auth/open-server.ts';
import type { RoleName } from '../src/auth/principal.ts';
import { effectiveScopes } from '../src/auth/roles.ts';
import { requireAccess } from '../src/http/access.ts';
import { HttpProblem } from '../src/problem/http-problem.ts';
import { addKey, makeAuthentication, makeStore } from './authentication-setup.ts';
import { makeCaller, makePrincipal } from './caller.ts';

interface Row {
  readonly method: string;
  readonly path: string;
  readonly status: Readonly<Record<string, number>>;
}
const matrix = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../testkit/data/http/scope-matrix.json'), 'utf8'),
) as readonly Row[];

const table: readonly Route[] = Object.values(routes);

function findRoute({ method, path }: Row): Route {
  const found = table.find((route) => route.method === method && `${API_PREFIX}${route.path}` === path);
  if (found === undefined) throw new Error(`${method} ${path} is not in the contract`);
  return found;
}

/** Status of the refusal, or `passed`. What a handler would then answer is not looked at. */
async function decide({ authenticate }: Authentication, route: Route, key: string | null): Promise<number | 'passed'> {
  try {
    const caller = makeCaller({ route, headers: key === null ? {} : { 'x-api-key': key } });
    requireAccess(await authenticate(caller), route.access, route);
    return 'passed';
  } catch (error) {
    if (error instanceof HttpProblem) return error.status;
    throw error;
  }
}

describe('the recorded matrix of routes and keys', () => {
  it.each(matrix)('$method $path', async (row) => {
    const route = findRoute(row);
    const store = await makeStore();
    const withScopes = async (...scopes: readonly Scope[]) => (await addKey(store, scopes)).key;
    const keys: Readonly<Record<string, string | null>> = {
      'no key': null,
      'unknown key': 'ssk_aaaaaaaaaa_bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb',
      'no scopes': await withScopes(),
      read: await withScopes('read'),
      write: await withScopes('write'),
      admin: await withScopes('admin'),
      'all scopes': await withScopes('read', 'write', 'admin'),
      'environment key': 'environment-key',
    };
    const authentication = makeAuthentication(store, { auth: { envKey: 'environment-key' } });
    const decided: Record<string, number | 'passed'> = {};
    for (const [caller, key] of Object.entries(keys)) decided[caller] = await decide(authentication, route, key);
    const expected = Object.fromEntries(
      Object.entries(row.status).map(([caller, status]) => [caller, [401, 403].includes(status) ? status : 'passed']),
    );
    expect(decided).toEqual(expected);
  });

  it('has 42 rows', () => {
    expect(matrix).toHaveLength(42);
  });
});

describe('roles', () => {
  const opened = (role: RoleName): readonly RouteId[] =>
    (Object.keys(routes) as RouteId[]).filter((id) => {
      try {
        requireAccess(makePrincipal({ role, scopes: effectiveScopes(role, []) }), routes[id].access, routes[id]);
        return routes[id].access.kind === 'scope';
      } catch {
        return false;
      }
    });
  const idsWithScope = (...scopes: readonly Scope[]) =>
    table
      .filter(({ access }) => access.kind === 'scope' && access.scopes.some((scope) => scopes.includes(scope)))
      .map(({ id }) => id);

  it('let a submitter start scans and nothing else', () => {
    expect(opened('submitter')).toEqual(['createScan']);
  });

  it.each([
    ['viewer', ['read']],
    ['analyst', ['read', 'write']],
    ['approver', ['read', 'write']],
    ['admin', ['read', 'write', 'admin']],
  ] as const)('let a %s do what %j opens', (role, scopes) => {
    expect(opened(role)).toEqual(idsWithScope(...scopes));
  });
});

it('says which scope is missing, and lets everybody do everything on an open server', () => {
  const refuse = (scopes: readonly Scope[], access: Access) => () => {
    requireAccess(makePrincipal({ scopes }), access, null);
  };
  expect(refuse(['read'], { kind: 'scope', scopes: ['write', 'admin'] })).toThrow('Requires scope: write or admin');
  expect(refuse([], routes.listKeys.access)).toThrow('Requires scope: admin');
  for (const route of table) requireAccess(OPEN_PRINCIPAL, route.access, route);
});
