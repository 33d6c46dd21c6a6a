import { homedir } from 'node:os';
import { describeError } from '@securescan/model';
import type { ScanResult } from '@securescan/model';
import { createClock } from '@securescan/host';
import { openStore, parseStoreLocation } from '@securescan/store';
import { isCi } from '../io/environment.ts';
import { tell } from '../io/io.ts';
import type { Io } from '../io/io.ts';

/**
 * Keeps a scan in the history, unless `--no-save` is given or CI is set without `--save`. A database that cannot be used
 * is one warning, never a failure.
 * @param wish - true for `--save`, false for `--no-save`, null for neither
 */
export async function saveScan(result: ScanResult, wish: boolean | null, io: Io): Promise<void> {
  if (!(wish ?? !isCi(io.env))) return;
  try {
    const clock = createClock(io.env.get('SECURESCAN_FAKE_NOW'));
    const location = parseStoreLocation(io.env.all, io.env.get('HOME') ?? homedir());
    await using store = await openStore(location, () => clock.now());
    await store.saveScan(result, 'cli');
  } catch (error) {
    await tell(io, `warning: the scan is not kept in the history: ${describeError(error)}`);
  }
}
