import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Random } from './random.ts';

/** A webhook's receiver that answers everything with 200, or one that now and then fails. */
export type ReceiverName = 'steady' | 'flaky';

export interface Arrival {
  readonly receiver: string;
  readonly delivery: string;
  readonly event: string;
}

/** Listens for webhooks of all servers that come and go, and remembers what arrived. */
export interface Receiver extends AsyncDisposable {
  readonly url: string;
  readonly arrivals: readonly Arrival[];
  /** From now on nothing fails any more. */
  behave(): void;
}

const FAILURES = [500, 503, 429, 302, 0] as const;

export async function startReceiver(random: Random, onArrival: () => void): Promise<Receiver> {
  const arrivals: Arrival[] = [];
  let mayFail = true;
  const server = createServer((request, response) => {
    request.resume().once('end', () => {
      const receiver = request.url?.slice(1) ?? '';
      const { 'x-securescan-delivery': delivery = '', 'x-securescan-event': event = '' } = request.headers;
      arrivals.push({ receiver, delivery: String(delivery), event: String(event) });
      onArrival();
      const fails = mayFail && receiver === 'flaky' && random.chance(0.1);
      // Some are in flight for a while, so that kills hit them there.
      const waitMs = random.chance(0.3) ? random.below(80) : 0;
      setTimeout(() => answer(response, fails ? FAILURES[random.below(FAILURES.length)] : 200), waitMs);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    arrivals,
    behave: () => {
      mayFail = false;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** 0: no answer at all. */
function answer(response: ServerResponse, status = 200): void {
  if (status === 0) response.destroy();
  else response.writeHead(status).end('noted');
}
