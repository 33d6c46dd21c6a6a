import type { RawBuilder } from 'kysely';
import { sql } from 'kysely';
import { clean } from '../json-text.ts';
import { isPostgres } from '../migrations/column-types.ts';
import { inProjects } from '../project-filter.ts';
import type { Connections, StoreDatabase } from '../schema.ts';
import type { WafActor, WafDecision, WafDecisionRepository, WafRisk, WafWaiver } from './contract.ts';
import { findRemoval, selectHistory, writeEvent } from './decision-history.ts';
import { instantBehind, toWafInstant } from './instants.ts';

/** Where records of one kind are, and in which columns their own texts. */
interface DecisionTable<Decision extends WafDecision> {
  readonly kind: 'waiver' | 'risk';
  readonly name: 'waf_waivers' | 'waf_risks';
  readonly columns: Readonly<Record<Exclude<keyof Decision, keyof WafDecision> & string, string>>;
}

export const waiverTable: DecisionTable<WafWaiver> = {
  kind: 'waiver',
  name: 'waf_waivers',
  columns: { reason: 'reason', owner: 'owner', expires: 'expires', resource: 'resource', check: 'check_id' },
};

export const riskTable: DecisionTable<WafRisk> = {
  kind: 'risk',
  name: 'waf_risks',
  columns: {
    reason: 'reason',
    approver: 'approver',
    owner: 'owner',
    rfc: 'rfc',
    jiraLink: 'jira_link',
    otherLink: 'other_link',
    notes: 'notes',
    riskLevel: 'risk_level',
    residualRisk: 'residual_risk',
    expires: 'expires',
    acceptedAt: 'accepted_at',
  },
};

/** Both tables have these beside their own columns. */
interface CommonRow {
  readonly key: string;
  readonly project: string;
  readonly id: string;
  readonly created_at: string;
  readonly updated_at: string;
  readonly created_by: string | null;
  readonly updated_by: string | null;
}

type Row = CommonRow & Readonly<Record<string, string | null>>;

