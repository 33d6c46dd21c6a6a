import type { RawFinding } from '@securescan/model';
import type { FileStamp } from '../walk/read-file.ts';

/** One file for a worker, with the checks to run on it. */
export interface FileJob {
  readonly path: string;
  /** Absolute; bytes when the name is not UTF-8. */
  readonly location: string | Uint8Array;
  readonly checkIds: readonly string[];
  /** SHA-256 of the content that `known` results are of; null when nothing is known. */
  readonly knownHash: Uint8Array | null;
  /** Those of `checkIds` that need not run when the content is still the same. */
  readonly knownIds: readonly string[];
}

export interface CheckOutcome {
  readonly checkId: string;
  readonly findings: readonly RawFinding[];
  /** What the check threw; it then has no findings. */
  readonly error: string | null;
}

export type FileOutcome =
  | {
      readonly kind: 'checked';
      readonly hash: Uint8Array;
      readonly stat: FileStamp;
      /** No text, so no check ran. */
      readonly binary: boolean;
      /** The content is that of `knownHash`; `outcomes` holds the other checks only. */
      readonly same: boolean;
      readonly outcomes: readonly CheckOutcome[];
    }
  | { readonly kind: 'failed'; readonly reason: string };

export interface BatchRequest {
  readonly files: readonly FileJob[];
}

export type WorkerMessage =
  { readonly kind: 'ready' } | { readonly kind: 'done'; readonly outcomes: readonly FileOutcome[] };

/** Shared words that tell the main thread what a worker is at, even when it hangs. */
export const PROGRESS = { file: 0, check: 1, ticks: 2, words: 3 } as const;

export interface WorkerSetup {
  readonly progress: SharedArrayBuffer;
  readonly maxBytes: number;
}
