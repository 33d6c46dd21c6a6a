import type { AddressInfo, Server } from 'node:net';
import autocannon from 'autocannon';

/** How fast an address answers. */
export interface Load {
  readonly perSecond: number;
  /** Answers in all. */
  readonly count: number;
  readonly p99Ms: number;
  /** Answers that were not what was asked for. */
  readonly failures: number;
}

export interface LoadOptions {
  readonly connections: number;
  readonly seconds: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Loads an address from a thread of its own, so that the client does not share the server's event loop. */
export async function loadUrl(url: string, { connections, seconds, headers = {} }: LoadOptions): Promise<Load> {
  const result = await autocannon({ url, connections, duration: seconds, headers: { ...headers }, workers: 1 });
  return {
    perSecond: result.requests.average,
    count: result.requests.total,
    p99Ms: result.latency.p99,
    failures: result.non2xx + result.errors + result.timeouts,
  };
}

/** Lets a server listen on a free port. */
export async function listenOnFreePort(server: Server): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', resolve);
  await promise;
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
