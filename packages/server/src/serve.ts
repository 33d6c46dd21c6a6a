import { randomBytes, randomUUID } from 'node:crypto';
import type { Clock } from '@securescan/core';
import { createClock, createHttpClient, createMachine, type Environment } from '@securescan/host';
import { scannerList } from '@securescan/scanners';
import { openStore, type Store } from '@securescan/store';
import { createCheckpointJob } from './audit/checkpoint-job.ts';
import { toCheckpointPlaces } from './audit/checkpoint-files.ts';
import { createAccess } from './auth/access.ts';
import type { ServerConfig } from './config/server-config.ts';
import type { ServerDeps } from './deps.ts';
import { createEventStreams, type EventStreams } from './events/streams.ts';
import { createHandlers } from './handlers.ts';
import type { Job } from './jobs/job.ts';
import { createRetentionJob } from './jobs/retention.ts';
import { createLimitStore } from './limits/create-limit-store.ts';
import { createLogger, listSecrets, type LogSink } from './log/create-logger.ts';
import { createMetrics, type Metrics } from './metrics/metrics.ts';
import { createOffload } from './offload/offload.ts';
import { toDiskPath } from './resources/system/readiness.ts';
import { toNetworkPolicy } from './scans/network-policy.ts';
import { createScanRunner } from './scans/runner.ts';
import { openSigningKey } from './signing/signing-key.ts';
import { type RunningServer, startServer } from './start-server.ts';
import { realTimers } from './time/timers.ts';
import { createWakeups } from './wake/wakeups.ts';
import { createSandbox } from './waf-sandbox/sandbox.ts';
import { createDispatcher } from './webhooks/dispatcher.ts';
import { toWebhookKeyFiles } from './webhooks/key-files.ts';

/** What the server is started with. */
export interface ServeOptions {
  readonly config: ServerConfig;
  readonly version: string;
  /** Without the variables that held secrets; scans and tools get the allow-listed part of it. */
  readonly environment: Environment;
  /** Where relative targets start. */
  readonly cwd: string;
  /** Directory with the pinned versions of tools. */
  readonly lockDirectory: string;
  /** What was noticed while the settings were read; goes to the log. */
  /** Directory of the built dashboard; null when nobody has built it. */
  readonly dashboardDirectory?: string | null;
  readonly notes?: readonly string[];
  /** File that the log is appended to; standard error when left out. */
  readonly logFile?: string;
  /** For tests: time that moves when it is told to. */
  readonly clock?: Clock;
  /** For tests: the jitter of retries, from 0 to below 1. */
  readonly random?: () => number;
  /** For tests: gets the lines instead. */
  readonly logSink?: LogSink;
  /** For tests: is told when an answer does not fit its contract. */
  readonly onContractBreach?: (breach: string) => void;
}

/** A server that listens, with everything that it stands on. */
export interface Service extends RunningServer {
  /** Puts other keys and another certificate in, as SIGHUP asks for. Whatever else has changed waits for the next start. */
  reloadWith(auth: ServerConfig['auth']): Promise<void>;
}

/**
 * The whole server: opens the database, puts all parts together, starts the jobs, listens.
 * @throws SecureScanError E_ENVIRONMENT when it must not start, E_STORE when the database cannot be opened
 */
export async function serve(options: ServeOptions): Promise<Service> {
  const { config } = options;
  const clock = options.clock ?? createClock(config.fakeNow ?? undefined);
  const log = createLogger(config.log, {
    clock,
    secrets: listSecrets(config),
    ...(options.logSink ? { sink: options.logSink } : {}),
    ...(options.logFile === undefined ? {} : { file: options.logFile }),
  });
  for (const note of options.notes ?? []) log.child({ logger: 'securescan.config_loader' }).info({}, note);
  const store = await openStore(config.database, () => clock.now(), {
    isLongLived: true,
    onConversion: ({ sentences }) => {
      for (const sentence of sentences) log.child({ logger: 'securescan.database' }).warn({}, sentence);
    },
  });
  const stopping = new AbortController();
  const deps: ServerDeps = {
    config,
    store,
    clock,
    log,
    wakeups: createWakeups(),
    // allow(ambient-random): ids of the server are made here and nowhere else.
    newId: () => randomUUID(),
    stopping: stopping.signal,
  };
  const machine = createMachine({
    environment: options.environment,
    log,
    clock,
    toolsDirectory: config.tools.directory,
    cacheDirectory: null,
    network: toNetworkPolicy(config.scans),
  });
  try {
    const running = await startAll(deps, machine, stopping, options);
    let ending: Promise<void> | undefined;
    const end = async (): Promise<void> => {
      await running.stop();
      await machine[Symbol.asyncDispose]();
      await store.close();
      log.flush();
    };
    return {
      ...running,
      stop: () => {
        if (ending) void running.stop();
        return (ending ??= end());
      },
    };
  } catch (error) {
    await machine[Symbol.asyncDispose]();
    await store.close();
    log.flush();
    throw error;
  }
}

