import { asFingerprint, describeError, ScanType, SecureScanError } from '@securescan/model';
import type { Finding } from '@securescan/model';
import { z } from 'zod';
import { findRecords, parseFileFinding, parseJsonFile } from '../change/snapshot.ts';
import { identify } from '../pipeline/identify.ts';
import { BASELINE_VERSION } from './baseline.ts';
import type { Baseline, BaselineEntry } from './baseline.ts';

const Envelope = z.object({
  fingerprint_version: z.string().nullish(),
  generated_by: z.string().nullish(),
  target_path: z.string().nullish(),
  scan_types: z.array(ScanType).nullish(),
  scanners: z.record(z.string(), z.string().nullable()).nullish(),
});

const EntryExtras = z.object({
  fingerprint: z.string().nullish(),
  count: z.number().int().positive().nullish(),
  reason: z.string().nullish(),
  expires: z.iso.date().nullish(),
});

function refuse(message: string): never {
  throw new SecureScanError('E_BASELINE_INVALID', message);
}

function check<T>(schema: z.ZodType<T>, value: unknown, place: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  return refuse(`${place}${issue?.path.length ? `.${issue.path.join('.')}` : ''}: ${issue?.message ?? 'does not fit'}`);
}

function checkVersion(file: object): void {
  const version = 'version' in file ? file.version : BASELINE_VERSION;
  if (version === BASELINE_VERSION) return;
  refuse(
    `the file has version ${JSON.stringify(version)}, this program reads version ${BASELINE_VERSION}; ` +
      "use a newer program, or write it again with 'securescan baseline'",
  );
}

/** The finding an entry describes; null when it describes none, which is fine beside a fingerprint. */
function findDescribed(record: object, place: string, hasFingerprint: boolean): Finding | null {
  try {
    return parseFileFinding(record, place, 'E_BASELINE_INVALID');
  } catch (error) {
    if (hasFingerprint) return null;
    return refuse(`${describeError(error)}; without a fingerprint these fields are needed to compute one`);
  }
}

function parseEntry(record: unknown, index: number): BaselineEntry {
  const place = `findings[${index}]`;
  if (typeof record !== 'object' || record === null || Array.isArray(record))
    return refuse(`${place}: must be an object with a fingerprint, not ${JSON.stringify(record)?.slice(0, 40)}`);
  const extras = check(EntryExtras, record, place);
  const fingerprint = extras.fingerprint ?? '';
  // A null where the fingerprint belongs is the same as none.
  const finding = findDescribed({ ...record, fingerprint }, place, fingerprint !== '');
  return {
    fingerprint: asFingerprint(fingerprint),
    count: extras.count ?? 1,
    reason: extras.reason ?? null,
    expires: extras.expires ?? null,
    finding,
    place,
  };
}

/** Computes the fingerprints that are missing; entries that have none describe a finding. */
function fillEntries(entries: readonly BaselineEntry[]): readonly BaselineEntry[] {
  const described = entries.flatMap(({ finding }) => (finding === null ? [] : [finding]));
  const filled = identify(described, null).values();
  return entries.map((entry) => {
    if (entry.finding === null) return entry;
    const finding = filled.next().value ?? entry.finding;
    return { ...entry, finding, fingerprint: finding.fingerprint };
  });
}

/**
 * Reads a baseline file: the array or envelope that `securescan baseline` writes, or any JSON array of objects with a
 * fingerprint. Unknown keys are ignored.
 * @throws SecureScanError E_BASELINE_INVALID: not JSON; no list of findings; another version; an entry without an
 *   identity, or with a count or day that is none (its index is named)
 */
export function parseBaseline(text: string): Baseline {
  const file = parseJsonFile(text, 'E_BASELINE_INVALID');
  const records = findRecords(file);
  if (typeof file === 'object' && file !== null && !Array.isArray(file)) checkVersion(file);
  if (records === undefined)
    return refuse(
      "no list of findings; a baseline is what 'securescan baseline' writes, or a list of objects with a fingerprint",
    );
  const envelope = Array.isArray(file) ? {} : check(Envelope, file, 'baseline');
  return {
    fingerprintVersion: envelope.fingerprint_version ?? null,
    generatedBy: envelope.generated_by ?? null,
    targetPath: envelope.target_path ?? null,
    scanTypes: envelope.scan_types ?? [],
    scanners: envelope.scanners ?? null,
    entries: fillEntries(records.map(parseEntry)),
  };
}

/**
 * The findings of a baseline, each as often as it is accepted; for `compare`.
 * @throws SecureScanError E_BASELINE_INVALID when an entry holds a fingerprint alone
 */
export function toBaselineFindings(baseline: Baseline): readonly Finding[] {
  return baseline.entries.flatMap(({ finding, count, place }) => {
    if (finding === null)
      return refuse(
        `${place}: holds a fingerprint but not what was found; compare needs scanner, scan_type, severity and title`,
      );
    return Array.from({ length: Math.min(count, MAX_REPEATS) }, () => finding);
  });
}

/** A count is a number from a file; it must not decide how much memory is taken. */
const MAX_REPEATS = 10_000;
