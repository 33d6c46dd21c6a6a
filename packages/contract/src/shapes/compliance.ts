import { z } from 'zod';

export const Frameworks = z
  .strictObject({
    frameworks: z.array(
      z.strictObject({ id: z.string(), name: z.string(), version: z.string(), total_controls: z.int() }),
    ),
  })
  .meta({ id: 'Frameworks' });

/** Both spellings of one answer: the list that clients read, and the map of the documentation. */
export const ComplianceCoverage = z
  .strictObject({
    coverage: z.array(
      z.strictObject({
        framework: z.string(),
        framework_id: z.string(),
        version: z.string(),
        total_controls: z.int(),
        controls_violated: z.array(z.string()),
        controls_clear: z.array(z.string()),
        violated_details: z.array(z.strictObject({ id: z.string(), name: z.string() })),
        coverage_percentage: z.number().describe('share of controls with findings, in per cent'),
      }),
    ),
    frameworks: z.record(
      z.string(),
      z.strictObject({ controls: z.array(z.string()), observed: z.array(z.string()), coverage_pct: z.number() }),
    ),
  })
  .meta({ id: 'ComplianceCoverage' });
