import type { JsonObject } from '@securescan/model';
import type { StoreDatabase } from '../schema.ts';
import { inList } from './bulk.ts';
import type { PlacedWafFinding, WafControlTally, WafFindingFilter } from './contract.ts';
import { LAST_ORDINAL, toFindingId, toOrdinal } from './finding-id.ts';

/** Findings of a run that pass the filter, with their checks; without columns, order and bounds. */
function filterFindings(db: StoreDatabase, runSeq: number, filter: WafFindingFilter) {
  let select = db
    .selectFrom('waf_run_findings as f')
    .innerJoin('waf_checks as c', 'c.seq', 'f.check_seq')
    .where('f.id', '>=', toFindingId(runSeq, 0))
    .where('f.id', '<', toFindingId(runSeq + 1, 0));
  if (filter.status !== undefined) select = select.where('f.status', '=', filter.status.toUpperCase());
  if (filter.severity !== undefined) select = select.where('c.severity_key', '=', filter.severity.toLowerCase());
  if (filter.pillar !== undefined) select = select.where('c.pillar_key', '=', filter.pillar.toLowerCase());
  if (filter.controlId !== undefined) select = select.where('c.control_id', '=', filter.controlId);
  if (filter.checkId !== undefined) select = select.where('c.check_id', '=', filter.checkId);
  if (filter.resource !== undefined) select = select.where('f.resource', '=', filter.resource);
  return select;
}

/** The number of a run; -1 for one that is not there, which has no findings. */
async function findSeq(db: StoreDatabase, id: string): Promise<number> {
  const row = await db.selectFrom('waf_runs').select('seq').where('id', '=', id).executeTakeFirst();
  return row?.seq ?? -1;
}

export async function selectFindings(
  db: StoreDatabase,
  id: string,
  filter: WafFindingFilter,
  { after, limit }: { readonly after?: number; readonly limit: number },
): Promise<readonly PlacedWafFinding[]> {
  const runSeq = await findSeq(db, id);
  let select = filterFindings(db, runSeq, filter)
    .select([
      'f.id',
      'f.check_seq',
      'f.status',
      'f.resource',
      'f.message',
      'f.file',
      'f.line',
      'f.end_line',
      'f.fingerprint',
      'f.extra',
    ])
    .orderBy('f.id')
    .limit(limit);
  if (after !== undefined) select = select.where('f.id', '>', toFindingId(runSeq, Math.min(after, LAST_ORDINAL)));
  const rows = await select.execute();
  const checks = await selectChecks(db, new Set(rows.map(({ check_seq }) => check_seq)));
  return rows.map(({ check_seq, extra, ...row }) => {
    const check = checks.get(check_seq);
    if (check === undefined) throw new Error(`check ${check_seq} of a finding is gone`);
    const finding = {
      check_id: check.check_id,
      check_title: check.check_title,
      control_id: check.control_id,
      pillar: check.pillar,
      severity: check.severity,
      status: row.status,
      resource: row.resource,
      message: row.message,
      remediation: check.remediation,
      example: check.example,
      regulatory_mapping: check.regulatory_mapping,
      file: row.file,
      line: row.line,
      end_line: row.end_line,
      fingerprint: row.fingerprint,
      waived: null,
    };
    const ordinal = toOrdinal(row.id);
    return { ordinal, finding: extra === null ? finding : { ...finding, ...(JSON.parse(extra) as object) } };
  });
}

/** Checks by number. Their texts are long and few, so they are read apart from the findings that share them. */
async function selectChecks(db: StoreDatabase, seqs: ReadonlySet<number>) {
  if (seqs.size === 0) return new Map<number, never>();
  const rows = await db
    .selectFrom('waf_checks')
    .select([
      'seq',
      'check_id',
      'check_title',
      'control_id',
      'pillar',
      'severity',
      'remediation',
      'example',
      'regulatory_mapping',
    ])
    .where('seq', 'in', inList(db, [...seqs]))
    .execute();
  return new Map(
    rows.map((row) => [
      row.seq,
      {
        ...row,
        example: row.example === null ? null : (JSON.parse(row.example) as JsonObject),
        regulatory_mapping: JSON.parse(row.regulatory_mapping) as readonly JsonObject[],
      },
    ]),
  );
}

export async function countFindings(db: StoreDatabase, id: string, filter: WafFindingFilter): Promise<number> {
  const { count } = await filterFindings(db, await findSeq(db, id), filter)
    .select((eb) => eb.fn.countAll<number | string>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(count);
}

export async function tallyFindings(db: StoreDatabase, id: string): Promise<readonly WafControlTally[]> {
  const rows = await filterFindings(db, await findSeq(db, id), {})
    .select(['c.control_id', 'f.status'])
    .select((eb) => [eb.fn.min('c.pillar').as('pillar'), eb.fn.countAll<number | string>().as('count')])
    .groupBy(['c.control_id', 'f.status'])
    .orderBy('c.control_id')
    .orderBy('f.status')
    .execute();
  const tallies: WafControlTally[] = [];
  for (const { control_id, pillar, status, count } of rows) {
    const last = tallies.at(-1)?.controlId === control_id ? tallies.pop() : undefined;
    tallies.push({
      controlId: control_id,
      pillar: last?.pillar ?? pillar,
      findings: (last?.findings ?? 0) + Number(count),
      statuses: { ...last?.statuses, [status]: Number(count) },
    });
  }
  return tallies;
}
