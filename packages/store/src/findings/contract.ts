import type { Severity } from '@securescan/model';

/** A finding as its row stands, with the verdict on its fingerprint. `metadata` and `complianceTags` are JSON text, ready to be sent. */
export interface FindingRecord {
  readonly scanId: string;
  /** Place in the canonical order of the scan, from 0; the cursor of pages. */
  readonly ordinal: number;
  readonly id: string;
  readonly scanner: string;
  readonly scanType: string;
  readonly severity: string;
  readonly title: string;
  readonly description: string;
  readonly filePath: string | null;
  readonly lineStart: number | null;
  readonly lineEnd: number | null;
  readonly column: number | null;
  readonly ruleId: string | null;
  readonly cwe: string | null;
  readonly remediation: string | null;
  /** Says `suppressed_by` only when the finding is suppressed. */
  readonly metadata: string;
  readonly suppressedBy: string | null;
  readonly complianceTags: string;
  readonly fingerprint: string;
  readonly verdict: {
    readonly status: string;
    readonly note: string | null;
    readonly updatedAt: string;
    readonly updatedBy: string | null;
    readonly principal: string | null;
    readonly expiresAt: string | null;
  } | null;
}

/** All conditions together. */
export interface FindingFilter {
  readonly severity?: Severity;
  /** Any of these. */
  readonly severities?: readonly Severity[];
  readonly scanType?: string;
  readonly scanner?: string;
  /** Any of these. */
  readonly scanners?: readonly string[];
  /** Carries one of these compliance tags. */
  readonly tags?: readonly string[];
  /** Verdict; `new` also means that there is none. */
  readonly status?: string;
  /** Any of these; `new` as above. */
  readonly statuses?: readonly string[];
  /** Plain text in title, path or rule, case-insensitive for ASCII. */
  readonly text?: string;
  readonly includeSuppressed: boolean;
}

export interface FindingPage {
  /** Behind this ordinal. */
  readonly after?: number;
  readonly offset?: number;
  readonly limit: number;
}

/** How many findings share severity, scanner and verdict; `new` stands for no verdict. */
export interface FindingTally {
  readonly severity: string;
  readonly scanner: string;
  readonly status: string;
  readonly count: number;
}

/** What a comparison needs of a finding. */
export interface FindingIdentity {
  readonly ordinal: number;
  readonly fingerprint: string;
}

/**
 * Findings of one scan in canonical order. Whatever the size of the scan, no method holds the event loop for long: long reads
 * are cut into pieces, with room for others between them.
 */
export interface FindingRepository {
  list(scanId: string, filter: FindingFilter, page: FindingPage): Promise<readonly FindingRecord[]>;
  /** All of them, in pieces; a piece is not empty. */
  stream(scanId: string, filter: FindingFilter): AsyncIterable<readonly FindingRecord[]>;
  count(scanId: string, filter: FindingFilter): Promise<number>;
  /** Counts of all that pass, in no particular order; a row for each combination that there is. */
  tally(scanId: string, filter: FindingFilter): Promise<readonly FindingTally[]>;
  /** Shown findings, in canonical order. */
  listIdentities(scanId: string): Promise<readonly FindingIdentity[]>;
  /** At most 500 at once, in canonical order. */
  listByOrdinals(scanId: string, ordinals: readonly number[]): Promise<readonly FindingRecord[]>;
}
