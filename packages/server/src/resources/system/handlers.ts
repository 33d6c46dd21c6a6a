import type { systemRoutes } from '@securescan/contract';
import type { z } from 'zod';
import type { Readiness as ReadinessShape } from '@securescan/contract';
import type { ServerDeps } from '../../deps.ts';
import type { Handlers, RoutesOf } from '../../http/handler.ts';
import type { Metrics } from '../../metrics/metrics.ts';
import { HttpProblem } from '../../problem/http-problem.ts';
import { createReadinessProbe, type Readiness, type ReadinessChecks } from './readiness.ts';

/** What the routes about the server itself stand on. */
export interface SystemParts {
  readonly checks: ReadinessChecks;
  readonly metrics: Metrics;
}

const SERVICE = { json: { name: 'SecureScan API', status: 'ok', docs: '/docs', health: '/health' } } as const;
const HEALTHY = Promise.resolve({ json: { status: 'ok' } } as const);

export function createSystemHandlers(
  deps: ServerDeps,
  { checks, metrics }: SystemParts,
): Handlers<RoutesOf<typeof systemRoutes>> {
  const probe = createReadinessProbe(checks, deps);
  return {
    getServiceInfo: () => Promise.resolve(SERVICE),

    getHealth: () => HEALTHY,

    getReadiness: async () => {
      if (deps.stopping.aborted) {
        throw new HttpProblem(503, 'shutting down', { members: { status: 'shutting_down' } });
      }
      const found = await probe();
      const checksFound = presentChecks(found);
      if (found.database && found.scanners > 0 && found.jobs && found.disk) {
        return { json: { status: 'ready', checks: checksFound } };
      }
      const body = { status: 'not_ready', checks: checksFound };
      throw new HttpProblem(503, 'not ready', { members: { ...body, detail: body } });
    },

    getMetrics: async () => ({ body: await metrics.render(), mediaType: metrics.contentType }),
  };
}

function presentChecks(found: Readiness): z.input<typeof ReadinessShape>['checks'] {
  const word = (isFine: boolean): 'ok' | 'unavailable' => (isFine ? 'ok' : 'unavailable');
  return {
    database: word(found.database),
    scanner_registry: word(found.scanners > 0),
    webhooks: word(found.webhooks),
    jobs: word(found.jobs),
    disk: word(found.disk),
    db: { status: found.database ? 'ok' : 'fail' },
    scanners: { status: found.scanners > 0 ? 'ok' : 'fail', count: found.scanners },
  };
}
