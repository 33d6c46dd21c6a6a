import type { Clock, Logger } from '@securescan/core';

const HOUR_MS = 3_600_000;
const MAX_PEERS = 1000;

/** Warns of forwarding headers from peers that are not trusted, once per address and hour: a proxy may be missing in the list. */
export function createForwardingWarning(log: Logger, clock: Clock): (address: string) => void {
  const seen = new Map<string, number>();
  return (address) => {
    const now = clock.monotonicMs();
    const last = seen.get(address);
    if (last !== undefined && now - last < HOUR_MS) return;
    if (seen.size >= MAX_PEERS) seen.clear();
    seen.set(address, now);
    log.warn(
      { client: address },
      'forwarding headers from an address that is not in SECURESCAN_TRUSTED_PROXIES are ignored',
    );
  };
}
