import { z } from 'zod';
import type { Clock } from '@securescan/core';
import type { ZapDaemon } from './daemon.ts';
import { pollUntil, type Patience } from './poll.ts';
import { ZapAlerts, ZapBacklog, ZapStarted, ZapStatus } from './schema.ts';

/** How to scan. */
export interface ZapScanOptions {
  readonly url: string;
  /** Send no attacks: crawl and let the daemon judge what it sees. */
  readonly passiveOnly: boolean;
  /** For crawling, attacking and judging together. */
  readonly timeLimitMs: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly pollMs: { readonly spider: number; readonly active: number };
}

/** What the daemon said. */
export interface ZapScan {
  readonly alerts: readonly unknown[];
  /** What was under way when the time was over; null when all was done. */
  readonly unfinished: string | null;
}

const PAGE_SIZE = 1000;
const MAX_ALERTS = 20_000;
/** Crawls and attacks end on the daemon when we give up; this is how long we wait for it to say so. */
const STOP_TIMEOUT_MS = 5000;

/** Crawls, attacks unless told not to, waits for the passive rules, and fetches the alerts. */
export async function runZapScan(daemon: ZapDaemon, options: ZapScanOptions): Promise<ZapScan> {
  const { clock, signal, timeLimitMs } = options;
  const patience: Patience = { clock, signal, deadlineMs: clock.monotonicMs() + timeLimitMs };
  let unfinished = (await runPhase(daemon, 'spider', options, patience)) ? null : 'crawling';
  if (unfinished === null && !options.passiveOnly) {
    unfinished = (await runPhase(daemon, 'ascan', options, patience)) ? null : 'attacking';
  }
  if (unfinished === null) {
    const judged = await pollUntil(
      async () => (await daemon.ask('pscan/view/recordsToScan', {}, ZapBacklog, signal)).recordsToScan === 0,
      options.pollMs.spider,
      patience,
    );
    unfinished = judged ? null : 'judging what was seen';
  }
  return { alerts: await fetchAlerts(daemon, options), unfinished };
}

/** Starts a phase, waits for it, and stops it on the daemon when it takes too long or we are cancelled. */
async function runPhase(
  daemon: ZapDaemon,
  phase: 'spider' | 'ascan',
  options: ZapScanOptions,
  patience: Patience,
): Promise<boolean> {
  const { url, signal } = options;
  const { scan } = await daemon.ask(`${phase}/action/scan`, { url }, ZapStarted, signal);
  let isDone = false;
  try {
    isDone = await pollUntil(
      async () => (await daemon.ask(`${phase}/view/status`, { scanId: scan }, ZapStatus, signal)).status >= 100,
      phase === 'spider' ? options.pollMs.spider : options.pollMs.active,
      patience,
    );
    return isDone;
  } finally {
    if (!isDone) await stopPhase(daemon, phase, scan);
  }
}

async function stopPhase(daemon: ZapDaemon, phase: string, scan: string): Promise<void> {
  try {
    await daemon.ask(`${phase}/action/stop`, { scanId: scan }, z.unknown(), AbortSignal.timeout(STOP_TIMEOUT_MS));
  } catch {
    // The reason we stopped is what gets reported; a daemon that is gone has nothing left to stop.
  }
}

async function fetchAlerts(daemon: ZapDaemon, { url, signal }: ZapScanOptions): Promise<unknown[]> {
  const alerts: unknown[] = [];
  while (alerts.length < MAX_ALERTS) {
    const range = { baseurl: url, start: String(alerts.length), count: String(PAGE_SIZE) };
    const page = await daemon.ask('core/view/alerts', range, ZapAlerts, signal);
    alerts.push(...page.alerts);
    if (page.alerts.length < PAGE_SIZE) break;
  }
  return alerts;
}
