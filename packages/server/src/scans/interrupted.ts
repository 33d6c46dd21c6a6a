import { stat } from 'node:fs/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ScanFence, ScanRecord, Store } from '@securescan/store';
import { holdsFence } from '@securescan/store';
import type { ServerDeps } from '../deps.ts';
import { CANCELLED_BY_USER, concludeScan, toEmptyEnd } from './conclude.ts';
import { hasOwnerDied } from './owner.ts';

/** A scan that was interrupted in its second attempt is not tried a third time. */
const MAX_ATTEMPTS = 2;
const CHUNK = 500;

type Deps = Pick<ServerDeps, 'store' | 'clock' | 'newId' | 'log' | 'wakeups'>;

export interface Interruption {
  /** Sentence that the scan fails with when it is not tried again. */
  readonly reason: string;
  /** Tried again however often it was started: nobody but us interrupted it. */
  readonly isOurDoing?: boolean;
}

/**
 * Deals with a running scan whose process is gone: ends it as cancelled when the user wanted that, puts it back into the queue
 * once if its target is still there, else fails it with event, notification and webhook. Does nothing when somebody else was
 * faster.
 */
export async function settleInterrupted(deps: Deps, scan: ScanRecord, interruption: Interruption): Promise<void> {
  const { store, clock, newId, wakeups } = deps;
  if (scan.owner === null) return;
  const fence: ScanFence = { scanId: scan.id, owner: scan.owner, attempt: scan.attempt };
  const mayRetry = interruption.isOurDoing === true || scan.attempt < MAX_ATTEMPTS;
  const isRetried = mayRetry && (await exists(scan.target));
  await removeFindings(store, fence);
  const outcome = await store.transaction(async (repositories) => {
    const { scans, events } = repositories;
    const now = await scans.lock(scan.id);
    if (now === undefined || !holdsFence(now, fence)) return null;
    const at = clock.now().toISOString();
    if (now.cancelRequested) {
      return concludeScan(repositories, scan.id, toEmptyEnd('cancelled', at, CANCELLED_BY_USER, true), { at, newId });
    }
    if (!isRetried) {
      return concludeScan(repositories, scan.id, toEmptyEnd('failed', at, interruption.reason, true), { at, newId });
    }
    await scans.setScanners(scan.id, []);
    await scans.requeue(scan.id);
    const data = { scan_id: scan.id, reason: interruption.reason, attempt: scan.attempt };
    await events.append({ scanId: scan.id, name: 'scan.requeued', data, at });
    return { scan: now, deliveries: 0 };
  });
  if (outcome === null) return;
  deps.log.warn({ scanId: scan.id, attempt: scan.attempt, isRetried, reason: interruption.reason }, 'scan interrupted');
  wakeups.scanChanged(scan.id);
  if (outcome.deliveries > 0) wakeups.deliveriesDue();
  if (isRetried) wakeups.scansQueued();
}

/** Deals with every running scan whose owner is gone. */
export async function recoverScans(deps: Deps): Promise<void> {
  for (const scan of await deps.store.scans.listRunning()) {
    if (hasOwnerDied(scan, deps.clock.now()))
      await settleInterrupted(deps, scan, { reason: 'Interrupted by server restart' });
  }
}

async function removeFindings(store: Store, fence: ScanFence): Promise<void> {
  for (;;) {
    const removed = await store.transaction(async ({ scans }) =>
      holdsFence(await scans.lock(fence.scanId), fence) ? scans.removeFindings(fence.scanId, CHUNK) : 0,
    );
    if (removed === 0) return;
    await nextTurn();
  }
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
