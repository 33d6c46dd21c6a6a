import { createServer, type RequestListener, type Server } from 'node:http';
import type { ServerConfig } from '../config/server-config.ts';
import { CONNECTION_LIMITS, NODE_SERVER_OPTIONS } from './server-options.ts';

/** Makes the server that listens, with the limits of one connection. */
export function createNodeServer(config: ServerConfig, listener: RequestListener): Server {
  const server = createServer(NODE_SERVER_OPTIONS, listener);
  server.maxConnections = config.limits.maxConnections;
  server.setTimeout(CONNECTION_LIMITS.idleMs);
  return server;
}
