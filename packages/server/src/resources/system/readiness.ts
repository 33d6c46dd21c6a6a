import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Clock, Logger } from '@securescan/core';
import type { StoreLocation } from '@securescan/store';
import type { Job } from '../../jobs/job.ts';

/** What `/ready` looks at. Each check fails on its own, and none tells why: that stands in the log. */
export interface ReadinessChecks {
  /** Reads one row. */
  database(): Promise<void>;
  /** Writes one row and takes it back; looked at every 5 s at most. */
  databaseWrite(): Promise<void>;
  /** How many scanners are registered. */
  scannerCount(): number;
  readonly jobs: readonly Job[];
  /** Where the free space must not run out; null when the database is elsewhere. */
  readonly diskPath: string | null;
}

/** What was found. */
export interface Readiness {
  readonly database: boolean;
  readonly scanners: number;
  readonly webhooks: boolean;
  readonly jobs: boolean;
  readonly disk: boolean;
}

const CHECK_TIMEOUT_MS = 2000;
const WRITE_CHECK_MS = 5000;
const MIN_FREE_BYTES = 64 * 1024 * 1024;

/** Makes the function that looks at everything at once. */
export function createReadinessProbe(
  checks: ReadinessChecks,
  { clock, log }: { readonly clock: Clock; readonly log: Logger },
): () => Promise<Readiness> {
  const writable = remember(clock, WRITE_CHECK_MS, () => passes('database write', checks.databaseWrite(), log));
  return async () => {
    const [readable, canWrite, disk] = await Promise.all([
      passes('database', checks.database(), log),
      writable(),
      checks.diskPath === null ? true : passes('disk', requireFreeSpace(checks.diskPath), log),
    ]);
    return {
      database: readable && canWrite,
      scanners: checks.scannerCount(),
      webhooks: checks.jobs.every((job) => !job.name.startsWith('webhook') || job.isHealthy()),
      jobs: checks.jobs.every((job) => job.isHealthy()),
      disk,
    };
  };
}

/** Directory whose file system holds the database; null when the database is a server. */
export function toDiskPath(location: StoreLocation): string | null {
  return location.kind === 'sqlite' && location.path !== ':memory:' ? dirname(location.path) : null;
}

async function requireFreeSpace(path: string): Promise<void> {
  const { bavail, bsize } = await statfs(path);
  if (bavail * bsize < MIN_FREE_BYTES) throw new Error(`less than ${MIN_FREE_BYTES} bytes are free`);
}

async function passes(check: string, run: Promise<void>, log: Logger): Promise<boolean> {
  const { promise: timeout, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    reject(new Error(`no answer within ${CHECK_TIMEOUT_MS} ms`));
  }, CHECK_TIMEOUT_MS);
  try {
    await Promise.race([run, timeout]);
    return true;
  } catch (error) {
    log.warn({ check, err: error }, 'readiness check failed');
    return false;
  } finally {
    clearTimeout(timer);
  }
}

/** Concurrent and close callers share one run. */
function remember<T>(clock: Clock, forMs: number, run: () => Promise<T>): () => Promise<T> {
  let last: { readonly at: number; readonly result: Promise<T> } | undefined;
  return () => {
    const now = clock.monotonicMs();
    if (!last || now - last.at >= forMs) last = { at: now, result: run() };
    return last.result;
  };
}
