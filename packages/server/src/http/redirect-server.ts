import { createServer, type Server } from 'node:http';
import { NODE_SERVER_OPTIONS } from './server-options.ts';

const HOST = /^(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?$/;

/**
 * Answers plain HTTP with the address under HTTPS. The name comes from the Host header, which is checked to be a name.
 * @param httpsPort - asked at each request, since the port may have been chosen by the system
 */
export function createRedirectServer(httpsPort: () => number): Server {
  return createServer(NODE_SERVER_OPTIONS, (request, response) => {
    const host = request.headers.host ?? '';
    const path = request.url ?? '/';
    if (!HOST.test(host) || !path.startsWith('/')) {
      response.writeHead(400, { 'content-type': 'application/json', connection: 'close' });
      response.end(JSON.stringify({ detail: 'The Host header is missing or is no host' }));
      return;
    }
    const name = host.replace(/:\d+$/, '');
    const port = httpsPort();
    const location = `https://${name}${port === 443 ? '' : `:${port}`}${path}`;
    response.writeHead(308, { location, 'content-length': '0', connection: 'close' });
    response.end();
  });
}
