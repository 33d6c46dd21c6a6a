import { createHmac } from 'node:crypto';
import type { ServerConfig } from '../config/server-config.ts';

/**
 * An address as the audit log keeps it: plain, or as a keyed hash under which the same address can be found again. Without a
 * key (SECRET_KEY) a hash could be undone by trying all addresses, so nothing is kept then.
 */
export function toAuditAddress(
  address: string,
  { audit, secretKey }: Pick<ServerConfig, 'audit' | 'secretKey'>,
): string | null {
  if (audit.address === 'plain') return address;
  if (secretKey === null) return null;
  return createHmac('sha256', secretKey).update(`audit address ${address}`).digest('hex').slice(0, 32);
}
