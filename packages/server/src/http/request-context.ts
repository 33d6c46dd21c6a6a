import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Principal } from '../auth/principal.ts';
import { toAbortSignal, toHeaders } from './exchange.ts';
import type { RequestContext } from './handler.ts';

/** Who calls a public route. */
const NOBODY: Principal = { id: 'anonymous', kind: 'open', name: null, scopes: [], role: null, projects: [] };

/** What a handler is told about its request. */
export function toRequestContext(request: FastifyRequest, reply: FastifyReply): RequestContext {
  let signal: AbortSignal | undefined;
  return {
    principal: request.exchange.principal ?? NOBODY,
    requestId: request.id,
    address: request.exchange.address,
    headers: toHeaders(request),
    get signal() {
      return (signal ??= toAbortSignal(reply));
    },
  };
}
