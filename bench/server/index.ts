import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import autocannon from 'autocannon';
import type { Bench, Figure } from '../figure.ts';
import { median } from '../measure.ts';
import { makeKey, makeServerEnvironment, startServerProcess } from './process.ts';
import type { ServerProcess } from './process.ts';
import { LARGE, seedDatabase } from './seed.ts';
import type { Seed } from './seed.ts';

const STARTS = 5;
const SECONDS = 4;

/** The built server as a process, with a database that holds 62 scans, two of them with 20,000 findings. */
export const serverBench: Bench = {
  id: 'server',
  async run() {
    const directory = mkdtempSync(join(tmpdir(), 'securescan-bench-server-'));
    const env = makeServerEnvironment(join(directory, 'scans.db'));
    const seed = await seedDatabase(join(directory, 'scans.db'));
    const key = makeKey(env);
    const figures = await measureStart(env);
    {
      await using server = await startServerProcess(env);
      figures.push(...(await measureReads(server, key, seed)));
      figures.push(await measureTriage(server, key, seed));
      figures.push(await measureHealthUnderLoad(server, key, seed));
    }
    rmSync(directory, { recursive: true, force: true });
    return figures;
  },
};

async function measureStart(env: NodeJS.ProcessEnv): Promise<Figure[]> {
  const starts: number[] = [];
  const memory: number[] = [];
  for (let index = 0; index < STARTS; index += 1) {
    await using server = await startServerProcess(env);
    starts.push(server.startMs);
    memory.push(server.readMebibytes());
  }
  const against = 'the target';
  const note = `median of ${STARTS}`;
  return [
    { name: 'server: start to first answer', against, value: median(starts), limit: 400, unit: 'ms', note },
    { name: 'server: memory when idle', against, value: median(memory), limit: 110, unit: 'MiB', note },
  ];
}

async function measureReads(server: ServerProcess, key: string, seed: Seed): Promise<Figure[]> {
  const list = await load(server, key, { path: '/api/v1/scans?limit=50' });
  const few = await timeRequests(server, key, `/api/v1/scans/${seed.newer}/findings?limit=5`, 200);
  const before = server.readMebibytes();
  let peak = before;
  const watch = setInterval(() => {
    peak = Math.max(peak, server.readMebibytes());
  }, 5);
  const all = await timeRequests(server, key, `/api/v1/scans/${seed.newer}/findings`, 9);
  clearInterval(watch);
  const compare = await timeRequests(server, key, `/api/v1/scans/compare?scan_a=${seed.older}&scan_b=${seed.newer}`, 7);
  return [
    {
      name: 'GET /api/v1/scans, 50 rows, database key',
      against: 'the target',
      value: list.requests.average,
      limit: 3000,
      atLeast: true,
      unit: '/s',
      note: `${SECONDS} s, 8 connections; p99 ${list.latency.p99} ms`,
    },
    {
      name: `findings of a scan of ${LARGE.toLocaleString('en')}, limit=5, p50`,
      against: 'the target',
      value: median(few),
      limit: 5,
      unit: 'ms',
      note: '200 requests one after the other',
    },
    {
      name: `all ${LARGE.toLocaleString('en')} findings`,
      against: 'the target',
      value: median(all),
      limit: 250,
      unit: 'ms',
      note: `median of ${all.length}; memory ${before.toFixed(0)} MiB before, ${peak.toFixed(0)} MiB at most`,
    },
    {
      name: `compare ${LARGE.toLocaleString('en')} with ${LARGE.toLocaleString('en')}`,
      against: 'the target',
      value: median(compare),
      limit: 300,
      unit: 'ms',
      note: `median of ${compare.length}, the whole answer read`,
    },
  ];
}

async function measureTriage(server: ServerProcess, key: string, { fingerprints }: Seed): Promise<Figure> {
  let next = 0;
  const result = await autocannon({
    url: server.url,
    connections: 8,
    duration: SECONDS,
    headers: { 'x-api-key': key, 'content-type': 'application/json' },
    requests: [
      {
        method: 'PATCH',
        setupRequest: (request) => {
          const fingerprint = fingerprints[(next += 1) % fingerprints.length] ?? '';
          return { ...request, path: `/api/v1/findings/${fingerprint}/state` };
        },
        body: JSON.stringify({ status: 'triaged', note: 'bench', updated_by: 'bench' }),
      },
    ],
  });
  return {
    name: 'PATCH of a verdict, 8 connections',
    against: 'the target',
    value: result.non2xx > 0 ? 0 : result.requests.average,
    limit: 2000,
    atLeast: true,
    unit: '/s',
    note: `${SECONDS} s, history and audit log included; p99 ${result.latency.p99} ms; ${result.non2xx} refused`,
  };
}

/** Two clients export over and over and a scan runs, while a third asks /health. */
async function measureHealthUnderLoad(server: ServerProcess, key: string, seed: Seed): Promise<Figure> {
  const path = `/api/v1/scans/${seed.newer}/findings`;
  const clients = [startExports(server.url + path, key), startExports(server.url + path, key)];
  await fetch(`${server.url}/api/v1/scans`, {
    method: 'POST',
    headers: { 'x-api-key': key, 'content-type': 'application/json' },
    body: JSON.stringify({ target_path: process.cwd(), scan_types: ['code', 'dependency'] }),
  });
  const times = await timeRequests(server, key, '/health', 600);
  const exported = clients.reduce((sum, client) => sum + client.stop(), 0);
  const sorted = times.toSorted((a, b) => a - b);
  return {
    name: '/health p99 while two clients export and a scan runs',
    against: 'the target',
    value: sorted[Math.floor(sorted.length * 0.99)] ?? Infinity,
    limit: 20,
    unit: 'ms',
    note: `${times.length} requests, median ${median(times).toFixed(1)} ms; ${exported} exports meanwhile`,
  };
}

/** A client in its own process: in this one it would hold up the clock that /health is measured with. */
function startExports(url: string, key: string): { stop(): number } {
  const child = spawn(process.execPath, [fileURLToPath(new URL('./export-client.ts', import.meta.url)), url, key], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let count = 0;
  child.stdout.on('data', (chunk: Buffer) => (count += chunk.length));
  return {
    stop: () => {
      child.kill();
      return count;
    },
  };
}

function load(server: ServerProcess, key: string, { path }: { readonly path: string }) {
  return autocannon({ url: server.url + path, connections: 8, duration: SECONDS, headers: { 'x-api-key': key } });
}

async function timeRequests(server: ServerProcess, key: string, path: string, count: number): Promise<number[]> {
  await read(server, key, path);
  const times: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const start = performance.now();
    await read(server, key, path);
    times.push(performance.now() - start);
  }
  return times;
}

const agent = new Agent({ keepAlive: true });

/** Reads an answer to its end, as a client that asks for no compression; `fetch` would be the slower half of the figure. */
function read(server: ServerProcess, key: string, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const sent = get(server.url + path, { agent, headers: { 'x-api-key': key } }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`${path} answered ${response.statusCode}`));
      response.resume().on('end', resolve);
    });
    sent.on('error', reject);
  });
}
