import type { RawFinding, RepoPath } from '@securescan/model';

/** A text file as a check sees it. */
export interface SourceText {
  readonly path: RepoPath;
  /** UTF-8 with replacement, byte order mark removed, line ends as in the file. */
  readonly text: string;
  readonly size: number;
}

/**
 * CPU-bound inspection of single files: pure and synchronous, run in worker threads on the shared walk.
 * `findings` need no `path`; the walk fills it.
 */
export interface FileCheck {
  /** The scanner it belongs to. */
  readonly id: string;
  /** Changes whenever results could change for another reason than the program's code, which is part of the cache key too. */
  readonly version: string;
  /** Whether the file is of interest; by name and size only, cheap, called for every file. */
  wants(path: RepoPath, size: number): boolean;
  check(file: SourceText): readonly RawFinding[];
}
