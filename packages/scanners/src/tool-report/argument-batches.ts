/** Longest argument list of a Windows process, less what the other arguments and the program's path need. */
const WINDOWS_LIMIT = 24_000;
/** Well under the smallest limit of other systems (1 MiB on macOS, environment included). */
const POSIX_LIMIT = 400_000;

/**
 * Splits a list of paths so that each part fits on one command line. Paths keep their order.
 * @param platform - as Node names it: `win32`, `linux`, `darwin` …
 */
export function toArgumentBatches(paths: readonly string[], platform: string): string[][] {
  const limit = platform === 'win32' ? WINDOWS_LIMIT : POSIX_LIMIT;
  const batches: string[][] = [];
  let current: string[] = [];
  let used = 0;
  for (const path of paths) {
    const cost = Buffer.byteLength(path) + 1;
    if (current.length > 0 && used + cost > limit) {
      batches.push(current);
      current = [];
      used = 0;
    }
    current.push(path);
    used += cost;
  }
  if (current.length > 0) batches.push(current);
  return batches;
}

/** A relative path that no program can take for an option. */
export function toPathArgument(path: string): string {
  return path.startsWith('-') ? `./${path}` : path;
}
