import { EvaluationError } from '../evaluation-error.ts';
import { bool, string } from '../values.ts';
import { type FunctionTable, integerOf, numberOf, takes, textOf, texts } from './function.ts';

/** A network: its first address as a number, and how many bits an address and its prefix have. */
interface Network {
  readonly bits: 32 | 128;
  readonly prefix: number;
  readonly first: bigint;
}

function parseAddress(text: string): { readonly bits: 32 | 128; readonly value: bigint } | null {
  const v4 = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (v4 !== null) {
    const bytes = v4.slice(1).map(Number);
    if (bytes.some((byte) => byte > 255)) return null;
    return { bits: 32, value: bytes.reduce((value, byte) => value * 256n + BigInt(byte), 0n) };
  }
  const [head = '', tail, more] = text.split('::');
  if (more !== undefined || !text.includes(':')) return null;
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const missing = 8 - before.length - after.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return null;
  const groups = [...before, ...Array.from({ length: missing }, () => '0'), ...after];
  if (groups.some((group) => !/^[0-9a-f]{1,4}$/i.test(group))) return null;
  return { bits: 128, value: groups.reduce((value, group) => value * 65_536n + BigInt(`0x${group}`), 0n) };
}

function parseNetwork(text: string): Network {
  const [address = '', length = '', more] = text.split('/');
  const parsed = parseAddress(address);
  const prefix = /^\d{1,3}$/.test(length) ? Number(length) : Number.NaN;
  if (parsed === null || more !== undefined || !(prefix <= parsed.bits)) {
    throw new EvaluationError(`${JSON.stringify(text.slice(0, 60))} is no network such as 10.0.0.0/16.`);
  }
  const host = BigInt(parsed.bits - prefix);
  return { bits: parsed.bits, prefix, first: (parsed.value >> host) << host };
}

function writeAddress(value: bigint, bits: 32 | 128): string {
  if (bits === 32) return [24n, 16n, 8n, 0n].map((shift) => String((value >> shift) & 255n)).join('.');
  const groups = Array.from({ length: 8 }, (_, at) => ((value >> BigInt(112 - at * 16)) & 65_535n).toString(16));
  const zeros = [...groups.join(':').matchAll(/(?:^|:)(0(?::0)+)(?=:|$)/g)].map(([, run = '']) => run);
  const longest = zeros.reduce((best, run) => (run.length > best.length ? run : best), '');
  if (longest === '') return groups.join(':');
  const [before = '', ...after] = `:${groups.join(':')}:`.split(`:${longest}:`);
  return `${before.replace(/^:/, '')}::${after.join(`:${longest}:`).replace(/:$/, '')}`;
}

function subnet(network: Network, newBits: number, index: number): Network {
  const prefix = network.prefix + newBits;
  if (newBits < 0 || prefix > network.bits)
    throw new EvaluationError(`No ${newBits} bits are left in a /${network.prefix} network.`);
  if (index < 0 || BigInt(index) >= 1n << BigInt(newBits))
    throw new EvaluationError(`${newBits} bits have no room for the number ${index}.`);
  return { bits: network.bits, prefix, first: network.first + (BigInt(index) << BigInt(network.bits - prefix)) };
}

const write = ({ first, bits, prefix }: Network): string => `${writeAddress(first, bits)}/${prefix}`;

function host(network: Network, index: number): string {
  const size = 1n << BigInt(network.bits - network.prefix);
  const at = BigInt(index) < 0n ? size + BigInt(index) : BigInt(index);
  if (at < 0n || at >= size) throw new EvaluationError(`A /${network.prefix} network has no host ${index}.`);
  return writeAddress(network.first + at, network.bits);
}

/** Networks one after the other, each at the next place where it fits. */
function subnets(network: Network, sizes: readonly number[]): readonly string[] {
  let next = network.first;
  const end = network.first + (1n << BigInt(network.bits - network.prefix));
  return sizes.map((newBits) => {
    const { prefix } = subnet(network, newBits, 0);
    const size = 1n << BigInt(network.bits - prefix);
    const first = ((next + size - 1n) / size) * size;
    next = first + size;
    if (next > end) throw new EvaluationError('The networks do not fit in.');
    return write({ bits: network.bits, prefix, first });
  });
}

export const networkFunctions: FunctionTable = {
  cidrhost: takes(2, 2, ([network, index]) => string(host(parseNetwork(textOf(network)), integerOf(index)))),
  cidrnetmask: takes(1, 1, ([value]) => {
    const { bits, prefix } = parseNetwork(textOf(value));
    if (bits === 128) throw new EvaluationError('Only IPv4 networks have a mask.');
    return string(writeAddress(((1n << BigInt(prefix)) - 1n) << BigInt(32 - prefix), 32));
  }),
  cidrsubnet: takes(3, 3, ([network, bits, index]) =>
    string(write(subnet(parseNetwork(textOf(network)), integerOf(bits), integerOf(index)))),
  ),
  cidrsubnets: takes(1, 256, ([network, ...sizes]) =>
    texts(subnets(parseNetwork(textOf(network)), sizes.map(numberOf))),
  ),
  cidrcontains: takes(2, 2, ([network, other]) => {
    const outer = parseNetwork(textOf(network));
    const inner = textOf(other);
    const { bits, first, prefix } = parseNetwork(
      inner.includes('/') ? inner : `${inner}/${inner.includes(':') ? 128 : 32}`,
    );
    const shift = BigInt(outer.bits - outer.prefix);
    return bool(bits === outer.bits && prefix >= outer.prefix && first >> shift === outer.first >> shift);
  }),
};
