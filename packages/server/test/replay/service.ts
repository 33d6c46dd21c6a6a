import { randomUUID } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { expect } from 'vitest';
import { serve, type Service } from '../../src/serve.ts';
import { makeTestConfig } from '../http/test-config.ts';
import { createReplayClock, type ReplayClock } from './replay-clock.ts';
import { type RawAnswer, sendRaw } from './send-raw.ts';
import { buildWorld, type World } from './world.ts';

/** Key of the server's environment when the exchanges of the mode `auth` are played. */
export const ENV_KEY = 'environment-key-of-the-replay';
export const TOKEN_SECRET = 'event-token-secret-of-the-replay';

/** The whole server over the recorded directories. */
export interface ReplayService extends AsyncDisposable {
  readonly origin: string;
  readonly world: World;
  readonly clock: ReplayClock;
  /** A call that is not recorded, from an address of its own so that it spends nobody's tokens. */
  ask(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<RawAnswer>;
  /** The same with a parsed answer, which must have succeeded. */
  askFor<T>(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<T>;
  /** Changes the database behind the server's back. */
  change(sql: string): void;
  /** Ends it and starts another, over the same database unless a fresh one is asked for; `origin` changes. */
  restart(changes?: {
    readonly isFresh?: boolean;
    readonly config?: ReplayServiceOptions['config'];
    readonly whileDown?: () => void;
  }): Promise<void>;
}

export interface ReplayServiceOptions {
  readonly config?: Parameters<typeof makeTestConfig>[0];
  readonly world?: World;
  readonly clock?: ReplayClock;
  readonly lockDirectory?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

export async function startReplayService(options: ReplayServiceOptions = {}): Promise<ReplayService> {
  const world = options.world ?? (await buildWorld());
  const clock = options.clock ?? createReplayClock();
  const { data, home } = world;
  const breaches: string[] = [];
  let database = `${data}/scans.db`;
  const start = (config = options.config): Promise<Service> =>
    serve({
      config: makeTestConfig({
        database: { kind: 'sqlite', path: database },
        scans: { roots: [home, '/'], allowPrivateTargets: true },
        webhooks: { allowPrivate: true },
        shutdownGraceMs: 0,
        ...config,
      }),
      version: '1.2.3',
      environment: options.environment ?? world.environment,
      cwd: data,
      lockDirectory: options.lockDirectory ?? data,
      clock,
      random: () => 0.99,
      logSink: { write: () => undefined },
      onContractBreach: (breach) => void breaches.push(breach),
    });
  let service = await start();
  const ask: ReplayService['ask'] = (method, path, body, headers = {}) =>
    sendPatiently(service.url, {
      method,
      path,
      from: '127.0.0.2',
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  return {
    get origin() {
      return service.url;
    },
    world,
    clock,
    ask,
    async askFor<T>(...request: Parameters<typeof ask>): Promise<T> {
      const { status, text } = await ask(...request);
      if (status > 299) throw new Error(`${request[0]} ${request[1]}: ${status} ${text}`);
      return JSON.parse(text) as T;
    },
    change(sql) {
      const file = new DatabaseSync(database, { timeout: 5000 });
      file.exec(sql);
      file.close();
    },
    async restart({ isFresh = false, config, whileDown } = {}) {
      await service.stop();
      whileDown?.();
      if (isFresh) database = `${data}/${randomUUID()}.db`;
      service = await start(config);
    },
    async [Symbol.asyncDispose]() {
      await service.stop();
      if (!options.world) await world[Symbol.asyncDispose]();
      expect(breaches, 'answers that do not fit the contract').toEqual([]);
    },
  };
}

/** The machine that tests run on may be too busy for a server, which then says so; it is asked again. */
export async function sendPatiently(...request: Parameters<typeof sendRaw>): Promise<RawAnswer> {
  for (;;) {
    const answer = await sendRaw(...request);
    if (answer.status !== 503 || !answer.text.includes('overloaded')) return answer;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
