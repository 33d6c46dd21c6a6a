import type { Fingerprint, RepoPath } from './brands.ts';
import type { JsonObject, JsonValue } from './json.ts';
import type { Severity } from './severity.ts';
import type { ScanType } from './scan-type.ts';

/** How sure the scanner is of a finding. */
export type Confidence = 'high' | 'medium' | 'low';

/** Why a finding is hidden; precedence inline, config, baseline. */
export const SUPPRESSION_REASONS = ['inline', 'config', 'baseline'] as const;
export type SuppressionReason = (typeof SUPPRESSION_REASONS)[number];

/** One more scanner that saw the same problem; kept on the finding that survived de-duplication. */
export interface Witness {
  readonly scanner: string;
  readonly rule_id: string | null;
  readonly severity: Severity;
}

/**
 * What a scanner reports, before the pipeline. Paths are as the tool gave them; `normalise` makes them relative.
 * Lines and columns are 1-based.
 */
export interface RawFinding {
  readonly severity: Severity;
  /** A sentence a reader understands without knowing the tool. */
  readonly title: string;
  readonly description: string;
  /** Absolute, relative to the working directory of the tool, or relative to the target's root. */
  readonly path?: string | null;
  readonly lineStart?: number | null;
  readonly lineEnd?: number | null;
  readonly column?: number | null;
  readonly ruleId: string | null;
  /** `CWE-89`, or a longer text that starts with it; `normalise` shortens it and keeps the text in metadata. */
  readonly cwe?: string | null;
  readonly remediation?: string | null;
  readonly confidence?: Confidence;
  /**
   * Natural identity where a source line does not give one: `package@version`, `METHOD origin/path param`,
   * `host:port/proto`, an account name, a keyed hash of a secret. Takes the place of the source line in the fingerprint.
   */
  readonly identity?: string;
  /** Source text at the location when the tool reports it and the file cannot be read. */
  readonly snippet?: string;
  readonly metadata?: JsonObject;
}

/**
 * Open map of further facts. Keys are snake_case, as on the wire. The keys named here are reserved.
 * @see docs/reference/finding.md for the reserved keys of each scanner
 */
export type FindingMetadata = {
  readonly suppressed_by?: SuppressionReason | null;
  readonly original_severity?: Severity | null;
  readonly also_reported_by?: readonly Witness[];
  readonly confidence?: string;
} & { readonly [key: string]: JsonValue | readonly Witness[] | undefined };

/**
 * One problem, after the pipeline. Serialised by `toFindingJson`; read back by `parseFinding`.
 * Suppressed findings stay in every list with `metadata.suppressed_by` set; renderers choose what to show.
 */
export interface Finding {
  /** UUID derived from the fingerprint; equal for equal findings. */
  readonly id: string;
  readonly scanId: string;
  readonly scanner: string;
  readonly scanType: ScanType;
  readonly severity: Severity;
  readonly title: string;
  readonly description: string;
  readonly filePath: RepoPath | null;
  readonly lineStart: number | null;
  readonly lineEnd: number | null;
  readonly column: number | null;
  readonly ruleId: string | null;
  /** `CWE-<n>` or null. */
  readonly cwe: string | null;
  readonly remediation: string | null;
  readonly metadata: FindingMetadata;
  /** Sorted, documented spelling (`OWASP-A03`). */
  readonly complianceTags: readonly string[];
  readonly fingerprint: Fingerprint;
  /** Natural identity (see RawFinding); in process only, never serialised. */
  readonly identity?: string;
  /** Source text at the location; in process only, never serialised, since it may hold a secret. */
  readonly snippet?: string;
}

/** The reason a finding is hidden, or null when it is shown. */
export function findSuppressionReason(finding: Pick<Finding, 'metadata'>): SuppressionReason | null {
  return finding.metadata.suppressed_by ?? null;
}

/** True when the finding is hidden by an inline comment, the configuration or a baseline. */
export function isSuppressed(finding: Pick<Finding, 'metadata'>): boolean {
  return findSuppressionReason(finding) !== null;
}
