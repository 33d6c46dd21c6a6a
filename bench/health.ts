import { createServer } from 'node:http';
import type { Bench } from './figure.ts';
import { listenOnFreePort, type Load, loadUrl } from './http-load.ts';
import { median } from './measure.ts';
import { startOwnServer } from './own-server.ts';

const ROUNDS = 8;
const SECONDS = 1;
const CONNECTIONS = 32;
const BODY = '{"status":"ok"}';

/**
 * `GET /health` of the whole server, with every header and a line of log per request, against a `node:http` server in the same
 * process that answers the same body and nothing else; in turn, 32 connections. Compared is the processor time of the serving
 * thread per request: throughput of one thread, without what else the machine does.
 */
export const healthBench: Bench = {
  id: 'health',
  async run() {
    await using service = await startOwnServer();
    const bare = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(BODY);
    });
    const bareUrl = await listenOnFreePort(bare);
    const rounds: { readonly ours: Measured; readonly bare: Measured }[] = [];
    try {
      await measure(`${service.url}/health`);
      await measure(bareUrl);
      for (let round = 0; round < ROUNDS; round += 1) {
        rounds.push({ bare: await measure(bareUrl), ours: await measure(`${service.url}/health`) });
      }
    } finally {
      bare.close();
      bare.closeAllConnections();
    }
    const ours = median(rounds.map((round) => round.ours.perSecond));
    const reference = median(rounds.map((round) => round.bare.perSecond));
    const failures = rounds.reduce((sum, round) => sum + round.ours.failures, 0);
    return [
      {
        name: 'GET /health, processor time',
        against: 'a bare node:http server',
        value: median(rounds.map((round) => round.ours.cpuUs / round.bare.cpuUs)),
        limit: 2,
        unit: '×',
        note:
          `${median(rounds.map((round) => round.ours.cpuUs)).toFixed(0)} and ` +
          `${median(rounds.map((round) => round.bare.cpuUs)).toFixed(0)} µs per request; ` +
          `${ours.toFixed(0)}/s and ${reference.toFixed(0)}/s on the clock; ${failures} failures`,
      },
    ];
  },
};

interface Measured extends Load {
  /** Of the thread that serves, per request. */
  readonly cpuUs: number;
}

/** The client has a thread of its own, so this thread's time is the server's. */
async function measure(url: string): Promise<Measured> {
  const before = process.threadCpuUsage();
  const load = await loadUrl(url, { connections: CONNECTIONS, seconds: SECONDS });
  const { user, system } = process.threadCpuUsage(before);
  return { ...load, cpuUs: (user + system) / load.count };
}
