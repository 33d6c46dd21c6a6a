import { SecureScanError, Severity } from '@securescan/model';
import type { RawFinding } from '@securescan/model';
import { z } from 'zod';

/** A report that passed the check. */
export interface CheckedReport {
  readonly findings: readonly RawFinding[];
  readonly notes: readonly string[];
  readonly incomplete: string | null;
}

/** More than this from one scanner is a broken scanner, or a list nobody reads. */
const MAX_FINDINGS = 100_000;
const MAX_NOTES = 1000;
const MAX_METADATA_DEPTH = 32;

function isJson(value: unknown, depth: number): boolean {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || depth === 0) return false;
  if (Array.isArray(value)) return value.every((item) => isJson(item, depth - 1));
  return Object.values(value).every((item) => item === undefined || isJson(item, depth - 1));
}

function isJsonObject(value: unknown): boolean {
  return typeof value === 'object' && !Array.isArray(value) && isJson(value, MAX_METADATA_DEPTH);
}

/** What makes a finding unfit. Lines are judged apart: a wrong line is no reason to lose a finding. */
const FitFinding = z.object({
  severity: Severity,
  title: z.string().min(1),
  description: z.string(),
  path: z.string().nullish(),
  ruleId: z.string().nullable(),
  cwe: z.string().nullish(),
  remediation: z.string().nullish(),
  confidence: z.enum(['high', 'medium', 'low']).optional(),
  identity: z.string().optional(),
  snippet: z.string().optional(),
  metadata: z.custom(isJsonObject, 'must be a JSON object').optional(),
});

const LINE_FIELDS = ['lineStart', 'lineEnd', 'column'] as const;

function isPlace(value: unknown): boolean {
  return value == null || (Number.isSafeInteger(value) && (value as number) >= 1);
}

/** Takes out lines and columns that cannot be; returns the same object when all can. */
function mendPlaces(finding: RawFinding): RawFinding {
  if (LINE_FIELDS.every((field) => isPlace(finding[field]))) return finding;
  const [lineStart, lineEnd, column] = LINE_FIELDS.map((field) => (isPlace(finding[field]) ? finding[field] : null));
  return { ...finding, lineStart: lineStart ?? null, lineEnd: lineEnd ?? null, column: column ?? null };
}

function describeMisfit(error: z.ZodError): string {
  const issue = error.issues[0];
  return issue === undefined ? 'unknown' : `${issue.path.join('.') || 'record'}: ${issue.message}`;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/**
 * Checks what a scanner handed back, record by record; unfit records are left out and counted in the notes.
 * @throws SecureScanError E_TOOL_REPORT when there is no list of findings at all
 */
export function checkReport(scanner: string, report: unknown): CheckedReport {
  const shape = typeof report === 'object' && report !== null ? (report as Record<string, unknown>) : {};
  const records = shape['findings'];
  if (!Array.isArray(records))
    throw new SecureScanError('E_TOOL_REPORT', `${scanner} handed back no list of findings; please report this`);

  const findings: RawFinding[] = [];
  const misfits: string[] = [];
  let withoutLine = 0;
  for (const record of records.slice(0, MAX_FINDINGS) as unknown[]) {
    const fit = FitFinding.safeParse(record);
    if (!fit.success) {
      misfits.push(describeMisfit(fit.error));
      continue;
    }
    // The record itself, not zod's copy: fields the schema leaves out (the places) are still to be judged.
    const finding = record as RawFinding;
    const mended = mendPlaces(finding);
    if (mended !== finding) withoutLine += 1;
    findings.push(mended);
  }

  const given = Array.isArray(shape['notes']) ? (shape['notes'] as unknown[]) : [];
  const notes = given.filter((note) => typeof note === 'string').slice(0, MAX_NOTES);
  if (misfits.length > 0)
    notes.push(`${plural(misfits.length, 'record')} of ${records.length} did not fit and was left out (${misfits[0]})`);
  if (withoutLine > 0)
    notes.push(`${plural(withoutLine, 'finding')} had an impossible line or column, which was left out`);
  const cut =
    records.length > MAX_FINDINGS ? `${records.length} findings; only the first ${MAX_FINDINGS} were taken` : null;
  const said = typeof shape['incomplete'] === 'string' ? shape['incomplete'] : null;
  return { findings, notes, incomplete: cut ?? said };
}
