import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import { describeError, SecureScanError } from '@securescan/model';
import type { FastifyInstance } from 'fastify';
import { buildApp, type AppOptions } from './app.ts';
import type { KeyCensus } from '@securescan/store';
import { findStartObjections, isOpen } from './config/start-rules.ts';
import type { SecurityWarning, ServerConfig } from './config/server-config.ts';
import type { ServerDeps } from './deps.ts';
import type { AppParts } from './http/parts.ts';
import { createRedirectServer } from './http/redirect-server.ts';
import { toSecureContext } from './http/server-factory.ts';
import { readTlsMaterial } from './http/tls-files.ts';
import { type TlsReload, watchTlsFiles } from './http/tls-reload.ts';
import type { Job } from './jobs/job.ts';
import { startJobs, stopJobs } from './jobs/life.ts';
import type { Metrics } from './metrics/metrics.ts';

/** What a server is started with, beside what its handlers stand on. */
export interface ServerParts extends AppParts {
  /** In the order in which they start; they stop together. */
  readonly jobs: readonly Job[];
  readonly metrics: Metrics;
  readonly version: string;
  readonly dashboardDirectory?: string | null;
  /** Credentials in the database, counted before anything is started. */
  readonly countKeys: () => Promise<KeyCensus>;
  /** Its signal is `deps.stopping`. */
  readonly stopping: AbortController;
  readonly onContractBreach?: AppOptions['onContractBreach'];
}

/** A server that listens. */
export interface RunningServer {
  /** `http://127.0.0.1:8000`; with the port that the system chose, when it was asked to. */
  readonly url: string;
  readonly port: number;
  /** Port of the redirect to HTTPS, when there is one. */
  readonly redirectPort: number | null;
  readonly app: FastifyInstance;
  /** Reads certificate and key again. */
  reload(): Promise<void>;
  /**
   * Ends the server: `/ready` says so, streams end, jobs finish or are cut off after the grace period, then the port is closed.
   * A second call ends the grace period. Both resolve when nothing runs any more; the database is the caller's to close.
   */
  stop(): Promise<void>;
}

/** How long answers in flight may take once everything else has ended. */
const DRAIN_MS = 2000;

/**
 * Checks whether the server may start, starts its jobs, and listens.
 * @throws SecureScanError E_ENVIRONMENT when it must not start; the message has one line or more for people (exit code 2)
 */
export async function startServer(deps: ServerDeps, parts: ServerParts): Promise<RunningServer> {
  const { config, clock, log } = deps;
  const census = await parts.countKeys();
  const objections = findStartObjections(config, census);
  if (objections.length > 0) throw new SecureScanError('E_ENVIRONMENT', objections.join('\n'));
  const material = config.tls === null ? null : await readTlsMaterial(config.tls, clock.now());
  tellWeaknesses(deps, census, parts.metrics);

  const app = await buildApp(deps, parts, {
    version: parts.version,
    dashboardDirectory: parts.dashboardDirectory ?? null,
    metrics: parts.metrics,
    ...(material ? { tls: material } : {}),
    ...(parts.onContractBreach ? { onContractBreach: parts.onContractBreach } : {}),
  });
  let redirect: Server | null = null;
  let tls: TlsReload | null = null;
  try {
    await startJobs(parts.jobs);
    await listen(app, config);
    const { port } = app.server.address() as AddressInfo;
    redirect = await startRedirect(config, port);
    tls = watchTls(deps, app);
    log.info({ url: toUrl(config, port) }, 'listening');
  } catch (error) {
    parts.stopping.abort();
    await stopJobs(parts.jobs, AbortSignal.abort(), log);
    redirect?.close();
    await app.close();
    throw error;
  }
  return toRunning(deps, parts, { app, redirect, tls });
}

