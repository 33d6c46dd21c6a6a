import type { complianceRoutes } from '@securescan/contract';
import { complianceCoverage, listFrameworks } from '@securescan/core';
import type { ServerDeps } from '../../deps.ts';
import type { Handlers, RoutesOf } from '../../http/handler.ts';
import { findVisibleScan } from '../find-visible-scan.ts';

export function createComplianceHandlers({ store }: ServerDeps): Handlers<RoutesOf<typeof complianceRoutes>> {
  return {
    listFrameworks() {
      return Promise.resolve({ json: { frameworks: [...listFrameworks()] } });
    },

    async getCoverage({ query }, { principal }) {
      const scan = await findVisibleScan(store, query.scan_id, principal);
      const tags = new Set<string>();
      for await (const piece of store.findings.stream(scan.id, { includeSuppressed: false })) {
        for (const { complianceTags } of piece) {
          // A JSON list of texts that the pipeline wrote.
          for (const tag of JSON.parse(complianceTags) as string[]) tags.add(tag);
        }
      }
      const { coverage, frameworks } = complianceCoverage([{ complianceTags: [...tags], metadata: {} }]);
      return {
        json: {
          coverage: coverage.map((framework) => ({
            framework: framework.framework,
            framework_id: framework.framework_id,
            version: framework.version,
            total_controls: framework.total_controls,
            controls_violated: [...framework.controls_violated],
            controls_clear: [...framework.controls_clear],
            violated_details: framework.violated_details.map(({ id, name }) => ({ id, name })),
            coverage_percentage: framework.coverage_percentage,
          })),
          frameworks: Object.fromEntries(
            Object.entries(frameworks).map(([name, { controls, observed, coverage_pct }]) => [
              name,
              { controls: [...controls], observed: [...observed], coverage_pct },
            ]),
          ),
        },
      };
    },
  };
}
