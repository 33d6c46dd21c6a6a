import type { ServerDeps } from '../deps.ts';
import type { Timers } from '../time/timers.ts';

/** How often the row is looked at, for scans that another process runs. */
const LOOK_MS = 250;

/** Waits until a scan has ended (or is gone); false when it has not after that time. */
export async function waitForEnd(
  { store, wakeups }: Pick<ServerDeps, 'store' | 'wakeups'>,
  scanId: string,
  patienceMs: number,
  timers: Timers,
): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  let cancelLook = (): void => undefined;
  let isLooking = false;
  const look = async (): Promise<void> => {
    if (isLooking) return;
    isLooking = true;
    try {
      if (await hasEnded()) resolve(true);
    } catch {
      // A database that does not answer now may do so at the next look.
    } finally {
      isLooking = false;
    }
  };
  async function hasEnded(): Promise<boolean> {
    const status = (await store.scans.find(scanId))?.status;
    return status !== 'pending' && status !== 'running';
  }
  const lookAgain = (): void => {
    void look();
    cancelLook = timers.after(LOOK_MS, lookAgain);
  };
  const stopListening = wakeups.onScanChanged((changed) => {
    if (changed === scanId) void look();
  });
  const cancelPatience = timers.after(patienceMs, () => resolve(false));
  try {
    lookAgain();
    return await promise;
  } finally {
    stopListening();
    cancelLook();
    cancelPatience();
  }
}
