import { SecureScanError } from '@securescan/model';
import type { ScannerContext } from '../scanner/context.ts';
import { openContext } from './context.ts';
import type { SharedWorld } from './context.ts';
import { settleSoon, startDeadline } from './deadline.ts';
import { disposeQuietly } from './dispose.ts';
import type { PlannedScanner } from './plan.ts';

/**
 * Lets a scanner work within its time limit, and takes back what it was given.
 * @throws SecureScanError E_TOOL_TIMEOUT when the time ran out; the signal's reason when the scan was cancelled; whatever
 *   the work throws
 */
export async function withContext<T>(
  planned: PlannedScanner,
  world: SharedWorld,
  scanSignal: AbortSignal,
  work: (context: ScannerContext) => Promise<T>,
): Promise<T> {
  const { id } = planned.scanner;
  const { request } = world;
  const timeoutMs = request.settings.scannerTimeoutsMs?.[id] ?? request.scannerTimeoutMs;
  using deadline = startDeadline(timeoutMs, scanSignal);
  const { signal } = deadline;
  const opened = openContext(planned, world, { signal, timeoutMs });
  try {
    const result = await settleSoon(async () => work(opened.context), signal);
    // What comes after the end may be any part of the whole.
    signal.throwIfAborted();
    return result;
  } catch (error) {
    if (!deadline.hasExpired()) throw error;
    throw new SecureScanError(
      'E_TOOL_TIMEOUT',
      `${id} did not finish within ${timeoutMs / 1000} s; raise the limit under scanners.${id}.timeout`,
      { cause: error },
    );
  } finally {
    await disposeQuietly(opened, opened.context.log);
  }
}
