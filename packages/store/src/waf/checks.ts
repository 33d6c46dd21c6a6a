import { createHash } from 'node:crypto';
import type { JsonObject, JsonValue } from '@securescan/model';
import { clean, toJson } from '../json-text.ts';
import type { StoreDatabase } from '../schema.ts';
import { createBulkInsert, inList } from './bulk.ts';
import type { WafFinding } from './contract.ts';
import type { WafCheckTable } from './tables.ts';

type CheckRow = Omit<WafCheckTable, 'seq'>;

/** What findings repeat of their check, kept once per text. */
export interface CheckBook {
  /** Place in `rows` of what the finding repeats. */
  place(finding: WafFinding): number;
  readonly rows: readonly CheckRow[];
}

export function createCheckBook(): CheckBook {
  const rows: CheckRow[] = [];
  const places = new Map<string, number>();
  // Findings of one check follow each other, and mostly share the objects that were parsed or filled in.
  let last: { readonly finding: WafFinding; readonly place: number } | null = null;
  return {
    rows,
    place(finding) {
      if (last !== null && isSame(last.finding, finding)) return last.place;
      const row = toRow(finding);
      const known = places.get(row.hash);
      const place = known ?? rows.push(row) - 1;
      if (known === undefined) places.set(row.hash, place);
      last = { finding, place };
      return place;
    },
  };
}

function isSame(a: WafFinding, b: WafFinding): boolean {
  return (
    a.check_id === b.check_id &&
    a.control_id === b.control_id &&
    a.check_title === b.check_title &&
    a.pillar === b.pillar &&
    a.severity === b.severity &&
    a.remediation === b.remediation &&
    isSameJson(a.example, b.example) &&
    isSameJson(a.regulatory_mapping, b.regulatory_mapping)
  );
}

/** Texts of examples are long: comparing them takes less than writing both as JSON. */
function isSameJson(a: JsonValue, b: JsonValue): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const names = Object.keys(a);
  const others = Object.keys(b);
  // Text by text and without pairs in between: this runs for each finding.
  return (
    names.length === others.length &&
    names.every(
      (name, place) =>
        name === others[place] && isSameJson((a as JsonObject)[name] ?? null, (b as JsonObject)[name] ?? null),
    )
  );
}

function toRow(finding: WafFinding): CheckRow {
  const texts = {
    control_id: clean(finding.control_id),
    check_id: clean(finding.check_id),
    check_title: clean(finding.check_title),
    pillar: clean(finding.pillar),
    severity: clean(finding.severity),
    remediation: clean(finding.remediation),
    example: finding.example === null ? null : toJson(finding.example),
    regulatory_mapping: toJson(finding.regulatory_mapping),
  };
  return {
    ...texts,
    pillar_key: texts.pillar.toLowerCase(),
    severity_key: texts.severity.toLowerCase(),
    hash: createHash('sha256').update(JSON.stringify(texts)).digest('base64url'),
  };
}

const COLUMNS = [
  'hash',
  'control_id',
  'check_id',
  'check_title',
  'pillar',
  'pillar_key',
  'severity',
  'severity_key',
  'remediation',
  'example',
  'regulatory_mapping',
] as const;

const insertChecks = createBulkInsert(
  'waf_checks',
  COLUMNS.map((name) => [name, 'text'] as const),
  'on conflict (hash) do nothing',
);

/**
 * Writes those checks that are new.
 * @returns numbers of the checks, in the order of the rows
 */
export async function saveChecks(db: StoreDatabase, rows: readonly CheckRow[]): Promise<readonly number[]> {
  const known = await findChecks(db, rows);
  // In one order for all, so that two writers never wait for each other.
  const missing = rows.filter(({ hash }) => !known.has(hash)).toSorted((a, b) => (a.hash < b.hash ? -1 : 1));
  if (missing.length > 0) {
    await insertChecks(
      db,
      missing.map((row) => COLUMNS.map((name) => row[name])),
    );
    for (const [hash, seq] of await findChecks(db, missing)) known.set(hash, seq);
  }
  return rows.map(({ hash }) => {
    const seq = known.get(hash);
    if (seq === undefined) throw new Error(`check ${hash} was not written`);
    return seq;
  });
}

async function findChecks(db: StoreDatabase, rows: readonly CheckRow[]): Promise<Map<string, number>> {
  if (rows.length === 0) return new Map();
  const hashes = rows.map(({ hash }) => hash);
  const found = await db
    .selectFrom('waf_checks')
    .select(['hash', 'seq'])
    .where('hash', 'in', inList(db, hashes))
    .execute();
  return new Map(found.map(({ hash, seq }) => [hash, seq]));
}
