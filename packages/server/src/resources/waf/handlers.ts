import type { RouteId } from '@securescan/contract';
import type { ServerDeps } from '../../deps.ts';
import type { Handlers } from '../../http/handler.ts';
import type { Sandbox } from '../../waf-sandbox/sandbox.ts';
import { createCompareRuns } from './compare-runs.ts';
import { createControlHandlers } from './controls.ts';
import { createCreateRun } from './create-run.ts';
import { createDecisionHandlers } from './decisions.ts';
import { createListFrameworks } from './frameworks.ts';
import { createListRuns } from './list-runs.ts';
import { createGetPosture } from './posture.ts';
import { createReadRun } from './read-run.ts';
import { createSandboxHandlers } from './sandbox.ts';
import { createGetTrends } from './trends.ts';

/** WAF++: the same handlers at the root and below `/api/v1/waf`. */
export function createWafHandlers(
  deps: ServerDeps,
  { sandbox }: { readonly sandbox: Sandbox },
): Handlers<Extract<RouteId, `${string}Waf${string}`>> {
  return {
    createWafRun: createCreateRun(deps),
    listWafRuns: createListRuns(deps.store),
    ...createReadRun(deps),
    compareWafRuns: createCompareRuns(deps),
    ...createControlHandlers(deps),
    ...createDecisionHandlers(deps),
    getWafPosture: createGetPosture(deps),
    getWafTrends: createGetTrends(deps),
    listWafFrameworks: createListFrameworks(deps),
    ...createSandboxHandlers(deps.config, sandbox),
  };
}
