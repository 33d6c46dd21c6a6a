import type { RepoPath } from '@securescan/model';

/** A commit as far as scanners need it. */
export interface CommitInfo {
  readonly sha: string;
  /** ISO 8601, UTC. */
  readonly authoredAt: string;
  readonly subject: string;
}

/** Text of one blob added in history. */
export interface HistoryBlob {
  readonly commit: CommitInfo;
  readonly path: string;
  readonly text: string;
}

/**
 * Read-only access to the git repository that holds the target. Every method answers for "no repository" and "no git"
 * instead of throwing, unless it says otherwise.
 */
export interface GitReader {
  /** Absolute path of the work tree's top level, or null when the target is not in one. */
  findRoot(): Promise<string | null>;
  /** Paths that git tracks below the root, relative to the root. */
  listTracked(): Promise<ReadonlySet<RepoPath>>;
  /** Which of the paths `.gitignore` and friends ignore (`git check-ignore --stdin -z --no-index`). */
  findIgnored(paths: readonly RepoPath[]): Promise<ReadonlySet<RepoPath>>;
  /**
   * Blobs added in all of history, newest first, each content once, text only, bounded by `maxBlobs` and `maxBytes`.
   * Ends early when a bound is met, and then calls `onTruncated`.
   */
  history(options: {
    readonly maxBlobs: number;
    readonly maxBytes: number;
    readonly onTruncated?: () => void;
    readonly signal: AbortSignal;
  }): AsyncIterable<HistoryBlob>;
}
