import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { RememberedTree } from '@securescan/core';
import { compareCodePoints, type RepoPath } from '@securescan/model';
import { decodeText } from '../walk/decode.ts';
import { isAbsent } from '../walk/find-inside.ts';
import { MAX_FILE_BYTES } from '../walk/limits.ts';
import { readAtPace, toStamp, type FileStamp } from '../walk/read-file.ts';
import type { TreePlace } from '../walk/source-tree.ts';
import type { WalkedFile } from '../walk/walk.ts';

/** What a piece of work saw of a tree. */
export interface Seen {
  readonly files: ReadonlyMap<string, FileStamp>;
  readonly directories: ReadonlyMap<string, FileStamp>;
  readonly absent: ReadonlySet<string>;
  /** False when it saw something that no stamp tells whole: behind a link, too large, unreadable. */
  readonly isWhole: boolean;
}

/** A way to the tree that takes down all that is asked of it. */
export interface Recorder extends RememberedTree {
  seen(): Seen;
}

export function createRecorder({ root, pace, finder }: TreePlace, files: readonly WalkedFile[]): Recorder {
  const seenFiles = new Map<string, FileStamp>();
  const directories = new Map<string, FileStamp>();
  const absent = new Set<string>();
  let isWhole = true;

  /** The place without links; null when there is nothing to read. */
  async function find(path: RepoPath): Promise<string | null> {
    const location = await finder.find(path);
    const expected = join(root, path);
    if (location === expected) return location;
    const missing = location === null ? (finder.findAbsent(path) ?? (isAbsent(expected) ? path : null)) : null;
    if (missing === null) isWhole = false;
    else absent.add(missing);
    return location;
  }

  return {
    files,
    async readText(path, maxBytes = MAX_FILE_BYTES) {
      const location = await find(path);
      if (location === null) return null;
      const read = await readAtPace(location, maxBytes, pace);
      if (read.kind === 'read') {
        seenFiles.set(path, read.stamp);
        return decodeText(read.bytes);
      }
      isWhole = false;
      return null;
    },
    async listDirectory(path) {
      const location = await find(path);
      if (location === null) return [];
      try {
        // The stamp is from before the listing: a later change shows in a later stamp.
        directories.set(path, toStamp(lstatSync(location)));
        return readdirSync(location).toSorted(compareCodePoints);
      } catch {
        isWhole = false;
        return [];
      }
    },
    seen: () => ({ files: seenFiles, directories, absent, isWhole }),
  };
}
