import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import type { RememberedWork } from '@securescan/core';
import { z } from 'zod';
import { isAbsent } from '../walk/find-inside.ts';
import { toStamp, type FileStamp } from '../walk/read-file.ts';
import type { TreePlace } from '../walk/source-tree.ts';
import type { WalkedFile, WalkResult } from '../walk/walk.ts';
import type { TreeStore } from './cache-store.ts';
import { isUnchanged } from './file-state.ts';
import { createRecorder, type Seen } from './recorder.ts';

const FORMAT = 1;
/** Places looked at between two looks at the time. */
const SLICE = 16;

const Entry = z.tuple([z.string(), z.number(), z.number(), z.number(), z.number()]);

/** What is kept of one piece of work: what it followed from, and its result. */
const Memory = z.object({
  format: z.literal(FORMAT),
  /** The program's code and the work's settings. */
  key: z.string(),
  startedAtMs: z.number(),
  /** Files of the walk that it could read, in the order of the walk. */
  walked: z.array(z.string()),
  files: z.array(Entry),
  directories: z.array(Entry),
  absent: z.array(z.string()),
  result: z.unknown(),
});
type Memory = z.infer<typeof Memory>;

export interface RememberOptions extends TreePlace {
  walk(): Promise<WalkResult>;
  /** Null to keep nothing. */
  readonly store: TreeStore | null;
  /** Tells one state of the program's code from the next. */
  readonly codeVersion: string;
}

/** Does the work, or answers what it came to last time when all that it read is as it was. */
export async function remember<T>(work: RememberedWork<T>, options: RememberOptions): Promise<T> {
  const { store, codeVersion } = options;
  // Taken before anything is looked at: what changes from here on counts as changed next time.
  const startedAtMs = Date.now();
  const files = (await options.walk()).files.filter(({ path }) => work.reads(path));
  if (store === null) return work.run(createRecorder(options, files));
  const key = JSON.stringify([codeVersion, work.settings]);
  const name = `${work.name}.json`;
  const known = parseMemory(await store.load(name), key);
  // The result went through JSON as it is; the file is the user's own, as that with the results of file checks.
  if (known !== null && (await holds(known, files, options))) return known.result as T;
  const recorder = createRecorder(options, files);
  const result = await work.run(recorder);
  const seen = recorder.seen();
  if (seen.isWhole) await store.save(name, encode(toMemory(seen, { key, startedAtMs, files, result })));
  return result;
}

function parseMemory(bytes: Buffer | null, key: string): Memory | null {
  if (bytes === null) return null;
  try {
    const memory = Memory.parse(JSON.parse(bytes.toString('utf8')));
    return memory.key === key ? memory : null;
  } catch {
    return null;
  }
}

/** Whether the walk finds the same files, and all that was seen is as it was. */
async function holds(memory: Memory, files: readonly WalkedFile[], { root, pace }: TreePlace): Promise<boolean> {
  const { walked, startedAtMs } = memory;
  if (walked.length !== files.length || files.some(({ path }, i) => path !== walked[i])) return false;
  const stamps = new Map<string, FileStamp>(files.map((file) => [file.path, file]));
  const isSame = ([path, size, mtimeMs, ctimeMs, ino]: z.infer<typeof Entry>): boolean => {
    const now = stamps.get(path) ?? lookAt(join(root, path));
    return now !== null && isUnchanged(now, { size, mtimeMs, ctimeMs, ino }, startedAtMs);
  };
  const questions: (() => boolean)[] = [
    ...[...memory.files, ...memory.directories].map((entry) => () => isSame(entry)),
    ...memory.absent.map((path) => () => isAbsent(join(root, path))),
  ];
  for (let at = 0; at < questions.length; at += SLICE) {
    const pause = pace.rest();
    if (pause !== null) await pause;
    if (!pace.direct(() => questions.slice(at, at + SLICE).every((ask) => ask()))) return false;
  }
  return true;
}

function lookAt(path: string): FileStamp | null {
  try {
    return toStamp(lstatSync(path));
  } catch {
    return null;
  }
}

function toMemory(
  seen: Seen,
  rest: Pick<Memory, 'key' | 'startedAtMs' | 'result'> & { readonly files: readonly WalkedFile[] },
): Memory {
  const toEntries = (places: ReadonlyMap<string, FileStamp>): Memory['files'] =>
    [...places].map(([path, { size, mtimeMs, ctimeMs, ino }]) => [path, size, mtimeMs, ctimeMs, ino]);
  return {
    format: FORMAT,
    key: rest.key,
    startedAtMs: rest.startedAtMs,
    walked: rest.files.map(({ path }) => path),
    files: toEntries(seen.files),
    directories: toEntries(seen.directories),
    absent: [...seen.absent],
    result: rest.result,
  };
}

function encode(memory: Memory): Buffer {
  return Buffer.from(JSON.stringify(memory), 'utf8');
}
