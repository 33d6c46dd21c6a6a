/** Bounds of a walk; what lies beyond is noted, never silent. @see docs/reference/walk.md */
export const WALK_LIMITS = {
  /** Directories below the target that are entered one inside another. */
  depth: 64,
  files: 500_000,
  /** Ignored files that are listed by name. */
  ignoredFiles: 100_000,
  /** Bytes read of one ignore file. */
  ignoreFileBytes: 1024 * 1024,
  /** Problems kept one by one. */
  problems: 1000,
} as const;

/** Largest file that is read for checks, and the default of `readBytes`. */
export const MAX_FILE_BYTES = 5 * 1000 * 1000;
