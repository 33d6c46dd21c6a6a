import { isIP } from 'node:net';

const LABEL = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?';
const HOST_NAME = new RegExp(`^${LABEL}(?:\\.${LABEL})*\\.?$`);

/**
 * True for a host name, an IP address, or either with a prefix length. Nothing that starts with a hyphen is one, so a
 * host can never be read as an option.
 */
export function isHostTarget(text: string): boolean {
  const match = /^([^/]+?)(?:\/(\d{1,3}))?$/.exec(text);
  const host = match?.[1] ?? '';
  const prefixLength = match?.[2] === undefined ? null : Number(match[2]);
  const family = isIP(host);
  if (family !== 0) return prefixLength === null || prefixLength <= (family === 4 ? 32 : 128);
  // Digits and dots that are no address are a typing error, not a name.
  if (host.length > 253 || /^[\d.]+$/.test(host) || !HOST_NAME.test(host)) return false;
  return prefixLength === null || prefixLength <= 32;
}
