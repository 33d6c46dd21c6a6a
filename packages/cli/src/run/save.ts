import { homedir } from 'node:os';
import { describeError } from '@securescan/model';
import type { ScanResult, Target } from '@securescan/model';
import { createClock } from '@securescan/host';
import { isCi } from '../io/environment.ts';
import { tell } from '../io/io.ts';
import type { Io } from '../io/io.ts';
import { tellConversion } from './tell-conversion.ts';

/**
 * Keeps a scan in the history, unless `--no-save` is given or CI is set without `--save`. A database that cannot be used
 * is one warning, never a failure.
 * @param target - kept by its whole path, so that scans of `.` in two projects can be told apart
 * @param wish - true for `--save`, false for `--no-save`, null for neither
 */
export async function saveScan(result: ScanResult, target: Target, wish: boolean | null, io: Io): Promise<void> {
  if (!(wish ?? !isCi(io.env))) return;
  try {
    const { openStore, parseStoreLocation } = await import('@securescan/store');
    const clock = createClock(io.env.get('SECURESCAN_FAKE_NOW'));
    const location = parseStoreLocation(io.env.all, io.env.get('HOME') ?? homedir());
    await using store = await openStore(location, () => clock.now(), tellConversion(io));
    const display = 'path' in target ? target.path : target.display;
    await store.saveScan({ ...result, target: { kind: target.kind, display } }, 'cli');
  } catch (error) {
    await tell(io, `warning: the scan is not kept in the history: ${describeError(error)}`);
  }
}
