import { describeError, SCAN_STATUSES, SecureScanError, ScanType, Severity, TriageStatus } from '@securescan/model';
import { sql } from 'kysely';
import { z } from 'zod';
import type { StoreDatabase } from '../schema.ts';
import type { OriginalTable } from './recognise.ts';
import { asideName } from './recognise.ts';
import { toUtc } from './times.ts';

/** Rows read at once. */
const PAGE = 1000;

const Optional = z
  .string()
  .nullish()
  .transform((text) => text ?? null);
const OptionalNumber = z
  .number()
  .nullish()
  .transform((value) => value ?? null);

const time = (zone: 'utc' | 'local') =>
  z.string().transform((text, context) => {
    try {
      return toUtc(text, zone);
    } catch (error) {
      context.addIssue(describeError(error));
      return z.NEVER;
    }
  });
const optionalTime = (zone: 'utc' | 'local') =>
  time(zone)
    .nullish()
    .transform((text) => text ?? null);

/** A column that holds JSON; absent and empty mean the default. */
const json = <Value>(schema: z.ZodType<Value>, otherwise: string) =>
  z
    .string()
    .nullish()
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text == null || text === '' ? otherwise : text);
      } catch {
        context.addIssue('holds no JSON');
        return z.NEVER;
      }
    })
    .pipe(schema);

const Strings = z.array(z.string());
const Data = z.record(z.string(), z.json());

export const OriginalScan = z.object({
  id: z.string(),
  target_path: z.string(),
  scan_types: json(z.array(ScanType), '[]'),
  status: z.enum(SCAN_STATUSES),
  started_at: optionalTime('local'),
  completed_at: optionalTime('local'),
  risk_score: OptionalNumber,
  summary: Optional,
  error: Optional,
  target_url: Optional,
  target_host: Optional,
  scanners_run: json(Strings, '[]'),
  scanners_skipped: json(
    z.array(z.object({ name: z.string(), reason: z.string(), install_hint: z.string().nullish() })),
    '[]',
  ),
});
export type OriginalScan = z.output<typeof OriginalScan>;

export const OriginalFinding = z.object({
  id: z.string(),
  scan_id: z.string(),
  scanner: z.string(),
  scan_type: ScanType,
  severity: Severity,
  title: z.string(),
  description: z.string(),
  file_path: Optional,
  line_start: OptionalNumber,
  line_end: OptionalNumber,
  rule_id: Optional,
  cwe: Optional,
  remediation: Optional,
  metadata: json(Data, '{}'),
  fingerprint: Optional,
  compliance_tags: json(Strings, '[]'),
});
export type OriginalFinding = z.output<typeof OriginalFinding>;

export const OriginalState = z.object({
  fingerprint: z.string(),
  status: TriageStatus,
  note: Optional,
  updated_at: time('utc'),
  updated_by: Optional,
});

export const OriginalComment = z.object({
  id: z.string(),
  fingerprint: z.string(),
  text: z.string(),
  author: Optional,
  created_at: time('utc'),
});

export const OriginalKey = z.object({
  id: z.string(),
  name: z.string(),
  key_hash: z.string(),
  prefix: z.string(),
  scopes: json(Strings, '[]'),
  created_at: time('utc'),
  last_used_at: optionalTime('utc'),
  revoked_at: optionalTime('utc'),
});

export const OriginalNotification = z.object({
  id: z.string(),
  type: z.string(),
  title: z.string(),
  body: Optional,
  link: Optional,
  severity: z.enum(['info', 'warning', 'error']).catch('info'),
  created_at: time('utc'),
  read_at: optionalTime('utc'),
});

export const OriginalWebhook = z.object({
  id: z.string(),
  name: z.string(),
  url: z.string(),
  secret: z.string(),
  event_filter: json(Strings, '[]'),
  enabled: z.number(),
  created_at: time('utc'),
});

export const OriginalDelivery = z.object({
  id: z.string(),
  webhook_id: z.string(),
  event: z.string(),
  payload: json(Data, '{}'),
  status: z.enum(['pending', 'delivering', 'succeeded', 'failed']),
  attempt: z.number(),
  next_attempt_at: time('utc'),
  created_at: time('utc'),
  updated_at: time('utc'),
  response_code: OptionalNumber,
  response_body: Optional,
});

export const OriginalSbom = z.object({
  id: z.string(),
  scan_id: Optional,
  target_path: z.string(),
  format: z.enum(['cyclonedx', 'spdx']),
  created_at: time('utc'),
});

export const OriginalComponent = z.object({
  id: z.string(),
  sbom_id: z.string(),
  name: z.string(),
  version: z.string(),
  type: z.string(),
  purl: Optional,
  license: Optional,
  supplier: Optional,
});

export interface Selection {
  /** Only rows with this value in a column. */
  readonly where?: readonly [column: string, value: string];
  /** Column that orders them; ties, and all without it, in the order in which they were written. */
  readonly by?: string;
}

/**
 * All rows of an old table, a page at a time.
 * @throws SecureScanError E_STORE naming the row and the column that does not fit
 */
export async function* readOriginal<Row>(
  db: StoreDatabase,
  table: OriginalTable,
  schema: z.ZodType<Row>,
  { where, by }: Selection = {},
): AsyncGenerator<readonly Row[]> {
  const place = by === undefined ? sql`rowid` : sql.ref(by);
  const fits = where === undefined ? sql`1` : sql`${sql.ref(where[0])} = ${where[1]}`;
  for (let after: Position | undefined; ;) {
    const behind =
      after === undefined
        ? sql`1`
        : by === undefined
          ? sql`rowid > ${after.row}`
          : sql`(${place}, rowid) > (${after.place}, ${after.row})`;
    const { rows } = await sql<Position>`
      select ${place} as place, rowid as row, * from ${sql.table(asideName(table))}
      where ${fits} and ${behind} order by ${place}, rowid limit ${sql.lit(PAGE)}`.execute(db);
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows.map((row) => parseRow(table, schema, row));
    after = last;
  }
}

interface Position {
  readonly place: string | number;
  readonly row: number;
}

function parseRow<Row>(table: OriginalTable, schema: z.ZodType<Row>, row: object): Row {
  const result = schema.safeParse(row);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const id = 'id' in row ? String(row.id) : 'fingerprint' in row ? String(row.fingerprint) : '?';
  throw new SecureScanError(
    'E_STORE',
    `${String(issue?.path[0] ?? 'something')} of the row ${id} in the table ${table}: ${issue?.message ?? 'does not fit'}`,
  );
}
