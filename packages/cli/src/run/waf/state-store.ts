import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { writeFileAtomic } from '@securescan/host';

/** Runs that belong together: a run is compared with the last one of the same series. */
export interface Series {
  readonly project: string;
  readonly branch: string;
  readonly iac_plugin: string;
  readonly source_paths: readonly string[];
}

export interface IndexEntry extends Series {
  readonly run_id: string;
  readonly generated_at: string;
  readonly risk_score: number;
}

const LOCK_ATTEMPTS = 100;
const LOCK_WAIT_MS = 50;
/** A lock that is older was left by a process that was killed. */
const STALE_MS = 60_000;

/** `20261125-093000-1a2b3c4d`. */
export function makeRunId(generatedAt: string): string {
  const digits = generatedAt.replaceAll(/\D/g, '');
  return `${digits.slice(0, 8)}-${digits.slice(8, 14)}-${randomBytes(4).toString('hex')}`;
}

/**
 * Does something while no other process changes the history.
 * @throws Error when the lock is not free within five seconds, or the directory cannot be written
 */
export async function withLock<Result>(directory: string, now: Date, work: () => Promise<Result>): Promise<Result> {
  await mkdir(join(directory, 'runs'), { recursive: true });
  const lock = join(directory, '.lock');
  for (let attempt = 1; ; attempt += 1) {
    try {
      const handle = await open(lock, 'wx');
      await handle.close();
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const age = await stat(lock).then(
        ({ mtimeMs }) => now.getTime() - mtimeMs,
        () => 0,
      );
      if (age > STALE_MS) await rm(lock, { force: true });
      else if (attempt >= LOCK_ATTEMPTS) throw new Error(`${lock} is held by another run`, { cause: error });
      else await delay(LOCK_WAIT_MS);
    }
  }
  try {
    return await work();
  } finally {
    await rm(lock, { force: true });
  }
}

/** The runs of a history, oldest first; empty where there is none. */
export async function readIndex(directory: string): Promise<readonly IndexEntry[]> {
  const text = await readFile(join(directory, 'index.json'), 'utf8').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '{"runs":[]}';
    throw error;
  });
  const index: unknown = JSON.parse(text);
  if (typeof index !== 'object' || index === null || !('runs' in index) || !Array.isArray(index.runs)) return [];
  return index.runs.filter((entry: unknown): entry is IndexEntry => isEntry(entry));
}

function isEntry(entry: unknown): boolean {
  return (
    typeof entry === 'object' &&
    entry !== null &&
    'run_id' in entry &&
    typeof entry.run_id === 'string' &&
    /^[\w-]{1,64}$/.test(entry.run_id) &&
    'source_paths' in entry &&
    Array.isArray(entry.source_paths)
  );
}

/** The last run of a series. */
export function findPrevious(index: readonly IndexEntry[], series: Series): IndexEntry | null {
  const key = keyOf(series);
  return index.findLast((entry) => keyOf(entry) === key) ?? null;
}

function keyOf({ project, branch, iac_plugin, source_paths }: Series): string {
  return JSON.stringify([project, branch, iac_plugin, source_paths]);
}

/** What a run said of itself; null when its file is gone or no JSON. */
export async function readRun(directory: string, runId: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(runPath(directory, runId), 'utf8'));
  } catch {
    return null;
  }
}

/** Writes the run first, then the index that names it: whoever reads meanwhile sees the history before or after. */
export async function writeRun(
  directory: string,
  index: readonly IndexEntry[],
  entry: IndexEntry,
  snapshot: object,
): Promise<void> {
  await writeFileAtomic(runPath(directory, entry.run_id), `${JSON.stringify(snapshot, null, 2)}\n`);
  const runs = [...index, entry];
  await writeFileAtomic(join(directory, 'index.json'), `${JSON.stringify({ schema_version: 1, runs }, null, 2)}\n`);
}

function runPath(directory: string, runId: string): string {
  return join(directory, 'runs', `run-${runId}.json`);
}
