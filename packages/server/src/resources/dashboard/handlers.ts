import type { dashboardRoutes } from '@securescan/contract';
import type { Machine } from '@securescan/core';
import { visibleProjects } from '../../auth/projects.ts';
import type { ServerDeps } from '../../deps.ts';
import type { Handlers, RoutesOf } from '../../http/handler.ts';
import { createInstallScanner } from './install-scanner.ts';
import type { InstallParts } from './install-scanner.ts';
import { listDirectory } from './list-directory.ts';
import { createScannerStatus } from './scanner-status.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

export interface DashboardParts extends InstallParts {
  readonly machine: Machine;
}

export function createDashboardHandlers(
  deps: ServerDeps,
  parts: DashboardParts,
): Handlers<RoutesOf<typeof dashboardRoutes>> {
  const { store, clock, config } = deps;
  const readStatus = createScannerStatus(parts.machine, deps);
  const browse = async (path: string | undefined) => ({ json: await listDirectory(path ?? null, config.scans.roots) });

  return {
    browse: ({ query }) => browse(query.path),
    browseFromDashboard: ({ query }) => browse(query.path),
    installScanner: createInstallScanner(deps, parts),

    async getStatus({ query }) {
      return { json: await readStatus(query.refresh) };
    },

    async getStats(_inputs, { principal }) {
      const totals = await store.dashboard.totals(visibleProjects(principal));
      return {
        json: {
          total_scans: totals.scans,
          total_findings: totals.findings,
          average_risk_score: Number((totals.averageRiskScore ?? 0).toFixed(2)),
          completed_scans: totals.scored,
          by_severity: totals.latestBySeverity,
          by_status: { ...totals.byStatus },
          open_findings: totals.open,
        },
      };
    },

    async getTrends({ query }, { principal }) {
      const days = await store.dashboard.trends({
        projects: visibleProjects(principal),
        since: new Date(clock.now().getTime() - query.days * DAY_MS).toISOString(),
        ...(query.target === undefined ? {} : { target: query.target }),
      });
      return {
        json: {
          data: days.map(({ date, riskScore, findings, severityCounts }) => ({
            date,
            risk_score: riskScore ?? 0,
            total_findings: findings,
            ...severityCounts,
          })),
        },
      };
    },
  };
}
