import type { Clock } from '@securescan/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Metrics } from '../metrics/metrics.ts';

/** Counts finished answers. Addresses outside the contract share one name: their number is not ours to bound. */
export function createRequestCount(
  metrics: Metrics | undefined,
  clock: Clock,
): (request: FastifyRequest, reply: FastifyReply) => void {
  return (request, reply) => {
    const { exchange } = request;
    const route = request.routeOptions.config.route?.id ?? 'other';
    const method = route === 'other' ? 'other' : request.method;
    metrics?.countRequest(route, method, reply.raw.statusCode, (clock.monotonicMs() - exchange.startedMs) / 1000);
  };
}