export function createDecisionRepository<Decision extends WafDecision>(
  { read, write }: Connections,
  { kind, name, columns }: DecisionTable<Decision>,
): WafDecisionRepository<Decision> {
  type Stored = Awaited<ReturnType<WafDecisionRepository<Decision>['set']>>['stored'];
  const table = sql.table(name);
  const fields = Object.entries<string>(columns);

  const toDecision = (row: Row): Decision =>
    // The table says which fields there are, and all of them are texts.
    Object.fromEntries([
      ['id', row.id],
      ['project', row.project],
      ...fields.map(([field, column]) => [field, row[column]]),
    ]) as Decision;
  const toStored = (row: Row): Stored => ({
    ...toDecision(row),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    createdBy: row.created_by,
    updatedBy: row.updated_by,
  });
  const toRow = (decision: Decision, times: { createdAt: string; updatedAt: string }, by: string | null): Row => {
    // Of a type that is not settled here nobody knows its members; the table names those that are read, and all are texts.
    const texts = decision as unknown as Readonly<Record<string, string>>;
    return {
      key: toKey(decision.id),
      project: clean(decision.project),
      id: clean(decision.id),
      ...Object.fromEntries(fields.map(([field, column]) => [column, clean(texts[field] ?? '')])),
      created_at: toWafInstant(times.createdAt),
      updated_at: toWafInstant(times.updatedAt),
      created_by: by,
      updated_by: by,
    };
  };
  const isSame = (a: Row, b: Row): boolean => fields.every(([, column]) => a[column] === b[column]);
  const record = (
    change: { readonly before: Row | null; readonly after: Row | null },
    actor: WafActor,
    at: string,
  ): Promise<void> =>
    writeEvent(write, {
      kind,
      row: change.after ?? change.before,
      before: change.before && toDecision(change.before),
      after: change.after && toDecision(change.after),
      actor,
      at,
    });
  const update = async (row: Row): Promise<void> => {
    const { key, project, ...changes } = row;
    const sets = Object.entries(changes).map(([column, value]) => sql`${sql.ref(column)} = ${value}`);
    await sql`update ${table} set ${sql.join(sets)} where ${isAt(key, project)}`.execute(write);
  };

  return {
    async set(decision, actor, at) {
      const instant = toWafInstant(at);
      const wanted = toRow(decision, { createdAt: instant, updatedAt: instant }, actor.principal);
      const known = await insertOrLock(write, table, wanted);
      if (known === null) {
        await record({ before: null, after: wanted }, actor, instant);
        return { stored: toStored(wanted), change: 'created' };
      }
      if (isSame(known, wanted)) return { stored: toStored(known), change: 'unchanged' };
      const row = {
        ...wanted,
        id: known.id,
        created_at: known.created_at,
        created_by: known.created_by,
        updated_at: instantBehind(known.updated_at, instant),
      };
      await update(row);
      await record({ before: known, after: row }, actor, instant);
      return { stored: toStored(row), change: 'changed' };
    },
    async restore(decision, actor, at) {
      const wanted = toRow(decision, decision, actor.principal);
      const removedAt = await findRemoval(write, kind, wanted);
      if (removedAt !== null && removedAt >= wanted.updated_at) return 'kept';
      const known = await insertOrLock(write, table, wanted);
      if (known !== null) {
        if (isSame(known, wanted)) return 'unchanged';
        if (known.updated_at >= wanted.updated_at) return 'kept';
        await update({ ...wanted, id: known.id, created_by: known.created_by });
      }
      await record({ before: known, after: wanted }, actor, toWafInstant(at));
      return known === null ? 'created' : 'updated';
    },
    async find(id, project) {
      const { rows } = await sql<Row>`select * from ${table} where ${isAt(toKey(id), project)}`.execute(read);
      return rows[0] && toStored(rows[0]);
    },
    async list({ projects, project }) {
      const ofProject = project === undefined ? sql`1 = 1` : sql`project in ('', ${project})`;
      const { rows } = await sql<Row>`
        select * from ${table} where ${inProjects('project', projects)} and ${ofProject} order by key, project`.execute(
        read,
      );
      return rows.map(toStored);
    },
    async remove(id, project, actor, at) {
      const { rows } = await sql<Row>`
        delete from ${table} where ${isAt(toKey(id), project)} returning *`.execute(write);
      const [row] = rows;
      if (row === undefined) return undefined;
      await record({ before: row, after: null }, actor, toWafInstant(at));
      return toStored(row);
    },
    history: ({ id, ...query }) =>
      selectHistory<Decision>(read, kind, { ...query, ...(id === undefined ? {} : { key: toKey(id) }) }),
  };
}

function toKey(id: string): string {
  return clean(id).toUpperCase();
}

function isAt(key: string, project: string): RawBuilder<unknown> {
  return sql`key = ${key} and project = ${project}`;
}

/** Writes a new row, or gives the one that is there, which nobody else changes until the transaction ends. */
async function insertOrLock(db: StoreDatabase, table: RawBuilder<unknown>, row: Row): Promise<Row | null> {
  const columns = sql.join(Object.keys(row).map((column) => sql.ref(column)));
  const values = sql.join(Object.values(row).map((value) => sql`${value}`));
  for (;;) {
    const { numAffectedRows } = await sql`
      insert into ${table} (${columns}) values (${values}) on conflict (key, project) do nothing`.execute(db);
    if (numAffectedRows === 1n) return null;
    const { rows } = await sql<Row>`
      select * from ${table} where ${isAt(row.key, row.project)} ${isPostgres(db) ? sql`for update` : sql``}`.execute(
      db,
    );
    // Gone when another one has removed it in between; then it is new after all.
    if (rows[0] !== undefined) return rows[0];
  }
}
