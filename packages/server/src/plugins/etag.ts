import { hash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';

/**
 * Gives an answer its validator, and turns it into 304 when the client has it already. A handler that streams sets the header
 * itself, from what the rows say about their last change.
 */
export function revalidate(request: FastifyRequest, reply: FastifyReply, payload: unknown): Promise<unknown> {
  if (reply.statusCode !== 200) return Promise.resolve(payload);
  let etag = reply.getHeader('etag');
  if (etag === undefined && typeof payload === 'string') {
    etag = `W/"${hash('sha1', payload, 'base64url')}"`;
    reply.header('etag', etag);
  }
  if (typeof etag !== 'string' || !isListed(request.headers['if-none-match'], etag)) return Promise.resolve(payload);
  if (payload instanceof Readable) payload.destroy();
  reply.code(304).removeHeader('content-type').removeHeader('content-length');
  return Promise.resolve('');
}

/** Weak comparison (RFC 9110 §8.8.3.2): the bytes may differ, as they do once they are compressed. */
function isListed(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  if (header.trim() === '*') return true;
  const bare = toOpaque(etag);
  return header.split(',').some((entry) => toOpaque(entry) === bare);
}

function toOpaque(entry: string): string {
  return entry.trim().replace(/^W\//, '');
}
