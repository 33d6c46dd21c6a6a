import { spawnSync } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import type { StoreLocation } from '@securescan/store';
import { openStore } from '@securescan/store';
import { COMMAND } from '../../build-command.ts';
import { call, type ServerProcess, startServerProcess } from '../server-process.ts';
import type { Workshop } from '../workshop.ts';
import { checkAcknowledged } from './check-acknowledged.ts';
import { checkAudit, checkDeliveries, checkScans, type Endpoint } from './check-database.ts';
import { createLedger, type Ledger } from './ledger.ts';
import { load } from './load.ts';
import { createRandom, type Random } from './random.ts';
import { startReceiver } from './receiver.ts';
import type { StreamReader } from './stream-reader.ts';

/** Longest wait for the last scans and deliveries. */
const SETTLE_MS = 120_000;
const EVENTS = ['scan.complete', 'scan.failed', 'scanner.failed', 'webhook.test'];

export interface TrialOptions {
  readonly database: StoreLocation;
  readonly workshop: Workshop;
  readonly kills: number;
  readonly seed: number;
  /** No further kill after that time. */
  readonly limitMs: number;
  readonly onKill?: (count: number) => void;
}

export interface TrialReport {
  readonly kills: number;
  /** Everything that was not as it has to be. */
  readonly problems: readonly string[];
  readonly figures: Readonly<Record<string, number>>;
}

/** Kills a server again and again while it is used, and looks after each restart, and at the end, whether anything was lost. */
export async function runTrial(options: TrialOptions): Promise<TrialReport> {
  const { database, workshop, seed } = options;
  const random = createRandom(seed);
  const ledger = createLedger();
  const readers: StreamReader[] = [];
  const problems: string[] = [];
  // The jail ends tools by itself; without it others have to.
  const start = (): ServerProcess =>
    startServerProcess({ database, env: { ...workshop.env, SECURESCAN_JAIL: random.chance(0.5) ? '1' : '0' } });
  const endedBy = performance.now() + options.limitMs;
  await using receiver = await startReceiver(random, ledger.note);
  const endpoints = await makeWebhooks(start(), receiver.url);
  const webhooks = endpoints.map(({ id }) => id);
  const tree = workshop.addTree('project');
  let kills = 0;
  let duringTools = 0;
  while (kills < options.kills && performance.now() < endedBy) {
    const server = start();
    const found = await live(server, { random, ledger, tree, webhooks, readers }, () => {
      // The server itself is one of them, and a scan another.
      if (workshop.countProcesses() > 2) duringTools += 1;
    });
    kills += 1;
    options.onKill?.(kills);
    problems.push(...found.map((problem) => `life ${kills}: ${problem}`));
    await workshop.expectNoToolLeft().catch((error: unknown) => problems.push(`life ${kills}: ${String(error)}`));
    if (problems.length > 20) break;
  }
  receiver.behave();
  const last = start();
  problems.push(...(await settle(last, { database, ledger, readers })));
  await workshop.expectNoToolLeft();
  await using store = await openStore(database, () => new Date());
  const acknowledged = [...ledger.verdicts.values()];
  problems.push(
    ...(await checkScans(store, readers, endpoints)),
    ...(await checkDeliveries(store, endpoints, receiver.arrivals)),
    ...(await checkAudit(store, Math.max(...acknowledged.map((verdict) => verdict.acknowledged)))),
    ...verifyAudit(options),
    ...readers.flatMap(({ gaps }) => gaps),
    ...ledger.surprises,
  );
  const states = await store.scans.list({ projects: null });
  const count = (status: string): number => states.filter((scan) => scan.status === status).length;
  return {
    kills,
    problems,
    figures: {
      duringTools,
      completed: count('completed'),
      failed: count('failed'),
      cancelled: count('cancelled'),
      requeued: states.filter(({ attempt }) => attempt > 1).length,
      verdicts: acknowledged.reduce((sum, verdict) => sum + verdict.acknowledged, 0),
      comments: ledger.comments.size,
      deliveries: new Set(receiver.arrivals.map(({ delivery }) => delivery)).size,
      arrivals: receiver.arrivals.length,
      events: readers.reduce((sum, { events }) => sum + events.length, 0),
    },
  };
}

