import ipaddr from 'ipaddr.js';
import type { TrustedProxy } from '../config/server-config.ts';

type Address = ipaddr.IPv4 | ipaddr.IPv6;
type Network = readonly [Address, number];

/** What a request says about the way it came, as far as that is believed. */
export interface ClientAddress {
  /** Without zone, IPv4-mapped addresses folded; `unix` for a Unix socket without a proxy before it. */
  readonly address: string;
  /** Scheme and host from the headers of a trusted proxy; null when there are none. */
  readonly forwardedProto: string | null;
  readonly forwardedHost: string | null;
  /** Forwarding headers came from a peer that is not trusted. */
  readonly hasUntrustedForwarding: boolean;
}

export interface ForwardingHeaders {
  readonly 'x-forwarded-for'?: string | undefined;
  readonly 'x-forwarded-proto'?: string | undefined;
  readonly 'x-forwarded-host'?: string | undefined;
  readonly forwarded?: string | undefined;
}

/** At most so many entries are walked: a longer list is an attack on whoever walks it. */
const MAX_HOPS = 20;
const MAX_PEERS = 1000;

const RANGES: Readonly<Record<string, readonly string[]>> = {
  loopback: ['127.0.0.0/8', '::1/128'],
  uniquelocal: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
};

/** An address, or null; IPv4-mapped IPv6 becomes IPv4, a zone is dropped. */
function parseAddress(text: string): Address | null {
  const bare = text.trim().replace(/%.*$/, '');
  if (!ipaddr.IPv4.isValidFourPartDecimal(bare) && !ipaddr.IPv6.isValid(bare)) return null;
  return ipaddr.process(bare);
}

/** A network in CIDR notation, or a single address; null when it is neither. */
export function parseNetwork(text: string): Network | null {
  try {
    const [address, bits] = toParts(text);
    if (address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress()) {
      const v4Bits = bits === null ? 32 : bits - 96;
      return v4Bits < 0 ? null : [address.toIPv4Address(), v4Bits];
    }
    return [address, bits ?? (address.kind() === 'ipv4' ? 32 : 128)];
  } catch {
    return null;
  }
}

function toParts(text: string): readonly [Address, number | null] {
  if (!text.includes('/')) return [ipaddr.parse(text), null];
  const [address, bits] = ipaddr.parseCIDR(text);
  return [address, bits];
}

/**
 * Makes the reader of client addresses for a list of trusted proxies. From the socket's peer on, while the address at hand is
 * trusted, it steps one entry left in `X-Forwarded-For`; the first untrusted one is the client, and an entry that is no
 * address ends the walk at the last good one.
 */
export function createClientAddressReader(
  proxies: readonly TrustedProxy[],
  header: 'x-forwarded-for' | 'rfc7239' = 'x-forwarded-for',
): (peer: string | undefined, headers: ForwardingHeaders) => ClientAddress {
  const networks = proxies
    .flatMap((proxy) => RANGES[proxy] ?? [proxy])
    .map(parseNetwork)
    .filter((network) => network !== null);
  const trustsUnix = proxies.includes('unix');
  const isTrusted = (address: Address): boolean =>
    networks.some(([network, bits]) => network.kind() === address.kind() && address.match(network, bits));

  // Peers come back with every request; only what is told of them can change.
  const plain = new Map<string, string>();
  const believesNobody = networks.length === 0 && !trustsUnix;
  const foldPeer = (peer: string): string => {
    const known = plain.get(peer);
    if (known !== undefined) return known;
    const address = parseAddress(peer)?.toString() ?? 'unix';
    if (plain.size >= MAX_PEERS) plain.clear();
    plain.set(peer, address);
    return address;
  };

  return (peer, headers) => {
    if (believesNobody) {
      return {
        address: peer === undefined ? 'unix' : foldPeer(peer),
        forwardedProto: null,
        forwardedHost: null,
        hasUntrustedForwarding: hasForwarding(headers),
      };
    }
    const peerAddress = peer === undefined ? null : parseAddress(peer);
    const isPeerTrusted = peerAddress === null ? trustsUnix : networks.length > 0 && isTrusted(peerAddress);
    if (!isPeerTrusted) {
      return {
        address: peerAddress?.toString() ?? 'unix',
        forwardedProto: null,
        forwardedHost: null,
        hasUntrustedForwarding: hasForwarding(headers),
      };
    }
    let client = peerAddress;
    const { hops, proto, host } = header === 'rfc7239' ? readForwarded(headers.forwarded) : readXForwarded(headers);
    for (const hop of hops.slice(-MAX_HOPS).toReversed()) {
      const next = parseAddress(hop);
      if (next === null) break;
      client = next;
      if (!isTrusted(next)) break;
    }
    return {
      address: client?.toString() ?? 'unix',
      forwardedProto: proto,
      forwardedHost: host,
      hasUntrustedForwarding: false,
    };
  };
}

interface Forwarding {
  readonly hops: readonly string[];
  readonly proto: string | null;
  readonly host: string | null;
}

function readXForwarded(headers: ForwardingHeaders): Forwarding {
  return {
    hops: (headers['x-forwarded-for'] ?? '').split(','),
    proto: lastOf(headers['x-forwarded-proto']),
    host: lastOf(headers['x-forwarded-host']),
  };
}

/** `for=192.0.2.1;proto=https, for="[2001:db8::1]:4711"` (RFC 7239). */
function readForwarded(text: string | undefined): Forwarding {
  const elements = (text ?? '').split(',').map((element) => {
    const pairs = element.split(';').map((pair) => /^\s*(\w+)="?([^"]*)"?\s*$/.exec(pair));
    return new Map(pairs.flatMap((pair) => (pair ? [[pair[1]?.toLowerCase() ?? '', pair[2] ?? '']] : [])));
  });
  const last = elements.at(-1);
  return {
    hops: elements.map((element) => toBareAddress(element.get('for') ?? '')),
    proto: last?.get('proto')?.toLowerCase() ?? null,
    host: last?.get('host')?.toLowerCase() ?? null,
  };
}

/** Without brackets and port. */
function toBareAddress(node: string): string {
  return /^\[(.+)\](?::\d+)?$/.exec(node)?.[1] ?? node.replace(/^([\d.]+):\d+$/, '$1');
}

function hasForwarding(headers: ForwardingHeaders): boolean {
  return (
    headers['x-forwarded-for'] !== undefined ||
    headers['x-forwarded-host'] !== undefined ||
    headers['x-forwarded-proto'] !== undefined ||
    headers.forwarded !== undefined
  );
}

/** The entry that the nearest proxy wrote. */
function lastOf(list: string | undefined): string | null {
  return list?.split(',').at(-1)?.trim().toLowerCase() || null;
}
