import type { JsonObject } from '@securescan/model';
import type { Selectable, SelectQueryBuilder } from 'kysely';
import { clean, toJson } from '../json-text.ts';
import { isPostgres } from '../migrations/column-types.ts';
import type { Connections, Database, StoreDatabase } from '../schema.ts';
import type { Restored, StoredWafControl, WafControlFilter, WafControlRepository } from './contract.ts';
import { instantBehind, toWafInstant } from './instants.ts';
import type { WafControlTable } from './tables.ts';

export function createWafControlRepository({ read, write }: Connections): WafControlRepository {
  return {
    async set(control, at) {
      const instant = toWafInstant(at);
      const { row, isNew } = await insertOrLock(write, toRow({ ...control, createdAt: instant, updatedAt: instant }));
      if (isNew) return { control: toControl(row), isNew };
      const changed = {
        ...toRow({ ...control, createdAt: row.created_at, updatedAt: instantBehind(row.updated_at, instant) }),
        created_at: row.created_at,
      };
      await write.updateTable('waf_controls').set(changed).where('id', '=', row.id).execute();
      return { control: toControl(changed), isNew };
    },
    async restore(control): Promise<Restored> {
      const wanted = toRow(control);
      const { row, isNew } = await insertOrLock(write, wanted);
      if (isNew) return 'created';
      if (row.updated_at >= wanted.updated_at)
        return row.pillar === wanted.pillar && row.severity === wanted.severity && row.definition === wanted.definition
          ? 'unchanged'
          : 'kept';
      await write.updateTable('waf_controls').set(wanted).where('id', '=', row.id).execute();
      return 'updated';
    },
    async find(id) {
      const found = new Map(
        (await read.selectFrom('waf_controls').selectAll().where('id', 'in', [id.toUpperCase(), id]).execute()).map(
          (row) => [row.id, row],
        ),
      );
      const row = found.get(id.toUpperCase()) ?? found.get(id);
      return row && toControl(row);
    },
    async list(filter, { offset, limit }) {
      const rows = await filterControls(read, filter)
        .selectAll()
        .orderBy('created_at', 'desc')
        .orderBy('id')
        .limit(limit)
        .offset(offset)
        .execute();
      return rows.map(toControl);
    },
    async count(filter) {
      const { count } = await filterControls(read, filter)
        .select((eb) => eb.fn.countAll<number | string>().as('count'))
        .executeTakeFirstOrThrow();
      return Number(count);
    },
    async remove(id) {
      for (const candidate of new Set([id.toUpperCase(), id])) {
        const row = await write
          .deleteFrom('waf_controls')
          .where('id', '=', candidate)
          .returningAll()
          .executeTakeFirst();
        if (row !== undefined) return toControl(row);
      }
      return undefined;
    },
  };
}

type Row = Selectable<WafControlTable>;

/** Writes a new row, or gives the one that is there, which nobody else changes until the transaction ends. */
async function insertOrLock(db: StoreDatabase, row: Row): Promise<{ readonly row: Row; readonly isNew: boolean }> {
  for (;;) {
    const { numInsertedOrUpdatedRows } = await db
      .insertInto('waf_controls')
      .values(row)
      .onConflict((conflict) => conflict.column('id').doNothing())
      .executeTakeFirst();
    if (numInsertedOrUpdatedRows === 1n) return { row, isNew: true };
    const select = db.selectFrom('waf_controls').selectAll().where('id', '=', row.id);
    const known = await (isPostgres(db) ? select.forUpdate() : select).executeTakeFirst();
    // Gone when another one has removed it in between; then it is new after all.
    if (known !== undefined) return { row: known, isNew: false };
  }
}

function filterControls(
  db: StoreDatabase,
  { pillar, severity }: WafControlFilter,
): SelectQueryBuilder<Database, 'waf_controls', object> {
  let select = db.selectFrom('waf_controls');
  if (pillar !== undefined) select = select.where('pillar', '=', pillar);
  if (severity !== undefined) select = select.where('severity', '=', severity);
  return select;
}

function toRow(control: StoredWafControl): Row {
  return {
    id: clean(control.id),
    pillar: clean(control.pillar),
    severity: clean(control.severity),
    definition: toJson(control.definition),
    created_at: toWafInstant(control.createdAt),
    updated_at: toWafInstant(control.updatedAt),
  };
}

function toControl(row: Row): StoredWafControl {
  return {
    id: row.id,
    pillar: row.pillar,
    severity: row.severity,
    definition: JSON.parse(row.definition) as JsonObject,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
