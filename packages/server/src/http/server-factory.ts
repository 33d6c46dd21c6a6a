import { createServer, type RequestListener, type Server } from 'node:http';
import { createSecureServer, type Http2SecureServer, type SecureServerOptions } from 'node:http2';
import type { ServerConfig } from '../config/server-config.ts';
import { CONNECTION_LIMITS, NODE_SERVER_OPTIONS, toBareAnswer } from './server-options.ts';
import type { TlsMaterial } from './tls-files.ts';

type TlsConfig = NonNullable<ServerConfig['tls']>;

/** Makes the server that listens, with the limits of one connection. */
export function createNodeServer(config: ServerConfig, tls: TlsMaterial | null, listener: RequestListener): Server {
  const server = config.tls && tls ? createTlsServer(config.tls, tls, listener) : createPlainServer(listener);
  server.maxConnections = config.limits.maxConnections;
  server.setTimeout(CONNECTION_LIMITS.idleMs);
  return server;
}

/** Node closes both kinds of connection without a word, or with an empty answer. */
function createPlainServer(listener: RequestListener): Server {
  return createServer(NODE_SERVER_OPTIONS, listener)
    .on('connect', (_request, socket) => {
      socket.end(toBareAnswer('405 Method Not Allowed', 'This is not a proxy'));
    })
    .on('checkExpectation', (_request, { socket }) => {
      socket?.end(toBareAnswer('417 Expectation Failed', 'Nothing but 100-continue can be expected'));
    });
}

/** Options of the TLS layer that a renewal replaces. */
export function toSecureContext(config: TlsConfig, { cert, key, ca }: TlsMaterial): SecureServerOptions {
  return { cert, key, minVersion: config.minVersion, ...(ca === null ? {} : { ca }) };
}

/** One port for HTTP/1.1 and HTTP/2; the client chooses in the handshake. */
function createTlsServer(config: TlsConfig, material: TlsMaterial, listener: RequestListener): Server {
  const server: Http2SecureServer = createSecureServer({
    ...NODE_SERVER_OPTIONS,
    ...toSecureContext(config, material),
    allowHTTP1: true,
    // Asked for, but not demanded: callers with a key need no certificate. A certificate that is not signed by our authority
    // names nobody.
    requestCert: material.ca !== null,
    rejectUnauthorized: false,
    settings: { maxHeaderListSize: CONNECTION_LIMITS.headerBytes, maxConcurrentStreams: 128 },
  });
  // The requests and answers of HTTP/2 have the interface of HTTP/1.1 as far as this server uses it.
  server.on('request', listener as unknown as Parameters<Http2SecureServer['on']>[1]);
  return server as unknown as Server;
}
