import type { Socket } from 'node:net';
import type { ServerOptions } from 'node:http';

const SECOND = 1000;

/** Limits of one connection (hardening R7). */
export const CONNECTION_LIMITS = {
  headerBytes: 16 * 1024,
  headerCount: 100,
  headersTimeoutMs: 30 * SECOND,
  bodyTimeoutMs: 60 * SECOND,
  keepAliveMs: 65 * SECOND,
  /** A connection on which nothing moves at all; event streams send something every 15 s. */
  idleMs: 300 * SECOND,
} as const;

export const NODE_SERVER_OPTIONS: ServerOptions = {
  maxHeaderSize: CONNECTION_LIMITS.headerBytes,
  headersTimeout: CONNECTION_LIMITS.headersTimeoutMs,
  // A last resort behind the limit on the body, which answers through the whole pipeline.
  requestTimeout: CONNECTION_LIMITS.headersTimeoutMs + CONNECTION_LIMITS.bodyTimeoutMs + 5 * SECOND,
  keepAliveTimeout: CONNECTION_LIMITS.keepAliveMs,
  connectionsCheckingInterval: SECOND,
  // Its absence is answered by the pipeline, with a sentence.
  requireHostHeader: false,
};

const ANSWERS: Readonly<Record<string, readonly [status: string, detail: string]>> = {
  HPE_HEADER_OVERFLOW: ['431 Request Header Fields Too Large', 'The headers are larger than 16 KiB'],
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'The request did not arrive in time'],
};

/** Answers what never became a request. */
export function answerBrokenRequest(error: Error & { readonly code?: string }, socket: Socket): void {
  if (socket.destroyed || !socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const [status, detail] = ANSWERS[error.code ?? ''] ?? ['400 Bad Request', 'This is not an HTTP request'];
  socket.end(toBareAnswer(status, detail));
}

/** A whole answer, after which the connection closes. */
export function toBareAnswer(status: string, detail: string): string {
  const body = JSON.stringify({ detail });
  return (
    `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n` +
    `x-content-type-options: nosniff\r\ncache-control: no-store\r\nconnection: close\r\n\r\n${body}`
  );
}
