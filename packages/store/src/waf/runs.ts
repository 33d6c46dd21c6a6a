import { sql } from 'kysely';
import { clean } from '../json-text.ts';
import { inProjects } from '../project-filter.ts';
import type { Connections, StoreDatabase } from '../schema.ts';
import type { ProjectBounds, WafRunRepository } from './contract.ts';
import { inList } from './bulk.ts';
import { toOrdinal } from './finding-id.ts';
import { toWafInstant } from './instants.ts';
import { countRuns, latestRuns, listRuns, previousRun, trendOfRuns } from './run-queries.ts';
import { SUMMARY_COLUMNS, toControls, toDetail, toSummary } from './run-rows.ts';
import { addRun, restoreRun } from './save-run.ts';
import { countFindings, selectFindings, tallyFindings } from './select-findings.ts';

export function createWafRunRepository({ read, write }: Connections): WafRunRepository {
  return {
    add: (run) => addRun(write, run),
    restore: (run) => restoreRun(write, run),
    async remember({ principal, key, requestHash, runId, at, keptSince }) {
      await write.deleteFrom('waf_idempotency_keys').where('created_at', '<', toWafInstant(keptSince)).execute();
      const row = {
        principal,
        key: clean(key),
        request_hash: requestHash,
        run_id: runId,
        created_at: toWafInstant(at),
      };
      const { numInsertedOrUpdatedRows } = await write
        .insertInto('waf_idempotency_keys')
        .values(row)
        .onConflict((conflict) => conflict.columns(['principal', 'key']).doNothing())
        .executeTakeFirst();
      if (numInsertedOrUpdatedRows === 1n) return { kind: 'new' };
      const known = await write
        .selectFrom('waf_idempotency_keys')
        .select(['request_hash', 'run_id'])
        .where('principal', '=', principal)
        .where('key', '=', row.key)
        .executeTakeFirstOrThrow();
      return { kind: 'known', requestHash: known.request_hash, runId: known.run_id };
    },

    list: (query) => listRuns(read, query),
    count: (filter) => countRuns(read, filter),
    async known(ids) {
      const rows = await read.selectFrom('waf_runs').select('id').where('id', 'in', inList(read, ids)).execute();
      return new Set(rows.map(({ id }) => id));
    },
    async find(id, projects) {
      const row = await selectRun(read, id, projects).select(SUMMARY_COLUMNS).executeTakeFirst();
      return row && toSummary(row);
    },
    async detail(id, projects) {
      const row = await selectRun(read, id, projects)
        .innerJoin('waf_run_details as d', 'd.run_seq', 'r.seq')
        .leftJoin('waf_catalogues as c', 'c.hash', 'd.controls_meta')
        .select(SUMMARY_COLUMNS)
        .selectAll('d')
        .select('c.controls')
        .executeTakeFirst();
      return row && toDetail(row);
    },
    async controlsMeta(id, projects) {
      const row = await selectRun(read, id, projects)
        .innerJoin('waf_run_details as d', 'd.run_seq', 'r.seq')
        .leftJoin('waf_catalogues as c', 'c.hash', 'd.controls_meta')
        .select('c.controls')
        .executeTakeFirst();
      return row && toControls(row.controls);
    },
    findings: (id, filter, page) => selectFindings(read, id, filter, page),
    countFindings: (id, filter) => countFindings(read, id, filter),
    tally: (id) => tallyFindings(read, id),
    async occurrences(fingerprint, { projects, limit }) {
      const rows = await read
        .selectFrom('waf_runs as r')
        // Run by run from the newest: SQLite keeps to the order of a cross join.
        .crossJoin('waf_run_findings as f')
        .whereRef('f.run_seq', '=', 'r.seq')
        .select(SUMMARY_COLUMNS.map((name) => `r.${name}` as const))
        .select(['f.id as finding_id', 'f.status', 'f.message'])
        // The index holds the first characters.
        .where(sql<boolean>`substr(f.fingerprint, 1, 16) = substr(cast(${fingerprint} as text), 1, 16)`)
        .where('f.fingerprint', '=', fingerprint)
        .where(inProjects('r.project', projects))
        .orderBy('r.created_at', 'desc')
        .orderBy('r.id', 'desc')
        .orderBy('f.id')
        .limit(limit)
        .execute();
      return rows.map((row) => ({
        run: toSummary(row),
        ordinal: toOrdinal(row.finding_id),
        status: row.status,
        message: row.message,
      }));
    },
    latest: (filter) => latestRuns(read, filter),
    previous: (run) => previousRun(read, run),
    trend: (filter, days) => trendOfRuns(read, filter, days),
  };
}

function selectRun(db: StoreDatabase, id: string, projects: ProjectBounds) {
  return db.selectFrom('waf_runs as r').where('r.id', '=', id).where(inProjects('r.project', projects));
}
