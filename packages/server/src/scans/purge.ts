import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Store } from '@securescan/store';

/** Findings removed in one transaction. */
const PART = 500;

/** Removes a hidden scan, a part at a time, so that neither the event loop nor other writers wait for long. */
export async function purgeScan(store: Store, scanId: string): Promise<void> {
  for (;;) {
    const removed = await store.transaction(({ scans }) => scans.removeFindings(scanId, PART));
    if (removed < PART) break;
    await nextTurn();
  }
  await store.transaction(({ scans }) => scans.remove(scanId));
}
