import type { Access } from '@securescan/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ServerDeps } from '../deps.ts';
import { createClientAddressReader } from '../plugins/client-address.ts';
import { createCors } from '../plugins/cors.ts';
import { toDeprecationHeaders } from '../plugins/deprecation.ts';
import { MAX_LOOP_DELAY_MS, type LoopWatch } from '../plugins/overload.ts';
import { SECURITY_HEADERS, toHsts } from '../plugins/response-headers.ts';
import { createForwardingWarning } from '../plugins/untrusted-forwarding.ts';
import { HttpProblem } from '../problem/http-problem.ts';
import { requireAccess } from './access.ts';
import { findAllowedMethods, type ServedPath } from './allowed-methods.ts';
import { toCaller } from './caller.ts';
import { toHeaders } from './exchange.ts';
import type { AccessParts } from './parts.ts';
import { CONNECTION_LIMITS } from './server-options.ts';
import { isDecodable, splitUrl } from './urls.ts';

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

export function createStages(
  { config, clock, log }: ServerDeps,
  access: AccessParts,
  paths: readonly ServedPath[],
  loop: LoopWatch,
): Stages {
  const readClient = createClientAddressReader(config.proxies, config.forwardedHeader);
  const cors = createCors(config.cors.origins);
  const warnOfForwarding = createForwardingWarning(log, clock);
  const hsts = toHsts(config.tls?.hstsIncludeSubdomains ?? false);

  return {
    open(request, reply) {
      const { headers } = request;
      const { path, query } = splitUrl(request.originalUrl);
      const client = readClient(request.raw.socket.remoteAddress, toHeaders(request));
      if (client.hasUntrustedForwarding) warnOfForwarding(client.address);
      request.exchange = {
        path,
        query,
        startedMs: clock.monotonicMs(),
        address: client.address,
        authority: client.forwardedHost ?? headers.host ?? headers[':authority']?.toString() ?? '',
        contentType: headers['content-type'],
        principal: null,
        bodyChecks: null,
        isMalformed: false,
        isLogged: false,
      };
      if (headers['content-type'] !== undefined) headers['content-type'] = 'application/octet-stream';
      reply.headers(SECURITY_HEADERS);
      reply.header('x-request-id', request.id);
      if (config.tls !== null || client.forwardedProto === 'https') reply.header('strict-transport-security', hsts);
      reply.headers(cors.headersFor(headers.origin));
      const deprecation = toDeprecationHeaders(path, config.sunset);
      if (deprecation) reply.headers(deprecation);
    },

    answerPreflight(request, reply) {
      const { origin, 'access-control-request-method': method } = request.headers;
      if (request.method !== 'OPTIONS' || origin === undefined || method === undefined) return false;
      const { status, text, headers } = cors.preflight(origin, method);
      reply.code(status).headers(headers).type('text/plain; charset=utf-8').send(text);
      return true;
    },

    checkTarget(request) {
      const malformed = findMalformation(request);
      if (malformed) {
        request.exchange.isMalformed = true;
        throw malformed;
      }
      if (request.is404) throw toMissing(request, paths);
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

function findMalformation(request: FastifyRequest): HttpProblem | null {
  if (request.raw.rawHeaders.length > 2 * CONNECTION_LIMITS.headerCount) {
    return new HttpProblem(431, `More than ${CONNECTION_LIMITS.headerCount} headers`);
  }
  if (request.exchange.authority === '' && request.raw.httpVersion !== '1.0') {
    return new HttpProblem(400, 'The Host header is missing');
  }
  return null;
}

function toMissing(request: FastifyRequest, paths: readonly ServedPath[]): HttpProblem {
  const { path } = request.exchange;
  if (!isDecodable(path)) return new HttpProblem(400, 'The path is not percent-encoded UTF-8');
  const allowed = findAllowedMethods(paths, path);
  return allowed.length === 0
    ? new HttpProblem(404, 'Not Found')
    : new HttpProblem(405, 'Method Not Allowed', { headers: { allow: allowed.join(', ') } });
}
