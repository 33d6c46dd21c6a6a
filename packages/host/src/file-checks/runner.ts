import { availableParallelism } from 'node:os';
import { sep } from 'node:path';
import type { FileCheck, FileCheckResult } from '@securescan/core';
import { SecureScanError, compareCodePoints, type Target } from '@securescan/model';
import { yieldToEventLoop } from '../walk/bounded.ts';
import { MAX_FILE_BYTES } from '../walk/limits.ts';
import type { FileCheckRunner } from '../walk/source-tree.ts';
import type { WalkedFile, WalkResult } from '../walk/walk.ts';
import type { TreeStore } from './cache-store.ts';
import { Collector, resultKey, type Plan } from './collector.ts';
import { isUnchanged } from './file-state.ts';
import { runInWorkers, type PoolJob, type PoolResult } from './pool.ts';
import { decodeTree, encodeTree, type CachedFile, type CachedTree } from './tree-cache.ts';

const MAX_WORKERS = 4;
const FILE_TIMEOUT_MS = 20_000;
/** Files handled before other work gets its turn. */
const YIELD_EVERY = 500;
/** Under this many bytes a second worker starts up for longer than it helps. */
const BYTES_PER_WORKER = 512 * 1024;
const STORE_NAME = 'tree';

export interface RunnerOptions {
  readonly target: Target;
  /** Checks announced for this tree; all run in the one pass. */
  readonly ids: readonly string[];
  readonly checks: Readonly<Record<string, FileCheck>>;
  readonly workerUrl: URL | null;
  readonly workers?: number | undefined;
  readonly fileTimeoutMs?: number | undefined;
  /** Null to keep no results. */
  readonly store: TreeStore | null;
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

async function runPass(
  options: RunnerOptions,
  walk: () => Promise<WalkResult>,
): Promise<ReadonlyMap<string, FileCheckResult>> {
  const startedAtMs = Date.now();
  const checks = options.ids.flatMap((id) => options.checks[id] ?? []);
  const { store } = options;
  const current = new Set(Object.values(options.checks).map(resultKey));
  const [walked, known] = await Promise.all([walk(), load(store, (key) => current.has(key))]);
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
    await store.save(STORE_NAME, await encodeTree({ startedAtMs, files }));
  }
  return collector.finish();
}

async function load(store: TreeStore | null, isCurrent: (key: string) => boolean): Promise<CachedTree | null> {
  const bytes = await store?.load(STORE_NAME);
  return bytes ? decodeTree(bytes, isCurrent) : null;
}

async function plan(
  files: readonly WalkedFile[],
  checks: readonly FileCheck[],
  known: CachedTree | null,
  collector: Collector,
): Promise<Plan[]> {
  const findCached = createLookup(known);
  const plans: Plan[] = [];
  for (const [index, file] of files.entries()) {
    if (index % YIELD_EVERY === YIELD_EVERY - 1) await yieldToEventLoop();
    const wanted = checks.filter((check) => collector.wants(check, file));
    const cached = findCached(file.path);
    const fresh = cached !== null && known !== null && isUnchanged(file, cached.stamp, known.startedAtMs);
    // What is known of a file that nobody wants this time is kept for the next.
    if (wanted.length === 0 && !fresh) continue;
    plans.push({ file, wanted, cached, fresh });
  }
  return plans;
}

/** Finds known files by path, asked in the order of the walk, in which they are kept too. */
function createLookup(known: CachedTree | null): (path: string) => CachedFile | null {
  const files = known?.files ?? [];
  let at = 0;
  return (path) => {
    for (; at < files.length; at += 1) {
      const file = files[at];
      if (file?.path === path) return file;
      if (file !== undefined && compareCodePoints(file.path, path) > 0) return null;
    }
    return null;
  };
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
