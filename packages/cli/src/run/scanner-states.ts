import type { Machine } from '@securescan/core';
import { SCAN_TYPES } from '@securescan/model';
import { readScannerStates } from '@securescan/scanners';
import type { ScannerState } from '@securescan/scanners';
import type { Io } from '../io/io.ts';
import { readScannerOptions } from './open-machine.ts';

/** States of all scanners, by family, then in registry order. */
export async function listScannerStates(machine: Machine, io: Io): Promise<readonly ScannerState[]> {
  const { address = '', apiKey = '' } = readScannerOptions(io, { hostProbes: false }).zap ?? {};
  const states = await readScannerStates(machine, { zap: { address, apiKey }, signal: io.signal });
  return SCAN_TYPES.flatMap((type) => states.filter(({ scanner }) => scanner.scanType === type));
}
