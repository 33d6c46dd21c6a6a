const IPV4 = /^\d{1,3}(?:\.\d{1,3}){3}(?:\/\d{1,3})?$/;
const IPV6 = /^(?=[^/]*:)[0-9A-Fa-f:]+(?:\/\d{1,3})?$/;
const LABEL = '[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?';
const HOST_NAME = new RegExp(`^${LABEL}(?:\\.${LABEL})*(?:/\\d{1,3})?$`);

/**
 * Whether nmap may be given this as its target: an address or host name, with an optional prefix length. Nothing that
 * starts with a hyphen, and no list, so that a target can be neither an option nor two targets.
 */
export function isHost(text: string): boolean {
  const host = text.trim();
  return host.length <= 253 && (IPV4.test(host) || IPV6.test(host) || HOST_NAME.test(host));
}
