import type { IncomingMessage } from 'node:http';
import { HttpProblem } from '../problem/http-problem.ts';
import type { Exchange } from './exchange.ts';
import { CONNECTION_LIMITS } from './server-options.ts';

/** What is wrong with a request before it matters what it asks for; null when nothing is. */
export function findMalformation(raw: IncomingMessage, { authority }: Exchange): HttpProblem | null {
  if (raw.rawHeaders.length > 2 * CONNECTION_LIMITS.headerCount) {
    return new HttpProblem(431, `More than ${CONNECTION_LIMITS.headerCount} headers`);
  }
  if (authority === '' && raw.httpVersion !== '1.0') return new HttpProblem(400, 'The Host header is missing');
  return null;
}
