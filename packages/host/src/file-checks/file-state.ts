import type { FileStamp } from '../walk/read-file.ts';

/** Margin for a clock that ticks every 1 to 10 ms, and for file systems that keep whole seconds. */
const GRAIN_MS = 20;
const WHOLE_SECONDS_MS = 2000;

/**
 * Whether a file is as it was: its stamp is the same, and older than the run it was taken in, since a change within the
 * clock's grain would not show (git calls such an entry "racily clean").
 * @param startedAtMs - when the run began that took `known`
 */
export function isUnchanged(now: FileStamp, known: FileStamp, startedAtMs: number): boolean {
  const same =
    now.size === known.size && now.mtimeMs === known.mtimeMs && now.ctimeMs === known.ctimeMs && now.ino === known.ino;
  const changedAtMs = Math.max(known.mtimeMs, known.ctimeMs);
  return same && changedAtMs < startedAtMs - (Number.isInteger(changedAtMs / 1000) ? WHOLE_SECONDS_MS : GRAIN_MS);
}
