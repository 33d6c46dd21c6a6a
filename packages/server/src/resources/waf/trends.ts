import type { WafTrendRow } from '@securescan/store';
import type { WafTrend } from '@securescan/contract';
import type { z } from 'zod';
import { visibleProjects } from '../../auth/projects.ts';
import type { ServerDeps } from '../../deps.ts';
import type { Handler } from '../../http/handler.ts';
import { toCondition } from './list-runs.ts';
import { readInstant } from './read-instant.ts';

type Line = z.input<typeof WafTrend>;

/** Scores day by day; each line is one project and one branch. */
export function createGetTrends({ store }: ServerDeps): Handler<'getWafTrends'> {
  return async ({ query }, { principal }) => {
    const rows = await store.waf.runs.trend(
      {
        projects: visibleProjects(principal),
        ...(query.project === undefined ? {} : { project: query.project }),
        ...(query.branch === undefined ? {} : { branch: query.branch }),
        ...toCondition('stage', query.stage),
        ...(query.since === undefined ? {} : { since: readInstant('since', query.since) }),
        ...(query.until === undefined ? {} : { until: readInstant('until', query.until) }),
      },
      query.days,
    );
    const lines = Map.groupBy(rows, ({ project, branch }) => JSON.stringify([project, branch]));
    return { json: [...lines.values()].map(toLine) };
  };
}

function toLine(rows: readonly WafTrendRow[]): Line {
  const [first] = rows;
  const days = Map.groupBy(rows, ({ day }) => day);
  return {
    project: first?.project ?? '',
    branch: first?.branch ?? '',
    points: [...days.values()].flatMap((ofDay) => {
      const whole = ofDay.find(({ pillar }) => pillar === '');
      if (whole === undefined) return [];
      const pillars = ofDay.filter(({ pillar }) => pillar !== '');
      return [
        {
          day: whole.day,
          run_id: whole.runId,
          created_at: whole.createdAt,
          runs: whole.runs,
          ...toStand(whole),
          pillars: Object.fromEntries(pillars.map((row) => [row.pillar, toStand(row)])),
        },
      ];
    }),
  };
}

function toStand({ score, posture }: WafTrendRow): Pick<Line['points'][number], 'score' | 'posture'> {
  if (posture === null) return { score, posture: null };
  const { pillars: _pillars, ...own } = posture;
  // Written by `postureOf`.
  return { score, posture: own as Line['points'][number]['posture'] };
}
