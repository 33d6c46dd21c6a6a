import { auditRoutes } from './resources/audit.ts';
import { complianceRoutes } from './resources/compliance.ts';
import { dashboardRoutes } from './resources/dashboard.ts';
import { findingRoutes } from './resources/findings.ts';
import { keyRoutes } from './resources/keys.ts';
import { notificationRoutes } from './resources/notifications.ts';
import { sbomRoutes } from './resources/sbom.ts';
import { scanRoutes } from './resources/scans.ts';
import { systemRoutes } from './resources/system.ts';
import { wafRoutes } from './resources/waf/routes.ts';
import { webhookRoutes } from './resources/webhooks.ts';

/** Every route of the product by its id. */
export const routes = {
  ...systemRoutes,
  ...scanRoutes,
  ...findingRoutes,
  ...keyRoutes,
  ...auditRoutes,
  ...webhookRoutes,
  ...notificationRoutes,
  ...dashboardRoutes,
  ...complianceRoutes,
  ...sbomRoutes,
  ...wafRoutes,
};

export type RouteId = keyof typeof routes;

/** Prefix of the current version; the same routes answer below the deprecated `/api`. */
export const API_PREFIX = '/api/v1';
export const DEPRECATED_API_PREFIX = '/api';
