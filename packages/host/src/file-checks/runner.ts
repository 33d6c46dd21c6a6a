import { availableParallelism } from 'node:os';
import { sep } from 'node:path';
import type { FileCheck, FileCheckResult } from '@securescan/core';
import { SecureScanError, describeError, type RawFinding, type Target } from '@securescan/model';
import { yieldToEventLoop } from '../walk/bounded.ts';
import { MAX_FILE_BYTES } from '../walk/limits.ts';
import type { FileStamp } from '../walk/read-file.ts';
import type { FileCheckRunner } from '../walk/source-tree.ts';
import type { WalkedFile, WalkResult } from '../walk/walk.ts';
import { openTreeStore, type TreeStore } from './cache-store.ts';
import { runInWorkers, type PoolJob, type PoolResult } from './pool.ts';
import type { CachedFile, CachedTree } from './tree-cache.ts';

const MAX_WORKERS = 4;
const FILE_TIMEOUT_MS = 20_000;
const MAX_NOTES = 100;
const YIELD_EVERY = 1000;
/** Under this many bytes a second worker starts up for longer than it helps. */
const BYTES_PER_WORKER = 512 * 1024;

export interface RunnerOptions {
  readonly target: Target;
  /** Checks announced for this tree; all run in the one pass. */
  readonly ids: readonly string[];
  readonly checks: Readonly<Record<string, FileCheck>>;
  readonly workerUrl: URL | null;
  readonly workers?: number | undefined;
  readonly fileTimeoutMs?: number | undefined;
  /** Null to keep no results. */
  readonly cacheDirectory: string | null;
  readonly signal: AbortSignal;
}

/** Runs the announced checks over a tree, once, at the first question for any of them. */
export function createFileCheckRunner(options: RunnerOptions): FileCheckRunner {
  const stopped = new AbortController();
  const signal = AbortSignal.any([options.signal, stopped.signal]);
  let pass: Promise<ReadonlyMap<string, FileCheckResult>> | undefined;
  return {
    async check(checkId, walk) {
      if (!options.ids.includes(checkId)) {
        throw new SecureScanError(
          'E_INTERNAL',
          `The file check ${checkId} was not announced when the tree was opened.`,
        );
      }
      pass ??= runPass({ ...options, signal }, walk);
      const result = (await pass).get(checkId);
      if (result === undefined) throw new SecureScanError('E_INTERNAL', `There is no file check ${checkId}.`);
      return result;
    },
    async [Symbol.asyncDispose]() {
      stopped.abort();
      await pass?.catch(() => {});
    },
  };
}

/** A file of the walk with what is wanted of it and what is known. */
interface Plan {
  readonly file: WalkedFile;
  readonly wanted: readonly FileCheck[];
  readonly cached: CachedFile | null;
  /** The cached results hold for the content that is there now. */
  readonly fresh: boolean;
}

async function runPass(
  options: RunnerOptions,
  walk: () => Promise<WalkResult>,
): Promise<ReadonlyMap<string, FileCheckResult>> {
  const startedAtMs = Date.now();
  const checks = options.ids.flatMap((id) => options.checks[id] ?? []);
  const store = openStore(options);
  const current = new Set(Object.values(options.checks).map(resultKey));
  const [walked, known] = await Promise.all([walk(), store?.load((key) => current.has(key)) ?? null]);
  const collector = new Collector(checks);
  const plans = await plan(walked.files, checks, known, collector);
  const jobs = plans.filter((entry) => needsWork(entry));
  const results = await runJobs(jobs, walked, options);
  const files: CachedFile[] = [];
  let next = 0;
  for (const [index, entry] of plans.entries()) {
    if (index % YIELD_EVERY === YIELD_EVERY - 1) await yieldToEventLoop();
    const result = jobs[next] === entry ? results[next++] : undefined;
    const cached = collector.take(entry, result);
    if (cached !== null) files.push(cached);
  }
  if (store !== null && (jobs.length > 0 || known?.files.length !== files.length)) {
    await store.save({ startedAtMs, files });
  }
  return collector.finish();
}

function openStore({ cacheDirectory, target }: RunnerOptions): TreeStore | null {
  if (cacheDirectory === null || target.kind === 'url' || target.kind === 'host') return null;
  return openTreeStore(cacheDirectory, target.root, target.path);
}

/** Name under which results are kept: results of another version are not this one's. */
function resultKey(check: FileCheck): string {
  return `${check.id}@${check.version}`;
}

async function plan(
  files: readonly WalkedFile[],
  checks: readonly FileCheck[],
  known: CachedTree | null,
  collector: Collector,
): Promise<Plan[]> {
  const cachedByPath = new Map(known?.files.map((file) => [file.path, file]));
  const plans: Plan[] = [];
  for (const [index, file] of files.entries()) {
    if (index % YIELD_EVERY === YIELD_EVERY - 1) await yieldToEventLoop();
    const wanted = checks.filter((check) => collector.wants(check, file));
    if (wanted.length === 0) continue;
    const cached = cachedByPath.get(file.path) ?? null;
    const fresh = cached !== null && known !== null && isUnchanged(file, cached.stamp, known.startedAtMs);
    plans.push({ file, wanted, cached, fresh });
  }
  return plans;
}

/**
 * A file is taken as unchanged when its stamp is the same and older than the walk it was taken in: a change within the
 * clock's grain would not show. File systems with whole seconds get a wider margin.
 */
