import { SEVERITIES } from '@securescan/model';
import type { SeverityCounts } from '@securescan/model';
import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import { inProjects } from '../project-filter.ts';
import type { Connections, StoreDatabase } from '../schema.ts';
import type { DashboardRepository } from './contract.ts';

/** Verdicts after which nobody has to look at a finding any more. */
const CLOSING = ['false_positive', 'accepted_risk', 'fixed', 'wont_fix'];

export function createDashboardRepository({ read }: Connections): DashboardRepository {
  return {
    async totals(projects) {
      const byStatus = await read
        .selectFrom('scans')
        .select(({ fn }) => [
          'status',
          fn.countAll<number | string>().as('scans'),
          fn.sum<number | string | null>('findings_count').as('findings'),
          fn.sum<number | null>('risk_score').as('risk'),
          fn.count<number | string>('risk_score').as('scored'),
        ])
        .where('hidden', '=', 0)
        .where(inProjects('project', projects))
        .groupBy('status')
        .orderBy('status')
        .execute();
      const sum = (pick: (row: (typeof byStatus)[number]) => unknown): number =>
        byStatus.reduce((total, row) => total + Number(pick(row) ?? 0), 0);
      const scored = sum((row) => row.scored);
      const latest = await read
        .selectFrom(selectLatest(read, projects).as('latest'))
        .select(SEVERITIES.map((severity) => sumOf(read, severity)))
        .executeTakeFirstOrThrow();
      const latestBySeverity = Object.fromEntries(
        SEVERITIES.map((severity) => [severity, Number(latest[severity] ?? 0)]),
      ) as SeverityCounts;
      const shown = SEVERITIES.reduce((total, severity) => total + latestBySeverity[severity], 0);
      return {
        scans: sum((row) => row.scans),
        findings: sum((row) => row.findings),
        averageRiskScore: scored === 0 ? null : sum((row) => row.risk) / scored,
        scored,
        byStatus: Object.fromEntries(byStatus.map(({ status, scans }) => [status, Number(scans)])),
        latestBySeverity,
        open: shown - (await countClosed(read, projects)),
      };
    },

    async trends({ projects, since, target }) {
      let scans = read
        .selectFrom('scans')
        .select(['completed_at', 'risk_score', 'findings_count', 'severity_counts'])
        .select(
          sql<number>`row_number() over (partition by substr(completed_at, 1, 10) order by completed_at desc, id)`.as(
            'place',
          ),
        )
        .where('status', '=', 'completed')
        .where('completed_at', '>=', since)
        .where('hidden', '=', 0)
        .where(inProjects('project', projects));
      if (target !== undefined) scans = scans.where('target', '=', target);
      const rows = await read
        .selectFrom(scans.as('ranked'))
        .selectAll()
        .where('place', '=', 1)
        .orderBy('completed_at')
        .execute();
      return rows.map((row) => ({
        date: (row.completed_at ?? '').slice(0, 10),
        riskScore: row.risk_score,
        findings: row.findings_count,
        severityCounts: toCounts(row.severity_counts),
      }));
    },
  };
}

/** The newest completed scan of each target. */
function selectLatest(db: StoreDatabase, projects: readonly string[] | null) {
  const ranked = db
    .selectFrom('scans')
    .select(['id', 'severity_counts'])
    .select(sql<number>`row_number() over (partition by target, project order by created_at desc, id)`.as('place'))
    .where('status', '=', 'completed')
    .where('hidden', '=', 0)
    .where(inProjects('project', projects));
  return db.selectFrom(ranked.as('ranked')).select(['id', 'severity_counts']).where('place', '=', 1);
}

/** Starts at the verdicts, of which there are few, and not at the findings. */
async function countClosed(db: StoreDatabase, projects: readonly string[] | null): Promise<number> {
  const { count } = await db
    .selectFrom('finding_states as v')
    .innerJoin('findings as f', 'f.fingerprint', 'v.fingerprint')
    .select(({ fn }) => fn.countAll<number | string>().as('count'))
    .where('v.status', 'in', CLOSING)
    .where('f.suppressed_by', 'is', null)
    .where('f.scan_id', 'in', selectLatest(db, projects).clearSelect().select('id'))
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** Sum of one severity over the counters, which are JSON; the databases read it with different words. */
function sumOf(db: StoreDatabase, severity: string) {
  const value: RawBuilder<number> =
    db.getExecutor().adapter.supportsMultipleConnections === true
      ? sql`(severity_counts::json ->> ${sql.lit(severity)})::int`
      : sql`json_extract(severity_counts, ${sql.lit(`$.${severity}`)})`;
  return sql<number | string | null>`sum(${value})`.as(severity);
}

function toCounts(text: string): SeverityCounts {
  const counts = JSON.parse(text) as Partial<SeverityCounts>;
  return Object.fromEntries(SEVERITIES.map((severity) => [severity, counts[severity] ?? 0])) as SeverityCounts;
}
