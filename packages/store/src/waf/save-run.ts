import { createHash } from 'node:crypto';
import type { JsonObject } from '@securescan/model';
import { toJson } from '../json-text.ts';
import type { StoreDatabase } from '../schema.ts';
import type { NewWafRun, WafRunSummary } from './contract.ts';
import { insertFindings } from './insert-findings.ts';
import { instantBehind, secondAfter, toWafInstant } from './instants.ts';
import { toDetailRow, toRunRow, toSummary } from './run-rows.ts';

/** Writes a new run; its time is moved behind that of a run of the same second that is not older. */
export async function addRun(db: StoreDatabase, run: NewWafRun): Promise<WafRunSummary> {
  const wanted = toWafInstant(run.createdAt);
  const newest = await db
    .selectFrom('waf_runs')
    .select('created_at')
    .where('created_at', '>=', wanted)
    .where('created_at', '<', secondAfter(wanted))
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  const row = toRunRow(run, instantBehind(newest?.created_at, wanted));
  const { seq } = await db.insertInto('waf_runs').values(row).returning('seq').executeTakeFirstOrThrow();
  await insertRest(db, seq, run);
  return toSummary(row);
}

/** Writes a run as it is. @returns false when there is one of its id */
export async function restoreRun(db: StoreDatabase, run: NewWafRun): Promise<boolean> {
  const row = await db
    .insertInto('waf_runs')
    .values(toRunRow(run, toWafInstant(run.createdAt)))
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('seq')
    .executeTakeFirst();
  if (row === undefined) return false;
  await insertRest(db, row.seq, run);
  return true;
}

async function insertRest(db: StoreDatabase, seq: number, run: NewWafRun): Promise<void> {
  const catalogue = await saveCatalogue(db, run.controlsMeta);
  await db
    .insertInto('waf_run_details')
    .values(toDetailRow(run, seq, catalogue))
    .execute();
  await insertFindings(db, seq, run.findings);
}

/** Writes the controls that a run came with, unless another run came with the same. */
async function saveCatalogue(db: StoreDatabase, controlsMeta: readonly JsonObject[]): Promise<string | null> {
  if (controlsMeta.length === 0) return null;
  const controls = toJson(controlsMeta);
  const hash = createHash('sha256').update(controls).digest('base64url');
  const known = await db.selectFrom('waf_catalogues').select('hash').where('hash', '=', hash).executeTakeFirst();
  if (known === undefined)
    await db
      .insertInto('waf_catalogues')
      .values({ hash, controls })
      .onConflict((conflict) => conflict.column('hash').doNothing())
      .execute();
  return hash;
}
