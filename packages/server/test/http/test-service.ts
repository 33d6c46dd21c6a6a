import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { ServerConfig } from '../../src/config/server-config.ts';
import { serve, type Service } from '../../src/serve.ts';
import { makeTestConfig } from './test-config.ts';

/** The whole server as it is started by the command, in this process. */
export interface TestService extends AsyncDisposable {
  readonly service: Service;
  readonly origin: string;
  readonly config: ServerConfig;
  /** A directory of its own, links resolved; the database is in it. */
  readonly directory: string;
  /** Every line of the log so far. */
  readonly logLines: readonly string[];
}

export interface TestServiceOptions {
  readonly config?: Parameters<typeof makeTestConfig>[0];
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Default: answers that do not fit the contract fail when the server is closed. */
  readonly checkContract?: boolean;
}

/** Starts the whole server on a free port, over a new SQLite file unless the settings say otherwise. */
export async function startTestService(options: TestServiceOptions = {}): Promise<TestService> {
  const directory = await realpath(await mkdtemp(join(tmpdir(), 'securescan-service-')));
  const database = { kind: 'sqlite', path: join(directory, 'scans.db') } as const;
  const config = makeTestConfig({ database, ...options.config });
  const logLines: string[] = [];
  const breaches: string[] = [];
  const service = await serve({
    config,
    version: '1.2.3',
    environment: options.environment ?? { PATH: '/usr/bin:/bin', HOME: directory },
    cwd: directory,
    lockDirectory: join(directory, 'locks'),
    logSink: { write: (line) => void logLines.push(line) },
    ...(options.checkContract === false ? {} : { onContractBreach: (breach) => void breaches.push(breach) }),
  });
  return {
    service,
    origin: service.url,
    config,
    directory,
    logLines,
    async [Symbol.asyncDispose]() {
      const stopped = service.stop();
      await service.stop();
      await stopped;
      await rm(directory, { recursive: true, force: true });
      expect(breaches, 'answers that do not fit the contract').toEqual([]);
    },
  };
}
