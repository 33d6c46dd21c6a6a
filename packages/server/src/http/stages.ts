import type { Access } from '@securescan/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Cors } from '../plugins/cors.ts';
import { MAX_LOOP_DELAY_MS, type LoopWatch } from '../plugins/overload.ts';
import { HttpProblem } from '../problem/http-problem.ts';
import { requireAccess } from './access.ts';
import { findAllowedMethods, type ServedPath } from './allowed-methods.ts';
import { toCaller } from './caller.ts';
import { findMalformation } from './malformation.ts';
import type { createOpening } from './opening.ts';
import type { AccessParts } from './parts.ts';
import { isDecodable } from './urls.ts';

const PUBLIC: Access = { kind: 'public' };

/**
 * What happens to a request before its body is read, in this order: client address, headers of the answer, CORS, deprecation,
 * address exists, overload, credential, limits, scope. The order is a security property: whatever fails, every answer carries
 * the headers of the stages before it.
 */
export interface Stages {
  /** Sets up the request; what it sets on the answer stays on every error. */
  open(request: FastifyRequest, reply: FastifyReply): void;
  /** The answer to a preflight has been sent. */
  answerPreflight(request: FastifyRequest, reply: FastifyReply): boolean;
  /** @throws HttpProblem 400, 404, 405, 431, 503 */
  checkTarget(request: FastifyRequest): void;
  /** Credential, limits, scope. @throws HttpProblem 401, 403, 429, 503 */
  admit(request: FastifyRequest, reply: FastifyReply): Promise<void>;
}

/** Which addresses there are. */
export interface Addresses {
  readonly paths: readonly ServedPath[];
  /** Whether the dashboard answers at an address that no route has. */
  readonly isPage: (request: FastifyRequest) => boolean;
}

export function createStages(
  open: ReturnType<typeof createOpening>,
  cors: Cors,
  access: AccessParts,
  { paths, isPage }: Addresses,
  loop: LoopWatch,
): Stages {
  return {
    open(request, reply) {
      const { exchange, headers } = open(request.raw, request.originalUrl, request.id);
      request.exchange = exchange;
      // The library judges media types by itself, earlier and in other words than the contract.
      if (exchange.contentType !== undefined) request.headers['content-type'] = 'application/octet-stream';
      reply.headers(headers);
    },

    answerPreflight(request, reply) {
      const { origin, 'access-control-request-method': method } = request.headers;
      if (request.method !== 'OPTIONS' || origin === undefined || method === undefined) return false;
      const { status, text, headers } = cors.preflight(origin, method);
      reply.code(status).headers(headers).type('text/plain; charset=utf-8').send(text);
      return true;
    },

    checkTarget(request) {
      const malformed = findMalformation(request.raw, request.exchange);
      if (malformed) {
        request.exchange.isMalformed = true;
        throw malformed;
      }
      if (request.is404 && !isPage(request)) throw toMissing(request, paths);
      if (loop.delayMs() > MAX_LOOP_DELAY_MS && !request.routeOptions.config.isProbe) {
        throw new HttpProblem(503, 'The server is overloaded; try again', { headers: { 'retry-after': '2' } });
      }
    },

    admit(request, reply) {
      const { route, access: pageAccess } = request.routeOptions.config;
      return admit(request, reply, route?.access ?? pageAccess ?? PUBLIC, access);
    },
  };
}

async function admit(request: FastifyRequest, reply: FastifyReply, wanted: Access, parts: AccessParts): Promise<void> {
  const { exchange } = request;
  const caller = toCaller(request, wanted);
  if (wanted.kind !== 'public') {
    exchange.principal = await parts.authenticate(caller);
  }
  reply.headers(await parts.limit(caller, exchange.principal));
  if (exchange.principal) requireAccess(exchange.principal, wanted, caller.route);
}

function toMissing(request: FastifyRequest, paths: readonly ServedPath[]): HttpProblem {
  const { path } = request.exchange;
  if (!isDecodable(path)) return new HttpProblem(400, 'The path is not percent-encoded UTF-8');
  const allowed = findAllowedMethods(paths, path);
  return allowed.length === 0
    ? new HttpProblem(404, 'Not Found')
    : new HttpProblem(405, 'Method Not Allowed', { headers: { allow: allowed.join(', ') } });
}
