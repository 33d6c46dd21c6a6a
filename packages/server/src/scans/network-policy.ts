import type { MachineOptions } from '@securescan/host';
import type { ServerConfig } from '../config/server-config.ts';

/** Where scanners may connect to: targets as the operator allows them, and the ZAP daemon that the operator named. */
export function toNetworkPolicy({
  allowPrivateTargets,
  zap,
}: Pick<ServerConfig['scans'], 'allowPrivateTargets' | 'zap'>): NonNullable<MachineOptions['network']> {
  const origin = URL.parse(zap.address)?.origin;
  return {
    allowPrivate: allowPrivateTargets,
    allowLoopback: allowPrivateTargets,
    trustedOrigins: origin === undefined ? [] : [origin],
  };
}
