import type { RawFinding, RepoPath } from '@securescan/model';

/** One regular file found by the walk. */
export interface FileEntry {
  /** Relative to the target's root. */
  readonly path: RepoPath;
  readonly size: number;
  readonly mtimeMs: number;
}

/** What the walk left out, and why; shown to the user as counts, never silent. */
export interface WalkProblem {
  readonly kind: 'unreadable' | 'too-deep' | 'too-many' | 'link-outside' | 'special-file';
  readonly path: string;
  readonly message: string;
}

/** Everything one file check found in the tree. */
export interface FileCheckResult {
  readonly findings: readonly RawFinding[];
  readonly filesChecked: number;
  /** Sentences about files that could not be checked whole: too large, unreadable, over the match budget. */
  readonly notes: readonly string[];
}

/** All that remembered work may look at. */
export interface RememberedTree {
  /** Files of the walk that the work said it reads. */
  readonly files: readonly FileEntry[];
  /** As of `SourceTree`. */
  readText(path: RepoPath, maxBytes?: number): Promise<string | null>;
  /** Names in a directory below the root, sorted by code points; empty when there is none. */
  listDirectory(path: RepoPath): Promise<readonly string[]>;
}

/** Work whose result follows from files alone, so that it holds until one of them changes. */
export interface RememberedWork<T> {
  /** One per scan: a result replaces the one of the same name. */
  readonly name: string;
  /** All that decides the result beside the files and the program's code. */
  readonly settings: string;
  /** Whether a file of the walk may be read; a new one is reason to work again. */
  reads(path: RepoPath): boolean;
  /** @returns data that is the same after a way through JSON */
  run(tree: RememberedTree): Promise<T>;
}

/**
 * The scanned tree: one walk, shared by all built-in scanners. Ignored files (`.gitignore`, `.securescanignore`,
 * `--exclude`) and vendored directories (`node_modules`, `.git`, virtual environments …) are not in it.
 * For a file target it holds exactly that file; for url and host targets it is empty.
 */
export interface SourceTree {
  /** Absolute path that every `RepoPath` is relative to. */
  readonly root: string;
  /** All files below the target, sorted by code points. Walked at the first call. */
  files(): Promise<readonly FileEntry[]>;
  problems(): Promise<readonly WalkProblem[]>;
  /** Whether the exclude globs of the scan leave the path out; for places that the walk does not know, as in git history. */
  leavesOut(path: string): boolean;
  /**
   * Files that are present but ignored, only names; for checks on what *should* be ignored.
   * Vendored directories are not entered.
   */
  ignoredFiles(): Promise<readonly RepoPath[]>;
  /**
   * Vendored directories that the walk met and did not enter, and that neither an ignore rule nor an exclude glob covers;
   * sorted, without `.git`. Nested ones are not looked for.
   */
  vendoredDirectories(): Promise<readonly RepoPath[]>;
  /** Bytes of a file below the root, up to `maxBytes` (default 5 MB); null when absent, too large, or outside through a link. */
  readBytes(path: RepoPath, maxBytes?: number): Promise<Uint8Array | null>;
  /** As `readBytes`, decoded as UTF-8 with replacement; a byte order mark is removed, line ends are kept. */
  readText(path: RepoPath, maxBytes?: number): Promise<string | null>;
  /**
   * Result of a registered file check over the tree. The files are read once for all checks of the scan, in worker
   * threads, and results are cached by content hash and `FileCheck.version`.
   */
  check(checkId: string): Promise<FileCheckResult>;
  /**
   * Result of the work, or of an earlier run of it on this tree when all it read is as it was: the same manifests, each
   * file with the size, times and number it had, what was absent still absent.
   */
  remember<T>(work: RememberedWork<T>): Promise<T>;
}
