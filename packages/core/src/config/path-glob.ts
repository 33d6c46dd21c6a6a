import { matchesGlob } from '../pipeline/glob.ts';

/**
 * Makes a matcher for a glob on paths relative to the root: `*` and `?` within a name, `**` for any number of
 * directories. A pattern without a slash matches names at any depth, and what matches a directory matches all below it,
 * as in `.gitignore`. Time is bounded by pattern length times path length, since patterns come from the scanned repository.
 */
export function toPathMatcher(glob: string): (path: string) => boolean {
  const pattern = glob.split('/').filter((part) => part !== '' && part !== '.');
  const parts = pattern.length > 1 || glob.startsWith('/') ? pattern : ['**', ...pattern];
  return (path) => {
    // Positions in the pattern that the segments so far can have led to.
    let positions = expand(new Set([0]), parts);
    for (const segment of path.split('/')) {
      const next = new Set<number>();
      for (const at of positions) {
        const part = parts[at];
        // The pattern ended at a directory above.
        if (part === undefined) return true;
        if (part === '**') next.add(at);
        else if (matchesGlob(part, segment)) next.add(at + 1);
      }
      positions = expand(next, parts);
    }
    return positions.has(parts.length);
  };
}

/** `**` also stands for no directory at all. A set grows while it is walked. */
function expand(positions: Set<number>, parts: readonly string[]): Set<number> {
  for (const at of positions) if (parts[at] === '**') positions.add(at + 1);
  return positions;
}
