import type { RouteId } from '@securescan/contract';
import type { Access } from '../src/auth/access.ts';
import { createAccess } from '../src/auth/access.ts';
import type { ServerDeps } from '../src/deps.ts';
import type { Handlers } from '../src/http/handler.ts';
import { createMemoryLimitStore } from '../src/limits/memory-store.ts';
import { realTimers } from '../src/time/timers.ts';
import type { TestApp, TestAppOptions } from './http/test-app.ts';
import { startTestApp } from './http/test-app.ts';

export interface GuardedApp extends TestApp {
  readonly access: Access;
}

/** A server that really listens, with real authentication and limits, and the handlers that a test wants. */
export async function startGuardedApp(
  makeHandlers: (deps: ServerDeps, access: Access) => Partial<Handlers<RouteId>>,
  options: Omit<TestAppOptions, 'access'> = {},
): Promise<GuardedApp> {
  const made: Access[] = [];
  const get = (): Access => {
    const [access] = made;
    if (access === undefined) throw new Error('the application is not built yet');
    return access;
  };
  const app = await startTestApp(
    (deps) => {
      const limits = createMemoryLimitStore(() => deps.clock.monotonicMs());
      const access = createAccess(deps, { limits, timers: realTimers, eventTokenSecret: Buffer.from('secret') });
      made.push(access);
      return makeHandlers(deps, access);
    },
    {
      ...options,
      access: {
        authenticate: (caller) => get().parts.authenticate(caller),
        limit: (caller, principal) => get().parts.limit(caller, principal),
      },
    },
  );
  return {
    ...app,
    access: get(),
    async [Symbol.asyncDispose]() {
      for (const job of get().jobs) await job.stop(AbortSignal.timeout(5000));
      await app[Symbol.asyncDispose]();
    },
  };
}