function toRunning(
  { config, log }: ServerDeps,
  { jobs, stopping }: ServerParts,
  {
    app,
    redirect,
    tls,
  }: { readonly app: FastifyInstance; readonly redirect: Server | null; readonly tls: TlsReload | null },
): RunningServer {
  const { port } = app.server.address() as AddressInfo;
  const deadline = new AbortController();
  let ending: Promise<void> | undefined;

  const end = async (): Promise<void> => {
    log.info({ grace_ms: config.shutdownGraceMs }, 'stopping');
    stopping.abort();
    tls?.stop();
    const timer = setTimeout(() => {
      deadline.abort();
    }, config.shutdownGraceMs);
    await stopJobs(jobs, deadline.signal, log);
    clearTimeout(timer);
    redirect?.close();
    redirect?.closeAllConnections();
    await drain(app, deadline.signal);
    log.info({}, 'stopped');
  };
  return {
    url: toUrl(config, port),
    port,
    redirectPort: redirect ? (redirect.address() as AddressInfo).port : null,
    app,
    reload: async () => {
      await tls?.reload();
    },
    stop: () => {
      if (ending) deadline.abort();
      return (ending ??= end());
    },
  };
}

async function listen(app: FastifyInstance, { host, port }: ServerConfig): Promise<void> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    throw new SecureScanError('E_ENVIRONMENT', `cannot listen on ${host}:${port}: ${explainListening(error)}`, {
      cause: error,
    });
  }
}

const LISTEN_ERRORS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program uses the port; stop it or choose another one with --port',
  EACCES: 'ports below 1024 need a privilege; choose another one with --port',
  EADDRNOTAVAIL: 'this machine does not have that address; choose another one with --host',
};

function explainListening(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return LISTEN_ERRORS[code] ?? describeError(error);
}

/** Lets answers in flight out, for a moment; connections that nobody uses close at once. */
async function drain(app: FastifyInstance, deadline: AbortSignal): Promise<void> {
  const { server } = app;
  const cut = (): void => {
    // HTTP/2 servers have sessions instead of connections and close them by themselves.
    if ('closeAllConnections' in server) server.closeAllConnections();
  };
  const timer = setTimeout(cut, DRAIN_MS);
  deadline.addEventListener('abort', cut, { once: true });
  if (deadline.aborted) cut();
  try {
    const closed = app.close();
    if ('closeIdleConnections' in server) server.closeIdleConnections();
    await closed;
  } finally {
    clearTimeout(timer);
    deadline.removeEventListener('abort', cut);
  }
}

async function startRedirect({ host, tls }: ServerConfig, httpsPort: number): Promise<Server | null> {
  if (tls?.redirectPort == null) return null;
  const { redirectPort } = tls;
  const server = createRedirectServer(() => httpsPort);
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', (error) => {
    reject(
      new SecureScanError('E_ENVIRONMENT', `cannot listen on ${host}:${redirectPort}: ${explainListening(error)}`),
    );
  });
  server.listen(redirectPort, host, resolve);
  await promise;
  return server;
}

function watchTls(deps: ServerDeps, app: FastifyInstance): TlsReload | null {
  const { tls } = deps.config;
  if (tls === null) return null;
  return watchTlsFiles(tls, deps, (material) => {
    // The server was made by `createTlsServer`; new connections get the new certificate, open ones go on.
    (app.server as unknown as { setSecureContext(options: object): void }).setSecureContext(
      toSecureContext(tls, material),
    );
  });
}

/** Every weak setting once, and how many they are for the metrics. */
function tellWeaknesses({ config, log }: ServerDeps, census: KeyCensus, metrics: Metrics): void {
  const warnings: SecurityWarning[] = [...config.warnings];
  if (isOpen(config, census)) {
    log.warn({}, 'SECURESCAN_API_KEY not set; API is unauthenticated (dev mode).');
    warnings.push({ what: 'the API answers without any credential', fix: 'run: securescan keys create --admin' });
  }
  if (config.auth.eventTokenSecret === null) {
    log.warn(
      {},
      'Using ephemeral SSE event-token signing secret — set SECURESCAN_EVENT_TOKEN_SECRET to persist tokens across restarts.',
    );
  }
  for (const { what, fix } of warnings) log.warn({}, `SECURITY: ${what} (${fix})`);
  metrics.addGauge('security_warnings', 'Weak settings, as told at start', () => warnings.length);
}

function toUrl({ host, tls }: ServerConfig, port: number): string {
  return `${tls ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
