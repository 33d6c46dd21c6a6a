import type { Finding, Fingerprint, ScanType } from '@securescan/model';

/** Version of the file format that is written; readers refuse higher ones. */
export const BASELINE_VERSION = 1;

/** One accepted finding. */
export interface BaselineEntry {
  readonly fingerprint: Fingerprint;
  /** How many findings of this identity are accepted. */
  readonly count: number;
  readonly reason: string | null;
  /** Last day (YYYY-MM-DD) on which it is accepted; null for ever. */
  readonly expires: string | null;
  /** The finding as far as the file describes it; null when it holds the fingerprint alone. */
  readonly finding: Finding | null;
  /** Where in the file it stands, for messages: `findings[3]`. */
  readonly place: string;
}

/** A baseline file. */
export interface Baseline {
  /** Algorithm of the fingerprints (`securescan/v1`); null when the file does not say. */
  readonly fingerprintVersion: string | null;
  readonly generatedBy: string | null;
  /** Path from the file's directory to the target. */
  readonly targetPath: string | null;
  readonly scanTypes: readonly ScanType[];
  /** Ids of the scanners whose findings it holds, with their versions; null when the file does not say. */
  readonly scanners: Readonly<Record<string, string | null>> | null;
  readonly entries: readonly BaselineEntry[];
}
