import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AddressInfo } from 'node:net';
import type { RouteId } from '@securescan/contract';
import { silentLogger, type Logger } from '@securescan/core';
import { createClock } from '@securescan/host';
import { openStore } from '@securescan/store';
import type { FastifyInstance } from 'fastify';
import { expect } from 'vitest';
import { buildApp } from '../../src/app.ts';
import type { Principal } from '../../src/auth/principal.ts';
import type { ServerConfig } from '../../src/config/server-config.ts';
import type { ServerDeps } from '../../src/deps.ts';
import type { Handlers } from '../../src/http/handler.ts';
import type { AccessParts } from '../../src/http/parts.ts';
import { createWakeups } from '../../src/wake/wakeups.ts';
import { makeTestConfig } from './test-config.ts';

/** Who everybody is on a server without credentials. */
export const openPrincipal: Principal = {
  id: 'dev',
  kind: 'open',
  name: null,
  scopes: ['read', 'write', 'admin'],
  role: null,
  projects: null,
};

/** Lets everybody in, and counts nobody. */
export const openAccess: AccessParts = {
  authenticate: () => Promise.resolve(openPrincipal),
  limit: () => Promise.resolve({}),
};

export interface TestAppOptions {
  readonly config?: Parameters<typeof makeTestConfig>[0];
  readonly access?: Partial<AccessParts>;
  readonly log?: Logger;
  readonly dashboardDirectory?: string | null;
  /** Where the database is; a new SQLite file when left out. */
  readonly database?: ServerConfig['database'];
}

/** A server that really listens, over a new database. */
export interface TestApp extends AsyncDisposable {
  readonly app: FastifyInstance;
  readonly deps: ServerDeps;
  readonly port: number;
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
  /** Tells the server to stop, as a signal would. */
  readonly stop: () => void;
  /** `fetch` of a path. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** Status and parsed body of a call; a body is sent as JSON. */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<TestAnswer>;
}

export interface TestAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

/**
 * Starts the application with the handlers of one resource (or more) on a free port. Every answer is compared with its
 * contract: a body that does not fit, or a status that the route does not list, fails when the server is closed.
 */
export async function startTestApp(
  makeHandlers: (deps: ServerDeps) => Partial<Handlers<RouteId>>,
  options: TestAppOptions = {},
): Promise<TestApp> {
  const directory = await mkdtemp(join(tmpdir(), 'securescan-server-'));
  const database = options.database ?? { kind: 'sqlite', path: join(directory, 'scans.db') };
  const config = makeTestConfig({ ...options.config, database });
  const clock = createClock();
  const store = await openStore(database, () => clock.now());
  const stopping = new AbortController();
  const deps: ServerDeps = {
    config,
    store,
    clock,
    log: options.log ?? silentLogger,
    wakeups: createWakeups(),
    newId: randomUUID,
    stopping: stopping.signal,
  };
  const breaches: string[] = [];
  const app = await buildApp(
    deps,
    { ...openAccess, ...options.access, handlers: makeHandlers(deps) },
    {
      onContractBreach: (breach) => breaches.push(breach),
      dashboardDirectory: options.dashboardDirectory ?? null,
    },
  );
  await app.listen({ host: config.host, port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  const send = (path: string, init?: RequestInit): Promise<Response> => fetch(`${origin}${path}`, init);
  return {
    app,
    deps,
    port,
    origin,
    stop: () => {
      stopping.abort();
    },
    fetch: send,
    async call(method, path, body, headers = {}) {
      const response = await send(path, {
        method,
        redirect: 'manual',
        headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      const isJson = response.headers.get('content-type') === 'application/json' && text !== '';
      return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
    },
    async [Symbol.asyncDispose]() {
      stopping.abort();
      app.server.closeAllConnections();
      await app.close();
      await store.close();
      await rm(directory, { recursive: true, force: true });
      expect(breaches, 'answers that do not fit the contract').toEqual([]);
    },
  };
}
