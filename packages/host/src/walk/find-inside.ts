import { lstatSync, realpathSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { isAbsolute, join, resolve, sep } from 'node:path';
import type { Pace } from './pace.ts';
import { errnoCode } from './read-file.ts';

/** Finds places below a root, by paths relative to it with forward slashes. */
export interface InsideFinder {
  /** Absolute path without links, or null when there is nothing or it lies outside the root. */
  find(path: string): Promise<string | null>;
  /** Of a path that was not found: the highest directory in it that is not there, or null when all are. */
  findAbsent(path: string): string | null;
}

/**
 * Makes a finder for places below a root. It remembers which directories are not there, since a lockfile names thousands
 * of files below the same few; what is there is asked for each time.
 */
export function createInsideFinder(root: string, pace: Pace): InsideFinder {
  const start = resolve(root);
  /** Directories below the root, as they were asked for. */
  const absent = new Set<string>();
  let prefix: string | undefined;

  function isKnownAbsent(directory: string): boolean {
    for (let place = directory; place !== ''; place = toParent(place)) {
      if (!absent.has(place)) continue;
      absent.add(directory);
      return true;
    }
    return false;
  }

  /** Notes the directory and those above it that are not there either. */
  function noteAbsent(directory: string): void {
    for (let place = directory; place !== ''; place = toParent(place)) {
      if (!isAbsent(join(start, place))) return;
      absent.add(place);
    }
  }

  return {
    async find(path) {
      if (isAbsolute(path) || path.includes('\0')) return null;
      // Nothing is awaited while the turn lasts: of many that ask at once the first finds out for all.
      const pause = pace.rest();
      if (pause !== null) await pause;
      const directory = toParent(path);
      if (isKnownAbsent(directory)) return null;
      try {
        prefix ??= toPrefix(realpathSync.native(start));
        const location = join(start, path);
        const real = pace.isSlow() ? await realpath(location) : pace.direct(() => realpathSync.native(location));
        return real.startsWith(prefix) ? real : null;
      } catch {
        noteAbsent(directory);
        return null;
      }
    },
    findAbsent(path) {
      let highest: string | null = null;
      for (let place = toParent(path); place !== ''; place = toParent(place)) if (absent.has(place)) highest = place;
      return highest;
    },
  };
}

/** The directory above, in a path with forward slashes; empty for a name alone. */
function toParent(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

function toPrefix(directory: string): string {
  return directory.endsWith(sep) ? directory : directory + sep;
}

/** Whether nothing has this name; a place that cannot be looked at may hold something. */
export function isAbsent(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) === undefined;
  } catch (error) {
    return errnoCode(error) === 'ENOTDIR';
  }
}
