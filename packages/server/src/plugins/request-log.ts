import type { Clock, Logger } from '@securescan/core';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** One line per request, when its answer has started; without the query, which may hold a token. */
export function createRequestLog(log: Logger, clock: Clock): (request: FastifyRequest, reply: FastifyReply) => void {
  const requests = log.child({ logger: 'securescan.request' });
  return (request, reply) => {
    const { exchange } = request;
    if (exchange.isLogged) return;
    exchange.isLogged = true;
    requests.info(
      {
        request_id: request.id,
        method: request.method,
        path: exchange.path,
        status: reply.raw.statusCode,
        latency_ms: Math.round((clock.monotonicMs() - exchange.startedMs) * 100) / 100,
        client: exchange.address,
        principal: exchange.principal?.id ?? null,
      },
      'request',
    );
  };
}
