import { hostname } from 'node:os';
import { hasOwnerEnded, readOwnMarker } from '@securescan/host';
import type { ScanRecord } from '@securescan/store';

/** How long an owner promises to be alive, and how often it renews that. */
const LEASE_MS = 30_000;
export const HEARTBEAT_MS = 5000;

/**
 * Name of a runner: machine, then number and start of its process, then the runner itself. Another start of the server is
 * another owner.
 * @param instance - differs from runner to runner
 */
export function nameOwner(instance: string): string {
  // Without /proc there is nothing to look the process up by; such owners are judged by their lease alone.
  return `${hostname()}:${readOwnMarker() ?? ''}/${instance}`;
}

/**
 * Whether the process that runs a scan is gone. One on this machine is looked up, so that a killed server is noticed at its
 * next start; of others we only know whether they still renew their lease.
 */
export function hasOwnerDied({ owner, leaseUntil }: Pick<ScanRecord, 'owner' | 'leaseUntil'>, now: Date): boolean {
  if (owner === null) return true;
  const [, machine, marker = ''] = /^(.*):([^:/]*)\/[^/]*$/.exec(owner) ?? [];
  if (machine === hostname()) {
    if (hasOwnerEnded(marker)) return true;
    // It runs, whatever its lease says: a long pause is no death.
    if (isVisible(marker)) return false;
  }
  return leaseUntil === null || leaseUntil < now.toISOString();
}

/** Whether the marker is of a process that we would see in our list of processes. */
function isVisible(marker: string): boolean {
  const own = readOwnMarker();
  return own !== null && own.split('-')[0] === marker.split('-')[0];
}

export function toLeaseEnd(now: Date): string {
  return new Date(now.getTime() + LEASE_MS).toISOString();
}
