import { z } from 'zod';
import { WafFinding, WafPillarPosture, WafPosture, WafRunSummary } from './waf-run.ts';

/** How the newest run of a project and branch stands, with the waivers of the day. */
export const WafStanding = z
  .strictObject({
    project: z.string(),
    branch: z.string(),
    run: WafRunSummary,
    previous_run_id: z.string().nullable(),
    posture: WafPosture,
    severities: z.record(z.string(), z.int()).describe('failing findings by severity'),
    waived: z.array(z.string()).describe('ids of waived controls'),
    expired_waivers: z.array(z.string()).describe('ids of controls whose waiver has expired'),
    resources_at_risk: z.int(),
    top_failing: z.array(WafFinding).describe('the first ten failures by severity'),
  })
  .meta({ id: 'WafStanding' });

export const WafStandings = z
  .strictObject({ at: z.string().describe('the day whose waivers count'), standings: z.array(WafStanding) })
  .meta({ id: 'WafStandings' });

/** One line of a chart: one project, one branch. */
export const WafTrend = z
  .strictObject({
    project: z.string(),
    branch: z.string(),
    points: z.array(
      z.strictObject({
        day: z.string(),
        run_id: z.string(),
        created_at: z.string(),
        runs: z.int().describe('runs of that day; the last one counts'),
        score: z.int().nullable(),
        posture: WafPillarPosture.nullable(),
        pillars: z.record(
          z.string(),
          z.strictObject({ score: z.int().nullable(), posture: WafPillarPosture.nullable() }),
        ),
      }),
    ),
  })
  .meta({ id: 'WafTrend' });

export const WafFramework = z
  .strictObject({
    framework: z.string(),
    met: z.int().describe('controls all of whose findings pass'),
    assessed: z.int().describe('controls with findings'),
    readiness: z.int().nullable().describe('met of assessed, in percent'),
    controls: z.array(
      z.strictObject({
        control_id: z.string(),
        status: z.string(),
        requirements: z.array(z.string()),
      }),
    ),
  })
  .meta({ id: 'WafFramework' });

export const WafFrameworks = z
  .strictObject({ run: WafRunSummary.nullable(), readiness: z.int().nullable(), frameworks: z.array(WafFramework) })
  .meta({ id: 'WafFrameworks' });
