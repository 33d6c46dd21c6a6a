import { describeError } from '@securescan/model';
import type { Logger } from '../ports/logger.ts';

/** Gives something back. That this fails is for the log: what was found is worth more than a directory left behind. */
export async function disposeQuietly(thing: AsyncDisposable, log: Logger): Promise<void> {
  try {
    await thing[Symbol.asyncDispose]();
  } catch (error) {
    log.warn({ error: describeError(error) }, 'cleaning up failed');
  }
}
