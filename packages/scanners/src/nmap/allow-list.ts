/** Bits of an address and how many there are; networks of one width can be compared. */
interface Network {
  readonly bits: bigint;
  readonly width: 32 | 128;
  readonly prefix: number;
}

/**
 * Whether a target of nmap is covered by a list of hosts.
 * @param host - a target that `isHost` takes: an address or a name, with an optional prefix length
 * @param allowed - names, `*.example.test` for all names below one, addresses, networks. A name is compared as a name: an address
 *   in the list does not cover the names that resolve to it, since whoever owns the name decides where it leads
 */
export function isAllowedTarget(host: string, allowed: readonly string[]): boolean {
  const target = host.trim().toLowerCase();
  const network = parseNetwork(target);
  return allowed.some((entry) => {
    const pattern = entry.trim().toLowerCase();
    if (network === null) return matchesName(target, pattern);
    const range = parseNetwork(pattern);
    return range !== null && covers(range, network);
  });
}

function matchesName(name: string, pattern: string): boolean {
  if (pattern.startsWith('*.')) return name.endsWith(pattern.slice(1)) && !name.includes('/');
  return name === pattern;
}

function covers(range: Network, network: Network): boolean {
  if (range.width !== network.width || range.prefix > network.prefix) return false;
  const shift = BigInt(range.width - range.prefix);
  return range.bits >> shift === network.bits >> shift;
}

/** Reads an address with an optional prefix length; null for names and for what is no address. */
function parseNetwork(text: string): Network | null {
  const [address = '', length, ...more] = text.split('/');
  const bits = parseIpv4(address) ?? parseIpv6(address);
  if (bits === null || more.length > 0) return null;
  const width = address.includes(':') ? 128 : 32;
  const prefix = length === undefined ? width : /^\d{1,3}$/.test(length) ? Number(length) : Number.NaN;
  return prefix >= 0 && prefix <= width ? { bits, width, prefix } : null;
}

function parseIpv4(text: string): bigint | null {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) return null;
  return parts.reduce((bits, part) => (bits << 8n) | BigInt(part), 0n);
}

/** @see https://www.rfc-editor.org/rfc/rfc4291#section-2.2 */
function parseIpv6(text: string): bigint | null {
  const halves = text.split('::');
  if (!text.includes(':') || halves.length > 2) return null;
  const [head = [], tail = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null;
  const groups = [...head, ...Array<string>(missing).fill('0'), ...tail];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/.test(group))) return null;
  return groups.reduce((bits, group) => (bits << 16n) | BigInt(`0x${group}`), 0n);
}
