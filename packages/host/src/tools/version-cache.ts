import { join } from 'node:path';
import { z } from 'zod';
import { writeFileAtomic } from '../files/write-file-atomic.ts';
import { readFileBounded } from '../walk/read-file.ts';

const MAX_ENTRIES = 200;
const MAX_BYTES = 1024 * 1024;
const Stored = z.object({ format: z.literal(1), versions: z.array(z.tuple([z.string(), z.string().nullable()])) });

/** Versions of binaries by identity (path, size, time of change), kept between runs. */
export interface VersionCache {
  /** The version (null when the binary tells none), or undefined when the binary is not known. */
  find(identity: string): Promise<string | null | undefined>;
  add(identity: string, version: string | null): Promise<void>;
}

/** @param directory - the cache directory, or null to keep nothing on disk */
export function createVersionCache(directory: string | null): VersionCache {
  const file = directory === null ? null : join(directory, 'tool-versions.json');
  let loaded: Promise<Map<string, string | null>> | undefined;
  let writing: Promise<void> = Promise.resolve();
  const load = (): Promise<Map<string, string | null>> => (loaded ??= read(file));
  return {
    async find(identity) {
      return (await load()).get(identity);
    },
    async add(identity, version) {
      const versions = await load();
      versions.delete(identity);
      versions.set(identity, version);
      for (const oldest of versions.keys()) {
        if (versions.size <= MAX_ENTRIES) break;
        versions.delete(oldest);
      }
      if (file === null) return;
      // One write after the other; each has all that is known by then.
      writing = writing.then(() => write(file, versions));
      await writing;
    },
  };
}

async function read(file: string | null): Promise<Map<string, string | null>> {
  if (file === null) return new Map();
  const content = await readFileBounded(file, MAX_BYTES);
  if (content.kind !== 'read') return new Map();
  try {
    return new Map(Stored.parse(JSON.parse(content.bytes.toString('utf8'))).versions);
  } catch {
    // Not ours or cut off: it is written anew.
    return new Map();
  }
}

async function write(file: string, versions: ReadonlyMap<string, string | null>): Promise<void> {
  try {
    await writeFileAtomic(file, JSON.stringify({ format: 1, versions: [...versions] }), {
      mode: 0o600,
      directoryMode: 0o700,
    });
  } catch {
    // Without a place to keep them, versions are asked for again next time.
  }
}
