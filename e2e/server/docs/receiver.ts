import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

export interface Received {
  readonly headers: IncomingHttpHeaders;
  /** The bytes as they came. */
  readonly body: Buffer;
}

/** A receiver of webhooks that takes everything. */
export interface Receiver extends AsyncDisposable {
  readonly url: string;
  /** The first delivery of an event, once it is there. */
  next(event: string): Promise<Received>;
}

export async function openReceiver(): Promise<Receiver> {
  const received = new Map<string, PromiseWithResolvers<Received>>();
  const expect = (event: string): PromiseWithResolvers<Received> => {
    const known = received.get(event) ?? Promise.withResolvers<Received>();
    received.set(event, known);
    return known;
  };
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await buffer(request);
    expect(String(request.headers['x-securescan-event'])).resolve({ headers: request.headers, body });
    response.end('ok');
  };
  const server = createServer((request, response) => void take(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks/securescan`,
    next: (event) => expect(event).promise,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
