import type { RouteId } from '@securescan/contract';
import type { Machine } from '@securescan/core';
import type { Environment } from '@securescan/host';
import type { Access } from './auth/access.ts';
import type { ServerDeps } from './deps.ts';
import type { EventStreams } from './events/streams.ts';
import type { Handlers } from './http/handler.ts';
import type { Offload } from './offload/offload.ts';
import { createAuditHandlers } from './resources/audit/handlers.ts';
import { createComplianceHandlers } from './resources/compliance/handlers.ts';
import { createDashboardHandlers } from './resources/dashboard/handlers.ts';
import { createFindingHandlers } from './resources/findings/handlers.ts';
import { createKeyHandlers } from './resources/keys/handlers.ts';
import { createSessionHandler } from './resources/keys/session.ts';
import { createNotificationHandlers } from './resources/notifications/handlers.ts';
import { createReportHandlers } from './resources/reports/handlers.ts';
import { createSbomHandlers } from './resources/sboms/handlers.ts';
import { createScanHandlers } from './resources/scans/handlers.ts';
import { createSystemHandlers, type SystemParts } from './resources/system/handlers.ts';
import { createTriageHandlers } from './resources/triage/handlers.ts';
import { createWafHandlers } from './resources/waf/handlers.ts';
import { createWebhookHandlers } from './resources/webhooks/handlers.ts';
import type { Timers } from './time/timers.ts';
import type { Sandbox } from './waf-sandbox/sandbox.ts';

/** What the handlers of all resources need beside `ServerDeps`. */
export interface HandlerParts extends SystemParts {
  readonly access: Access;
  readonly streams: EventStreams;
  readonly eventTokenSecret: Uint8Array;
  readonly timers: Timers;
  readonly offload: Offload;
  readonly sandbox: Sandbox;
  readonly machine: Machine;
  readonly environment: Environment;
  /** Where relative targets start. */
  readonly cwd: string;
  /** Directory with the pinned versions of tools. */
  readonly lockDirectory: string;
  readonly version: string;
}

/** Handlers of every route of the contract; a route without one does not compile. */
export function createHandlers(deps: ServerDeps, parts: HandlerParts): Handlers<RouteId> {
  const { access, offload, version: productVersion, cwd } = parts;
  const policy = { roots: deps.config.scans.roots, allowPrivate: deps.config.scans.allowPrivateTargets, cwd };
  return {
    ...createSystemHandlers(deps, parts),
    ...createScanHandlers(deps, parts),
    ...createFindingHandlers(deps),
    ...createTriageHandlers(deps),
    ...createReportHandlers(deps, { offload, productVersion }),
    ...createSbomHandlers(deps, { offload, productVersion, policy }),
    ...createKeyHandlers(deps, access),
    ...createAuditHandlers(deps),
    ...createWebhookHandlers(deps),
    ...createNotificationHandlers(deps),
    ...createSessionHandler(productVersion),
    ...createDashboardHandlers(deps, parts),
    ...createComplianceHandlers(deps),
    ...createWafHandlers(deps, parts),
  };
}
