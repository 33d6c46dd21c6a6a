import type { JsonObject } from '@securescan/model';
import type { SelectQueryBuilder } from 'kysely';
import { sql } from 'kysely';
import { inProjects } from '../project-filter.ts';
import type { Database, StoreDatabase } from '../schema.ts';
import type { WafRunFilter, WafRunQuery, WafRunSummary, WafTrendRow } from './contract.ts';
import { toWafInstant } from './instants.ts';
import type { SummaryRow } from './run-rows.ts';
import { SUMMARY_COLUMNS, toSummary } from './run-rows.ts';

type Runs<Output> = SelectQueryBuilder<Database & { r: Database['waf_runs'] }, 'r', Output>;

/** Conditions of the filter on runs named `r`. */
function filtered<Output>(
  runs: Runs<Output>,
  { projects, project, branch, stage, since, until }: WafRunFilter,
): Runs<Output> {
  let select = runs;
  if (projects !== null) select = select.where(inProjects('r.project', projects));
  if (project !== undefined) select = select.where('r.project', '=', project);
  if (branch !== undefined) select = select.where('r.branch', '=', branch);
  if (stage !== undefined) select = select.where('r.stage', '=', stage);
  if (since !== undefined) select = select.where('r.created_at', '>=', toWafInstant(since));
  if (until !== undefined) select = select.where('r.created_at', '<=', toWafInstant(until));
  return select;
}

export async function listRuns(db: StoreDatabase, query: WafRunQuery): Promise<readonly WafRunSummary[]> {
  const { after, offset, limit } = query;
  let select = filtered(db.selectFrom('waf_runs as r').select(SUMMARY_COLUMNS), query)
    .orderBy('r.created_at', 'desc')
    .orderBy('r.id', 'desc');
  if (after !== undefined) {
    const createdAt = toWafInstant(after.createdAt);
    select = select
      // Says once more what the next line says, in a form that an index can start from.
      .where('r.created_at', '<=', createdAt)
      .where((eb) => eb.or([eb('r.created_at', '<', createdAt), eb('r.id', '<', after.id)]));
  }
  // SQLite knows no offset without a limit.
  if (limit !== undefined || offset !== undefined) select = select.limit(limit ?? Number.MAX_SAFE_INTEGER);
  if (offset !== undefined) select = select.offset(offset);
  return (await select.execute()).map(toSummary);
}

export async function countRuns(db: StoreDatabase, filter: WafRunFilter): Promise<number> {
  const { count } = await filtered(db.selectFrom('waf_runs as r'), filter)
    .select((eb) => eb.fn.countAll<number | string>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** One look into the index per project and branch, however many runs they have. */
export async function latestRuns(db: StoreDatabase, filter: WafRunFilter): Promise<readonly WafRunSummary[]> {
  const groups = filtered(db.selectFrom('waf_runs as r'), filter).select(['r.project', 'r.branch']).distinct().as('g');
  const rows = await db
    .selectFrom(groups)
    .innerJoin('waf_runs as n', (join) =>
      join.on((eb) =>
        eb(
          'n.seq',
          '=',
          filtered(db.selectFrom('waf_runs as r'), filter)
            .select('r.seq')
            .where('r.project', '=', eb.ref('g.project'))
            .where('r.branch', '=', eb.ref('g.branch'))
            .orderBy('r.created_at', 'desc')
            .orderBy('r.id', 'desc')
            .limit(1),
        ),
      ),
    )
    .select(SUMMARY_COLUMNS.map((name) => `n.${name}` as const))
    .orderBy('n.project')
    .orderBy('n.branch')
    .execute();
  return rows.map(toSummary);
}

export async function previousRun(
  db: StoreDatabase,
  { id, createdAt, project, branch }: Pick<WafRunSummary, 'id' | 'createdAt' | 'project' | 'branch'>,
): Promise<WafRunSummary | undefined> {
  const [run] = await listRuns(db, { projects: null, project, branch, after: { createdAt, id }, limit: 1 });
  return run;
}

export async function trendOfRuns(
  db: StoreDatabase,
  filter: WafRunFilter,
  days: number,
): Promise<readonly WafTrendRow[]> {
  const day = sql<string>`substr(r.created_at, 1, 10)`;
  const placed = filtered(db.selectFrom('waf_runs as r'), filter)
    .select(['r.seq', day.as('day')])
    .select(
      sql<number>`row_number() over (partition by r.project, r.branch, ${day} order by r.created_at desc, r.id desc)`.as(
        'place',
      ),
    )
    .select(sql<number | string>`count(*) over (partition by r.project, r.branch, ${day})`.as('runs'))
    .select(sql<number>`dense_rank() over (partition by r.project, r.branch order by ${day} desc)`.as('age'))
    .as('p');
  const rows = await db
    .selectFrom(placed)
    .innerJoin('waf_runs as n', 'n.seq', 'p.seq')
    .select(SUMMARY_COLUMNS.map((name) => `n.${name}` as const))
    .select(['p.day', 'p.runs'])
    .where('p.place', '=', 1)
    .where('p.age', '<=', days)
    .orderBy('n.project')
    .orderBy('n.branch')
    .orderBy('p.day')
    .execute();
  return rows.flatMap(toTrendRows);
}

function toTrendRows(row: SummaryRow & { readonly day: string; readonly runs: number | string }): WafTrendRow[] {
  const run = toSummary(row);
  const postures = (run.posture['pillars'] ?? {}) as JsonObject;
  const pillars = [...new Set([...Object.keys(run.pillarScores), ...Object.keys(postures)])].toSorted();
  return ['', ...pillars].map((pillar) => ({
    project: run.project,
    branch: run.branch,
    day: row.day,
    pillar,
    score: pillar === '' ? run.score : (run.pillarScores[pillar] ?? null),
    posture: pillar === '' ? withoutPillars(run.posture) : ((postures[pillar] ?? null) as JsonObject | null),
    runId: run.id,
    createdAt: run.createdAt,
    runs: Number(row.runs),
  }));
}

function withoutPillars(posture: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(posture).filter(([name]) => name !== 'pillars'));
}