async function startAll(
  deps: ServerDeps,
  machine: ReturnType<typeof createMachine>,
  stopping: AbortController,
  options: ServeOptions,
): Promise<Omit<Service, 'stop'> & Pick<RunningServer, 'stop'>> {
  const { config, store, clock, log } = deps;
  const timers = realTimers;
  const eventTokenSecret =
    config.auth.eventTokenSecret === null
      ? // allow(ambient-random): a secret of this process, when none is configured.
        randomBytes(32)
      : Buffer.from(config.auth.eventTokenSecret, 'utf8');
  const counting = createLimitStore(deps, timers);
  const access = createAccess(deps, { limits: counting.limits, timers, eventTokenSecret });
  const streams = createEventStreams(deps, {
    timers,
    isStillValid: async (principal) => (await access.findCurrent(principal.id)) !== null,
  });
  const jobs: readonly Job[] = [
    ...counting.jobs,
    ...access.jobs,
    createCheckpointJob({ store, clock, log, config }, toCheckpointPlaces(config), timers),
    createRetentionJob(deps, timers),
    createDispatcher(deps, {
      http: createHttpClient({
        allowPrivate: config.webhooks.allowPrivate,
        allowLoopback: config.webhooks.allowPrivate,
      }),
      timers,
      // allow(ambient-random): the jitter of retries.
      random: options.random ?? Math.random,
      openKey: () => openSigningKey(toWebhookKeyFiles(config), 'the key of webhooks'),
    }),
    createScanRunner(deps, { environment: options.environment, timers }),
  ];
  const metrics = createMetrics();
  const sandbox = createSandbox({
    directory: config.waf.controlsDirectory,
    cwd: options.cwd,
    clock,
    log,
    stopping: deps.stopping,
  });
  addGauges(metrics, store, streams, deps);
  const handlers = createHandlers(deps, {
    ...options,
    access,
    streams,
    eventTokenSecret,
    timers,
    offload: createOffload(),
    sandbox,
    machine,
    metrics,
    checks: {
      database: () => store.checkRead(),
      databaseWrite: () => store.checkWrite(),
      scannerCount: () => scannerList.length,
      jobs,
      diskPath: toDiskPath(config.database),
    },
  });
  const running = await startServer(deps, {
    ...access.parts,
    handlers,
    jobs,
    metrics,
    version: options.version,
    stopping,
    countKeys: () => store.keys.census(clock.now().toISOString()),
    ...(options.onContractBreach ? { onContractBreach: options.onContractBreach } : {}),
    dashboardDirectory: options.dashboardDirectory ?? null,
  });
  return {
    ...running,
    reloadWith: async (auth) => {
      access.reload(auth);
      await running.reload();
      log.info({}, 'keys and certificate read again');
    },
  };
}

const STATES = ['pending', 'running', 'completed', 'failed', 'cancelled'] as const;

/** What is asked for when somebody reads the metrics. */
function addGauges(metrics: Metrics, store: Store, streams: EventStreams, { clock }: ServerDeps): void {
  metrics.addLabelledGauge('scans', 'Scans by state', 'state', async () => {
    const counts = await Promise.all(STATES.map((status) => store.scans.count({ projects: null, status })));
    return new Map(STATES.map((state, index) => [state, counts[index] ?? 0]));
  });
  metrics.addGauge('scan_queue_depth', 'Scans that wait', () =>
    store.scans.count({ projects: null, status: 'pending' }),
  );
  metrics.addGauge('event_streams', 'Open event streams', () => streams.count());
  metrics.addGauge(
    'webhook_deliveries_waiting',
    'Deliveries that wait',
    async () => (await store.webhooks.backlog()).waiting,
  );
  metrics.addGauge('webhook_delivery_age_seconds', 'Age of the oldest delivery that waits', async () => {
    const { oldestCreatedAt } = await store.webhooks.backlog();
    return oldestCreatedAt === null ? 0 : Math.max(0, (clock.now().getTime() - Date.parse(oldestCreatedAt)) / 1000);
  });
}