function isUnchanged(file: FileStamp, stamp: FileStamp, startedAtMs: number): boolean {
  const same =
    file.size === stamp.size &&
    file.mtimeMs === stamp.mtimeMs &&
    file.ctimeMs === stamp.ctimeMs &&
    file.ino === stamp.ino;
  const changedAtMs = Math.max(stamp.mtimeMs, stamp.ctimeMs);
  return same && changedAtMs < startedAtMs - (Number.isInteger(changedAtMs / 1000) ? 2000 : 20);
}

function needsWork({ file, wanted, cached, fresh }: Plan): boolean {
  if (file.size > MAX_FILE_BYTES) return false;
  if (!fresh || cached === null) return true;
  return !cached.binary && wanted.some((check) => !cached.results.has(resultKey(check)));
}

async function runJobs(plans: readonly Plan[], walked: WalkResult, options: RunnerOptions): Promise<PoolResult[]> {
  if (plans.length === 0) return [];
  const { target, workerUrl, signal } = options;
  if (workerUrl === null || target.kind === 'url' || target.kind === 'host') {
    throw new SecureScanError('E_INTERNAL', 'The machine was made without a worker for file checks.');
  }
  const prefix = target.root.endsWith(sep) ? target.root : target.root + sep;
  const jobs = plans.map(({ file, wanted, cached }): PoolJob => ({
    path: file.path,
    location: walked.rawPaths.get(file.path) ?? prefix + file.path,
    size: file.size,
    checkIds: wanted.map((check) => check.id),
    // Copied: sending a view sends all of the memory behind it.
    knownHash: cached === null ? null : new Uint8Array(cached.hash),
    knownIds: wanted.filter((check) => cached?.results.has(resultKey(check)) === true).map((check) => check.id),
  }));
  const bytes = jobs.reduce((sum, job) => sum + job.size + 1024, 0);
  const most = options.workers ?? Math.min(availableParallelism(), MAX_WORKERS);
  return runInWorkers(jobs, {
    workerUrl,
    workers: Math.max(1, Math.min(most, Math.ceil(bytes / BYTES_PER_WORKER))),
    maxBytes: MAX_FILE_BYTES,
    fileTimeoutMs: options.fileTimeoutMs ?? FILE_TIMEOUT_MS,
    signal,
  });
}

interface Gathered {
  readonly findings: RawFinding[];
  filesChecked: number;
  readonly notes: string[];
}

/** Puts results together per check, in the order of the walk. */
class Collector {
  readonly #checks: readonly FileCheck[];
  readonly #gathered: ReadonlyMap<string, Gathered>;

  constructor(checks: readonly FileCheck[]) {
    this.#checks = checks;
    this.#gathered = new Map(checks.map((check) => [check.id, { findings: [], filesChecked: 0, notes: [] }]));
  }

  wants(check: FileCheck, file: WalkedFile): boolean {
    try {
      return check.wants(file.path, file.size);
    } catch (error) {
      this.#note(check, `${file.path}: the check failed: ${describeError(error)}`);
      return false;
    }
  }

  /** Takes a file's results, new or known; answers what to keep of it for the next run. */
  take({ file, wanted, cached, fresh }: Plan, result: PoolResult | undefined): CachedFile | null {
    if (file.size > MAX_FILE_BYTES) {
      for (const check of wanted)
        this.#note(check, `${file.path}: is larger than ${MAX_FILE_BYTES} bytes and was not checked`);
      return null;
    }
    if (result === undefined) {
      if (cached === null || !fresh) return null;
      if (!cached.binary)
        for (const check of wanted) this.#add(check, file, cached.results.get(resultKey(check)) ?? []);
      return cached;
    }
    for (const { checkId, reason } of result.lost) {
      for (const check of wanted) if (check.id === checkId) this.#note(check, `${file.path}: the check ${reason}`);
    }
    const { outcome } = result;
    if (outcome.kind === 'failed') {
      for (const check of wanted) this.#note(check, `${file.path}: ${outcome.reason} and was not checked`);
      return null;
    }
    // Results that are still true, of checks that were not asked this time too.
    const results = new Map(outcome.same ? cached?.results : []);
    for (const done of outcome.outcomes) {
      const check = wanted.find((candidate) => candidate.id === done.checkId);
      if (check === undefined) continue;
      if (done.error === null) results.set(resultKey(check), done.findings);
      else this.#note(check, `${file.path}: the check failed: ${done.error}`);
    }
    if (!outcome.binary) {
      for (const check of wanted) {
        const findings = results.get(resultKey(check));
        if (findings !== undefined) this.#add(check, file, findings);
      }
    }
    return { path: file.path, stamp: outcome.stat, hash: outcome.hash, binary: outcome.binary, results };
  }

  finish(): ReadonlyMap<string, FileCheckResult> {
    return new Map(this.#checks.map((check) => [check.id, toResult(this.#gathered.get(check.id))]));
  }

  #add(check: FileCheck, file: WalkedFile, findings: readonly RawFinding[]): void {
    const gathered = this.#gathered.get(check.id);
    if (gathered === undefined) return;
    gathered.filesChecked += 1;
    for (const finding of findings) gathered.findings.push({ ...finding, path: file.path });
  }

  #note(check: FileCheck, note: string): void {
    this.#gathered.get(check.id)?.notes.push(note);
  }
}

function toResult(gathered: Gathered = { findings: [], filesChecked: 0, notes: [] }): FileCheckResult {
  const { notes } = gathered;
  const shown =
    notes.length > MAX_NOTES ? [...notes.slice(0, MAX_NOTES), `and ${notes.length - MAX_NOTES} more`] : notes;
  return { findings: gathered.findings, filesChecked: gathered.filesChecked, notes: shown };
}
