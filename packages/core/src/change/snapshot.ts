import { describeError, FindingJson, parseFinding, SecureScanError } from '@securescan/model';
import type { Finding } from '@securescan/model';
import { z } from 'zod';

/** Findings of a snapshot: the array that `scan --output json` writes, or an object with such an array. */
export interface Snapshot {
  readonly findings: readonly Finding[];
  /** What was left out. */
  readonly notes: readonly string[];
}

/** Beyond this a file is no report of ours; parsing it would hold the process for seconds. */
const MAX_CHARACTERS = 512 * 1024 * 1024;

/**
 * Reads JSON text of a file, byte order mark or not.
 * @throws SecureScanError with `code`
 */
export function parseJsonFile(text: string, code: 'E_SNAPSHOT_INVALID' | 'E_BASELINE_INVALID'): unknown {
  if (text.length > MAX_CHARACTERS)
    throw new SecureScanError(code, `the file has ${text.length} characters, which is too many`);
  try {
    return JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text);
  } catch (error) {
    throw new SecureScanError(code, `not valid JSON: ${describeError(error)}`, { cause: error });
  }
}

// A snapshot is strict where the wire is tolerant: a null where an object belongs is a damaged file.
const SnapshotFinding = FindingJson.extend({
  remediation: z.string().nullable().default(''),
  metadata: z.record(z.string(), z.json()).default({}),
  compliance_tags: z.array(z.string()).default([]),
  fingerprint: z.string().default(''),
});

/**
 * Reads one finding of a file.
 * @param place - for the message, for example `entry 3`
 * @throws SecureScanError with `code`, naming the place and the fields
 */
export function parseFileFinding(
  record: unknown,
  place: string,
  code: 'E_SNAPSHOT_INVALID' | 'E_BASELINE_INVALID',
): Finding {
  const result = SnapshotFinding.safeParse(record);
  if (result.success) return parseFinding(result.data);
  const { issues } = result.error;
  const fields = [...new Set(issues.map(({ path }) => String(path[0] ?? 'record')))];
  const given = typeof record === 'object' && record !== null ? (record as Readonly<Record<string, unknown>>) : {};
  const missing = fields.filter((field) => given[field] === undefined);
  const problem =
    missing.length > 0
      ? `${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing`
      : `${fields[0] ?? 'record'}: ${issues[0]?.message ?? 'does not fit'}`;
  throw new SecureScanError(code, `${place}: ${problem}`, { details: { fields }, cause: result.error });
}

/** The list in a file: the file itself, or its `findings`. */
export function findRecords(file: unknown): readonly unknown[] | undefined {
  if (Array.isArray(file)) return file as unknown[];
  const findings = typeof file === 'object' && file !== null && 'findings' in file ? file.findings : undefined;
  return Array.isArray(findings) ? (findings as unknown[]) : undefined;
}

/**
 * Reads a snapshot. Missing texts, metadata, tags and fingerprints get empty defaults, so that baseline files load too.
 * @throws SecureScanError E_SNAPSHOT_INVALID: not JSON; no array of findings; a finding without scanner, scan type,
 *   severity or title, or with a field of another type (index and field are named)
 */
export function parseSnapshot(text: string): Snapshot {
  const records = findRecords(parseJsonFile(text, 'E_SNAPSHOT_INVALID'));
  if (records === undefined)
    throw new SecureScanError(
      'E_SNAPSHOT_INVALID',
      "no list of findings; a snapshot is what 'securescan scan --output json' writes, or an object with a 'findings' list",
    );
  const findings: Finding[] = [];
  let strangers = 0;
  for (const [index, record] of records.entries()) {
    if (typeof record !== 'object' || record === null || Array.isArray(record)) strangers += 1;
    else findings.push(parseFileFinding(record, `findings[${index}]`, 'E_SNAPSHOT_INVALID'));
  }
  const notes = strangers === 0 ? [] : [`${strangers} of ${records.length} entries are not objects and were left out`];
  return { findings, notes };
}
