import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { TellRequest } from '../plugins/request-record.ts';
import { findMalformation } from './malformation.ts';
import type { Opening } from './opening.ts';
import { toRequestId } from './request-id.ts';

const BODY = JSON.stringify({ status: 'ok' });

/**
 * Answers `GET /health` before routing, hooks and all the rest: it is asked for most, means the process alone, and must stay
 * quick when everything else is slow. It is opened, logged and counted like every other request; any other spelling of it, and
 * whatever is odd about it, goes the common way, where the contract's route gives the same answer.
 */
export function createHealthPath(
  open: (raw: IncomingMessage, target: string, requestId: string) => Opening,
  tell: TellRequest,
  newId: () => string,
  next: RequestListener,
): RequestListener {
  return (request: IncomingMessage, response: ServerResponse & { req: IncomingMessage }) => {
    if (request.url !== '/health' || request.method !== 'GET') {
      next(request, response);
      return;
    }
    const id = toRequestId(request.headers['x-request-id'], newId);
    const { exchange, headers } = open(request, request.url, id);
    if (findMalformation(request, exchange) !== null) {
      next(request, response);
      return;
    }
    response.writeHead(200, { ...headers, 'content-type': 'application/json', 'content-length': BODY.length });
    // All of it is ASCII; telling so saves the encoder.
    response.end(BODY, 'latin1');
    tell({ id, method: 'GET', routeId: 'getHealth', status: 200 }, exchange);
  };
}
