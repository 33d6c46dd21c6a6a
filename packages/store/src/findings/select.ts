import { severityRank } from '@securescan/model';
import type { ExpressionBuilder, Selectable } from 'kysely';
import { sql } from 'kysely';
import type { Database, StoreDatabase } from '../schema.ts';
import type { FindingFilter, FindingRecord } from './contract.ts';

/** Columns of a finding and of the verdict on it. */
export function selectRecords(db: StoreDatabase, scanId: string, filter: FindingFilter) {
  return filtered(db, scanId, filter).select([
    'f.scan_id',
    'f.ordinal',
    'f.id',
    'f.scanner',
    'f.scan_type',
    'f.severity',
    'f.title',
    'f.description',
    'f.file_path',
    'f.line_start',
    'f.line_end',
    'f.column_start',
    'f.rule_id',
    'f.cwe',
    'f.remediation',
    'f.metadata',
    'f.suppressed_by',
    'f.compliance_tags',
    'f.fingerprint',
    'v.status as verdict_status',
    'v.note as verdict_note',
    'v.updated_at as verdict_updated_at',
    'v.updated_by as verdict_updated_by',
    'v.principal as verdict_principal',
    'v.expires_at as verdict_expires_at',
  ]);
}

type Row = Selectable<Database['findings']>;

export interface RecordRow extends Pick<
  Row,
  | 'scan_id'
  | 'ordinal'
  | 'id'
  | 'scanner'
  | 'scan_type'
  | 'severity'
  | 'title'
  | 'description'
  | 'file_path'
  | 'line_start'
  | 'line_end'
  | 'column_start'
  | 'rule_id'
  | 'cwe'
  | 'remediation'
  | 'metadata'
  | 'suppressed_by'
  | 'compliance_tags'
  | 'fingerprint'
> {
  readonly verdict_status: string | null;
  readonly verdict_note: string | null;
  readonly verdict_updated_at: string | null;
  readonly verdict_updated_by: string | null;
  readonly verdict_principal: string | null;
  readonly verdict_expires_at: string | null;
}

/** Findings of a scan that pass the filter, joined with their verdicts; without columns, order and bounds. */
export function filtered(db: StoreDatabase, scanId: string, filter: FindingFilter) {
  let query = db
    .selectFrom('findings as f')
    .leftJoin('finding_states as v', 'v.fingerprint', 'f.fingerprint')
    .where('f.scan_id', '=', scanId);
  if (!filter.includeSuppressed) query = query.where('f.suppressed_by', 'is', null);
  if (filter.severity !== undefined) query = query.where('f.severity_rank', '=', severityRank(filter.severity));
  if (filter.scanner !== undefined) query = query.where('f.scanner', '=', filter.scanner);
  if (filter.scanType !== undefined) query = query.where('f.scan_type', '=', filter.scanType);
  const { severities, scanners, statuses } = filter;
  if (severities !== undefined) query = query.where('f.severity_rank', 'in', severities.map(severityRank));
  if (scanners !== undefined) query = query.where('f.scanner', 'in', scanners);
  if (statuses !== undefined) {
    query = query.where((expression) => expression(expression.fn.coalesce('v.status', sql.lit('new')), 'in', statuses));
  }
  const { tags, status, text } = filter;
  if (tags !== undefined) query = query.where((expression) => hasTag(db, expression, tags));
  if (status === 'new') {
    query = query.where((expression) =>
      expression.or([expression('v.status', 'is', null), expression('v.status', '=', 'new')]),
    );
  } else if (status !== undefined) {
    query = query.where('v.status', '=', status);
  }
  if (text !== undefined) query = query.where((expression) => contains(expression, text));
  return query;
}

/** Whether the filter can only be answered by looking at rows one after the other. */
export function needsLooking({ tags, status, text, severities, scanners, statuses }: FindingFilter): boolean {
  return [tags, status, text, severities, scanners, statuses].some((condition) => condition !== undefined);
}

type FindingExpression = ExpressionBuilder<Database & { f: Database['findings'] }, 'f'>;

/** A tag stands in its JSON list between quotes; it holds none itself, so a plain text search finds whole tags only. */
function hasTag(db: StoreDatabase, expression: FindingExpression, tags: readonly string[]) {
  const position = db.getExecutor().adapter.supportsMultipleConnections === true ? 'strpos' : 'instr';
  return expression.or(
    tags.map((tag) =>
      expression(
        expression.fn<number>(position, [
          expression.ref('f.compliance_tags'),
          sql<string>`cast(${JSON.stringify(tag)} as text)`,
        ]),
        '>',
        0,
      ),
    ),
  );
}

function contains(expression: FindingExpression, text: string) {
  const pattern = `%${text.toLowerCase().replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  return expression.or(
    (['f.title', 'f.file_path', 'f.rule_id'] as const).map(
      (column) => sql<boolean>`lower(${expression.ref(column)}) like ${pattern} escape '\\'`,
    ),
  );
}

export function toRecord(row: RecordRow): FindingRecord {
  return {
    scanId: row.scan_id,
    ordinal: row.ordinal,
    id: row.id,
    scanner: row.scanner,
    scanType: row.scan_type,
    severity: row.severity,
    title: row.title,
    description: row.description,
    filePath: row.file_path,
    lineStart: row.line_start,
    lineEnd: row.line_end,
    column: row.column_start,
    ruleId: row.rule_id,
    cwe: row.cwe,
    remediation: row.remediation,
    metadata: row.metadata,
    suppressedBy: row.suppressed_by,
    complianceTags: row.compliance_tags,
    fingerprint: row.fingerprint,
    verdict:
      row.verdict_status === null
        ? null
        : {
            status: row.verdict_status,
            note: row.verdict_note,
            updatedAt: row.verdict_updated_at ?? '',
            updatedBy: row.verdict_updated_by,
            principal: row.verdict_principal,
            expiresAt: row.verdict_expires_at,
          },
  };
}
