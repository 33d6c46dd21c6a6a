import { cleanOrNull, toJson } from '../json-text.ts';
import { inProjects } from '../project-filter.ts';
import type { StoreDatabase } from '../schema.ts';
import type { ProjectBounds, WafActor, WafDecisionChange } from './contract.ts';

type Kind = 'waiver' | 'risk';

/** Writes one change of a waiver or risk acceptance. */
export async function writeEvent<Decision>(
  db: StoreDatabase,
  change: {
    readonly kind: Kind;
    readonly row: { readonly key: string; readonly project: string } | null;
    readonly before: Decision | null;
    readonly after: Decision | null;
    readonly actor: WafActor;
    readonly at: string;
  },
): Promise<void> {
  const { kind, row, before, after, actor, at } = change;
  if (row === null) return;
  await db
    .insertInto('waf_decision_events')
    .values({
      kind,
      key: row.key,
      project: row.project,
      action: before === null ? 'created' : after === null ? 'removed' : 'changed',
      before: before === null ? null : toJson(before),
      after: after === null ? null : toJson(after),
      at,
      principal: actor.principal,
      name: cleanOrNull(actor.name),
    })
    .execute();
}

/** When a record was removed, if that is the last that has happened to it. */
export async function findRemoval(
  db: StoreDatabase,
  kind: Kind,
  { key, project }: { readonly key: string; readonly project: string },
): Promise<string | null> {
  const last = await db
    .selectFrom('waf_decision_events')
    .select(['action', 'at'])
    .where('kind', '=', kind)
    .where('key', '=', key)
    .where('project', '=', project)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  return last?.action === 'removed' ? last.at : null;
}

export async function selectHistory<Decision extends { readonly id: string }>(
  db: StoreDatabase,
  kind: Kind,
  query: {
    readonly projects: ProjectBounds;
    readonly key?: string;
    readonly project?: string;
    readonly before?: number;
    readonly limit: number;
  },
): Promise<readonly WafDecisionChange<Decision>[]> {
  let select = db
    .selectFrom('waf_decision_events')
    .selectAll()
    .where('kind', '=', kind)
    .where(inProjects('project', query.projects))
    .orderBy('seq', 'desc')
    .limit(query.limit);
  if (query.key !== undefined) select = select.where('key', '=', query.key);
  if (query.project !== undefined) select = select.where('project', '=', query.project);
  if (query.before !== undefined) select = select.where('seq', '<', query.before);
  const rows = await select.execute();
  return rows.map((row) => {
    const before = row.before === null ? null : (JSON.parse(row.before) as Decision);
    const after = row.after === null ? null : (JSON.parse(row.after) as Decision);
    return {
      seq: row.seq,
      // The database checks it.
      action: row.action as WafDecisionChange<Decision>['action'],
      id: (after ?? before)?.id ?? row.key,
      project: row.project,
      before,
      after,
      at: row.at,
      principal: row.principal,
      name: row.name,
    };
  });
}
