import type { TLSSocket } from 'node:tls';
import type { Access } from '@securescan/contract';
import type { FastifyRequest } from 'fastify';
import { toHeaders } from './exchange.ts';
import type { Caller } from './parts.ts';

/** A request as authentication and limits see it. */
export function toCaller(request: FastifyRequest, access: Access): Caller {
  const { exchange } = request;
  return {
    method: request.method,
    path: exchange.path,
    query: exchange.query,
    params: request.params as Readonly<Record<string, string | undefined>>,
    // As it was sent: the library sees another content type, and signatures cover the real one.
    headers:
      exchange.contentType === undefined
        ? toHeaders(request)
        : { ...toHeaders(request), 'content-type': exchange.contentType },
    route: request.routeOptions.config.route ?? null,
    access,
    requestId: request.id,
    address: exchange.address,
    authority: exchange.authority,
    get certificateName() {
      return readCertificateName(request.raw.socket);
    },
    onBody(check) {
      (exchange.bodyChecks ??= []).push(check);
    },
  };
}

/** Name in a client certificate that our authority has signed: the first alternative name, else the common name. */
function readCertificateName(socket: unknown): string | null {
  // HTTP/2 hands out a stand-in for the socket, which is no TLSSocket but has its methods.
  const { authorized, getPeerCertificate } = socket as Partial<TLSSocket>;
  if (authorized !== true || typeof getPeerCertificate !== 'function') return null;
  const certificate = getPeerCertificate.call(socket as TLSSocket, false);
  const alternative = /^(?:DNS|email|URI):([^,]+)/.exec(certificate.subjectaltname ?? '')?.[1];
  const common: unknown = certificate.subject?.CN;
  return alternative ?? (typeof common === 'string' ? common : null);
}