/** One life: what the server says of the lives before it, then load until it is killed. */
async function live(
  server: ServerProcess,
  context: Parameters<typeof load>[2],
  beforeKill: () => void,
): Promise<string[]> {
  const { random, ledger } = context;
  if (random.chance(0.1)) {
    // While it starts.
    await Promise.race([delay(random.below(800)), server.listening]);
    await server.kill();
    return [];
  }
  const url = await server.listening;
  const problems = await checkAcknowledged(url, ledger);
  const loading = load(url, server.ended, context);
  await Promise.race([waitForMoment(random, ledger), server.ended]);
  beforeKill();
  const { signal } = await (random.chance(0.5) ? server.kill() : server.killGroup());
  if (signal !== 'SIGKILL') problems.push(`the server ended by itself: ${server.output().stderr.slice(-2000)}`);
  await loading;
  return problems;
}

/** Either so many milliseconds, or a moment after so many things have happened. */
async function waitForMoment(random: Random, ledger: Ledger): Promise<void> {
  const longest = delay(random.below(3000));
  if (random.chance(0.5)) return longest;
  await Promise.race([ledger.afterNotes(random.below(200)), longest]);
  await delay(random.below(10));
}

async function makeWebhooks(server: ServerProcess, receiverUrl: string): Promise<readonly Endpoint[]> {
  await using running = server;
  const url = await running.listening;
  const endpoints: Endpoint[] = [];
  for (const receiver of ['steady', 'flaky']) {
    const wish = { name: receiver, url: `${receiverUrl}/${receiver}`, event_filter: EVENTS };
    const { body } = await call(url, 'POST', '/api/v1/webhooks', wish);
    endpoints.push({ id: (body as { id: string }).id, receiver });
  }
  return endpoints;
}

/** Lets everything that is open come to its end, and stops the server as one does. */
async function settle(
  server: ServerProcess,
  {
    database,
    ledger,
    readers,
  }: { readonly database: StoreLocation; readonly ledger: Ledger; readonly readers: readonly StreamReader[] },
): Promise<string[]> {
  await using running = server;
  const url = await running.listening;
  const problems = await checkAcknowledged(url, ledger);
  const open = readers.filter((reader) => !reader.isOver());
  const following = Promise.all(open.map((reader) => reader.follow(url)));
  const tooLate = new AbortController();
  const late = delay(SETTLE_MS, undefined, { signal: tooLate.signal, ref: false }).catch(() => undefined);
  await Promise.race([following, late]);
  await using store = await openStore(database, () => new Date());
  const deadline = performance.now() + SETTLE_MS;
  // Arrivals are events, but the mark that the server makes after the last one is not.
  while ((await store.webhooks.backlog()).waiting > 0 && performance.now() < deadline) await delay(50);
  while ((await store.scans.listQueue(1)).length > 0 && performance.now() < deadline) await delay(50);
  while ((await store.scans.listRunning()).length > 0 && performance.now() < deadline) await delay(50);
  while ((await store.webhooks.backlog()).waiting > 0 && performance.now() < deadline) await delay(50);
  const { code } = await running.stop();
  tooLate.abort();
  if (code !== 0)
    problems.push(`SIGTERM ended the server with ${String(code)}: ${running.output().stderr.slice(-2000)}`);
  return problems;
}

/** `securescan audit verify`. */
function verifyAudit({ database, workshop }: TrialOptions): string[] {
  const place = database.kind === 'sqlite' ? { SECURESCAN_DB_PATH: database.path } : { DATABASE_URL: database.url };
  const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND, 'audit', 'verify'], {
    env: { ...workshop.env, ...place, TZ: 'UTC' },
    encoding: 'utf8',
  });
  return status === 0 ? [] : [`audit verify: ${status} ${stdout}${stderr}`];
}
