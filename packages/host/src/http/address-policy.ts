import { BlockList, isIP } from 'node:net';

/** Which addresses outbound requests may reach, beyond the public ones. */
export interface NetworkPolicy {
  /** 10/8, 172.16/12, 192.168/16, 100.64/10, fc00::/7 and other ranges that are not routed publicly. */
  readonly allowPrivate: boolean;
  /** 127/8 and ::1. */
  readonly allowLoopback: boolean;
  /** Origins the operator configured (such as the ZAP daemon); for these private and loopback addresses are allowed. */
  readonly trustedOrigins?: readonly string[];
}

export type AddressKind = 'public' | 'private' | 'loopback' | 'forbidden';

const loopback = toBlockList(['127.0.0.0/8', '::1/128']);

/** @see https://www.iana.org/assignments/iana-ipv4-special-registry */
const privateRanges = toBlockList([
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  '192.0.0.0/24',
  '198.18.0.0/15',
  '240.0.0.0/4',
  'fc00::/7',
  'fec0::/10',
]);

/** Link-local, cloud metadata services, unspecified, multicast and broadcast: never a target. */
const forbidden = toBlockList([
  '0.0.0.0/8',
  '169.254.0.0/16',
  '100.100.100.200/32',
  '168.63.129.16/32',
  '192.0.0.192/32',
  '224.0.0.0/4',
  '255.255.255.255/32',
  '::/128',
  'fe80::/10',
  'fd00:ec2::254/128',
  'fd20:ce::254/128',
  'ff00::/8',
]);

/** What kind of place an IP address is. An IPv6 address that stands for an IPv4 one is judged as that one. */
export function classifyAddress(address: string): AddressKind {
  const plain = address.replace(/%.*$/, '');
  const embedded = findEmbeddedIpv4(plain);
  if (embedded !== null) return classifyAddress(embedded);
  const family = isIP(plain) === 6 ? 'ipv6' : 'ipv4';
  if (isIP(plain) === 0 || forbidden.check(plain, family)) return 'forbidden';
  if (loopback.check(plain, family)) return 'loopback';
  return privateRanges.check(plain, family) ? 'private' : 'public';
}

/** Whether the policy lets a request reach an address. */
export function isAllowed(address: string, policy: NetworkPolicy, origin: string): boolean {
  const kind = classifyAddress(address);
  if (kind === 'public') return true;
  if (kind === 'forbidden') return false;
  if (policy.trustedOrigins?.includes(origin) === true) return true;
  return kind === 'private' ? policy.allowPrivate : policy.allowLoopback;
}

/** IPv4 inside IPv4-mapped (::ffff:0:0/96), NAT64 (64:ff9b::/96) and 6to4 (2002::/16) addresses. */
function findEmbeddedIpv4(address: string): string | null {
  if (isIP(address) !== 6) return null;
  const groups = expandGroups(address);
  const head = groups
    .slice(0, 6)
    .map((group) => group.toString(16))
    .join(':');
  if (head === '0:0:0:0:0:ffff' || head === '64:ff9b:0:0:0:0') return toIpv4(groups[6] ?? 0, groups[7] ?? 0);
  if (groups[0] === 0x2002) return toIpv4(groups[1] ?? 0, groups[2] ?? 0);
  return null;
}

function expandGroups(address: string): number[] {
  // The URL parser writes any spelling in one way: hexadecimal groups, `::` at most once.
  const canonical = new URL(`http://[${address}]/`).hostname.slice(1, -1);
  const [left = '', right] = canonical.split('::');
  const before = left === '' ? [] : left.split(':');
  const after = right === undefined || right === '' ? [] : right.split(':');
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0');
  return [...before, ...zeros, ...after].map((group) => Number.parseInt(group, 16));
}

function toIpv4(high: number, low: number): string {
  return `${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`;
}

function toBlockList(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [network = '', prefix] = range.split('/');
    list.addSubnet(network, Number(prefix), isIP(network) === 6 ? 'ipv6' : 'ipv4');
  }
  return list;
}
