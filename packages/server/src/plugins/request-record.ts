import type { Clock, Logger } from '@securescan/core';
import type { Exchange } from '../http/exchange.ts';
import type { Metrics } from '../metrics/metrics.ts';

/** What is told of a request beside its exchange. */
export interface RequestFacts {
  readonly id: string;
  readonly method: string;
  /** Id of the contract's route; null elsewhere. */
  readonly routeId: string | null;
  readonly status: number;
}

/** Logs and counts a request, once: when its answer is out, of streams when it has begun. */
export type TellRequest = (facts: RequestFacts, exchange: Exchange) => void;

/** The line has no query, which may hold a token. */
export function createRequestRecord(log: Logger, clock: Clock, metrics: Metrics | null): TellRequest {
  const requests = log.child({ logger: 'securescan.request' });
  return ({ id, method, routeId, status }, exchange) => {
    if (exchange.isTold) return;
    exchange.isTold = true;
    const elapsedMs = clock.monotonicMs() - exchange.startedMs;
    requests.info(
      {
        request_id: id,
        method,
        path: exchange.path,
        status,
        latency_ms: Math.round(elapsedMs * 100) / 100,
        client: exchange.address,
        principal: exchange.principal?.id ?? null,
      },
      'request',
    );
    // Addresses and methods outside the contract share one name: their number is not ours to bound.
    metrics?.countRequest(routeId ?? 'other', routeId === null ? 'other' : method, status, elapsedMs / 1000);
  };
}
