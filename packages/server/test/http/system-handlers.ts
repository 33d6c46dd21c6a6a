import type { ServerDeps } from '../../src/deps.ts';
import type { Handlers, RoutesOf } from '../../src/http/handler.ts';
import type { systemRoutes } from '@securescan/contract';
import { createMetrics } from '../../src/metrics/metrics.ts';
import { createSystemHandlers } from '../../src/resources/system/handlers.ts';
import type { ReadinessChecks } from '../../src/resources/system/readiness.ts';

/** Handlers of the routes about the server itself, with checks that a test may replace. */
export function makeSystemHandlers(
  deps: ServerDeps,
  checks: Partial<ReadinessChecks> = {},
): Handlers<RoutesOf<typeof systemRoutes>> {
  return createSystemHandlers(deps, {
    metrics: createMetrics(),
    checks: {
      database: () => deps.store.checkRead(),
      databaseWrite: () => deps.store.checkWrite(),
      scannerCount: () => 14,
      jobs: [],
      diskPath: null,
      ...checks,
    },
  });
}
