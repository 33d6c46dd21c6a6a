import type { Principal } from '../src/auth/principal.ts';
import type { RequestContext } from '../src/http/handler.ts';

export const admin: Principal = {
  id: 'env',
  kind: 'env',
  name: null,
  scopes: ['read', 'write', 'admin'],
  role: null,
  projects: null,
};

/** A request for handlers that are called without HTTP. */
export function makeRequest(changes: Partial<RequestContext> = {}): RequestContext {
  return {
    principal: admin,
    requestId: 'request-1',
    address: '127.0.0.1',
    headers: {},
    signal: new AbortController().signal,
    ...changes,
  };
}
