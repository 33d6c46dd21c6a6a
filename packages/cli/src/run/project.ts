import { resolve } from 'node:path';
import type { Clock } from '@securescan/core';
import { loadProject as load } from '@securescan/host';
import type { Project } from '@securescan/host';
import { scannerList } from '@securescan/scanners';

export { emptyConfig } from '@securescan/host';
export type { Project } from '@securescan/host';

/**
 * The configuration a command was given, or the nearest one at or above a place.
 * @param start - absolute path where the search begins
 * @param explicit - absolute path given by the user, or null
 * @throws SecureScanError E_CONFIG_NOT_FOUND, E_CONFIG_UNREADABLE, E_CONFIG_INVALID with one line per problem
 */
export function loadProject(start: string, explicit: string | null, clock: Clock): Promise<Project> {
  return load({ start, explicit, clock, scannerIds: scannerList.map(({ id }) => id) });
}

/** Absolute path of a file named on the command line, or null. */
export function toAbsolute(cwd: string, file: string | null): string | null {
  return file === null ? null : resolve(cwd, file);
}
