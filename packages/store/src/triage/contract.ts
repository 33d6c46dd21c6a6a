import type { TriageStatus } from '@securescan/model';

/** A verdict on a fingerprint. Times are RFC 3339 in UTC. */
export interface StoredVerdict {
  readonly fingerprint: string;
  readonly status: TriageStatus;
  readonly note: string | null;
  readonly updatedAt: string;
  /** As the caller named itself. */
  readonly updatedBy: string | null;
  /** Id of the key that wrote it. */
  readonly principal: string | null;
  /** When an accepted risk has to be looked at again. */
  readonly expiresAt: string | null;
}

/** One change of a verdict; `seq` grows with time. */
export interface StoredVerdictChange {
  readonly seq: number;
  readonly fingerprint: string;
  /** Null for the first verdict. */
  readonly from: TriageStatus | null;
  readonly to: TriageStatus;
  readonly note: string | null;
  readonly at: string;
  readonly updatedBy: string | null;
  readonly principal: string | null;
}

export interface StoredComment {
  readonly id: string;
  readonly fingerprint: string;
  readonly text: string;
  readonly author: string | null;
  readonly principal: string | null;
  readonly createdAt: string;
}

/** Verdicts, their history and comments; all belong to fingerprints and outlive scans. */
export interface TriageRepository {
  find(fingerprint: string): Promise<StoredVerdict | undefined>;
  /** Replaces each verdict and writes its change into the history. */
  set(verdicts: readonly StoredVerdict[]): Promise<void>;
  /** Oldest first. */
  history(fingerprint: string): Promise<readonly StoredVerdictChange[]>;

  /** `createdAt` is moved behind that of the newest comment, so that their order is never lost. @returns the comment as stored */
  addComment(comment: StoredComment): Promise<StoredComment>;
  /** Oldest first, then by id. */
  comments(fingerprint: string): Promise<readonly StoredComment[]>;
  /** @returns whether the fingerprint had such a comment */
  removeComment(fingerprint: string, id: string): Promise<boolean>;

  /** Those of the fingerprints that no scan in one of the projects has found. */
  findForeign(fingerprints: readonly string[], projects: readonly string[]): Promise<readonly string[]>;
}
