import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Target } from '@securescan/model';
import { openScannerContext } from '@securescan/testkit/scanner-context';
import { afterEach, describe, expect, it } from 'vitest';
import { runZap, zap } from '../src/zap/index.ts';

const target: Target = { kind: 'url', url: 'http://127.0.0.1:3000/', display: 'http://127.0.0.1:3000/' };
const POLL_MS = { spider: 5, active: 5 };
const KEY = 'the-key';

/** A local server that speaks the part of ZAP's API we use. */
interface Daemon extends AsyncDisposable {
  readonly address: string;
  /** Paths of all requests, in order, with the query where it matters. */
  readonly asked: string[];
}

interface Behaviour {
  /** Answers to status questions; the last one stays. */
  readonly spider?: readonly number[];
  readonly active?: readonly number[];
  readonly alerts?: number;
  onAsked?(path: string): void;
}

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.closeAllConnections();
});

async function startDaemon(behaviour: Behaviour = {}): Promise<Daemon> {
  const asked: string[] = [];
  const left = { spider: [...(behaviour.spider ?? [100])], ascan: [...(behaviour.active ?? [100])] };
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const path = url.pathname.replace('/JSON/', '').replace(/\/$/, '');
    asked.push(path);
    behaviour.onAsked?.(path);
    if (request.headers['x-zap-api-key'] !== KEY || url.searchParams.has('apikey')) {
      response.writeHead(403).end();
      return;
    }
    response.setHeader('content-type', 'application/json').end(JSON.stringify(answer(path, url.searchParams)));
  });
  function answer(path: string, query: URLSearchParams): unknown {
    const phase = path.startsWith('spider') ? left.spider : left.ascan;
    if (path.endsWith('action/scan')) return { scan: '7' };
    if (path.endsWith('view/status')) return { status: String(phase.length > 1 ? phase.shift() : phase[0]) };
    if (path.endsWith('action/stop')) return { Result: 'OK' };
    if (path === 'pscan/view/recordsToScan') return { recordsToScan: '0' };
    if (path === 'core/view/version') return { version: '2.16.0' };
    const start = Number(query.get('start'));
    const count = Math.min(Number(query.get('count')), Math.max(0, (behaviour.alerts ?? 1) - start));
    const alerts = Array.from({ length: count }, (_, index) => ({ alert: `Alert ${start + index}`, risk: 'Low' }));
    return { alerts };
  }
  servers.push(server);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo; // a server that listens on TCP has an address object
  return {
    address: `http://127.0.0.1:${port}`,
    asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

function open(daemon: Daemon, more: { passiveOnly?: boolean; dastTimeoutMs?: number; signal?: AbortSignal } = {}) {
  const { passiveOnly = false, dastTimeoutMs = 60_000, signal } = more;
  return openScannerContext(zap, {
    target,
    options: { zap: { address: daemon.address, apiKey: KEY, passiveOnly }, dastTimeoutMs },
    ...(signal === undefined ? {} : { signal }),
  });
}

describe('a scan with a daemon', () => {
  it('crawls, attacks, waits for the passive rules and fetches all pages of alerts', async () => {
    await using daemon = await startDaemon({ spider: [0, 50, 100], active: [10, 100], alerts: 1500 });
    await using opened = await open(daemon);
    const { findings, notes, incomplete } = await runZap(opened.context, POLL_MS);
    expect(findings).toHaveLength(1500);
    expect(findings[1499]?.title).toBe('Alert 1499');
    expect(notes).toEqual([]);
    expect(incomplete).toBeNull();
    expect(daemon.asked).toEqual([
      'spider/action/scan',
      'spider/view/status',
      'spider/view/status',
      'spider/view/status',
      'ascan/action/scan',
      'ascan/view/status',
      'ascan/view/status',
      'pscan/view/recordsToScan',
      'core/view/alerts',
      'core/view/alerts',
    ]);
  });

  it('attacks nothing in passive mode', async () => {
    await using daemon = await startDaemon();
    await using opened = await open(daemon, { passiveOnly: true });
    await runZap(opened.context, POLL_MS);
    expect(daemon.asked.filter((path) => path.startsWith('ascan'))).toEqual([]);
  });

  it('stops the attack and reports what there is when the time is over', async () => {
    await using daemon = await startDaemon({ active: [30] });
    await using opened = await open(daemon, { dastTimeoutMs: 200 });
    const { findings, incomplete } = await runZap(opened.context, POLL_MS);
    expect(findings).toHaveLength(1);
    expect(incomplete).toMatch(/while ZAP was attacking/);
    expect(daemon.asked).toContain('ascan/action/stop');
  });

  it('stops the crawl on the daemon when the scan is cancelled', async () => {
    const controller = new AbortController();
    await using daemon = await startDaemon({
      spider: [30],
      onAsked: (path) => {
        if (path === 'spider/view/status') controller.abort();
      },
    });
    await using opened = await open(daemon, { signal: controller.signal });
    await expect(runZap(opened.context, POLL_MS)).rejects.toThrow(expect.objectContaining({ code: 'E_CANCELLED' }));
    expect(daemon.asked.at(-1)).toBe('spider/action/stop');
  });
});

describe('findSkipReason', () => {
  it('is null when the daemon answers', async () => {
    await using daemon = await startDaemon();
    await using opened = await open(daemon);
    expect(await zap.findSkipReason(opened.context)).toBeNull();
  });

  it('says that the key is refused', async () => {
    await using daemon = await startDaemon();
    await using opened = await openScannerContext(zap, {
      target,
      options: { zap: { address: daemon.address, apiKey: 'another' } },
    });
    expect((await zap.findSkipReason(opened.context))?.reason).toMatch(/refuses the API key/);
  });

  it('says how to start the daemon when there is none', async () => {
    const daemon = await startDaemon();
    await daemon[Symbol.asyncDispose]();
    await using opened = await open(daemon);
    expect(await zap.findSkipReason(opened.context)).toMatchObject({
      code: 'not-installed',
      installHint: expect.stringContaining('zap.sh -daemon'),
    });
  });
});
