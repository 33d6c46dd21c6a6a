import { lookup } from 'node:dns/promises';
import { realpath, stat } from 'node:fs/promises';
import { isIP } from 'node:net';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { classifyAddress, isHostTarget } from '@securescan/host';
import type { TargetKind } from '@securescan/model';
import { describeError } from '@securescan/model';
import { badRequest } from '../problem/http-problem.ts';

/** What is never scanned, nor anything below; compared by path segments, with links resolved. */
const SYSTEM_PATHS = [
  '/etc/shadow',
  '/etc/gshadow',
  '/root/.ssh',
  '/proc',
  '/sys',
  '/dev',
  '/run/secrets',
  '/var/run/secrets',
];
/** Directories of keys, wherever they are. */
const SECRET_SEGMENTS = new Set(['.ssh', '.gnupg']);

const LOOKUP_TIMEOUT_MS = 3000;
/** Addresses in the widest range that is checked one by one. */
const MAX_RANGE = 256;

export interface TargetPolicy {
  /** Absolute, links resolved. */
  readonly roots: readonly string[];
  /** Whether addresses of the own network and of this machine may be targets. */
  readonly allowPrivate: boolean;
  /** Where relative paths start. */
  readonly cwd: string;
  /** Addresses of a name; for tests. */
  readonly lookUp?: (name: string) => Promise<readonly string[]>;
}

/** What a client asks to have scanned. */
export interface WantedTarget {
  readonly path: string;
  readonly url: string | null;
  readonly host: string | null;
}

/** Checked against the policy. */
export interface AllowedTarget {
  /** Absolute, as it was asked for; links are not resolved in it. */
  readonly path: string;
  readonly kind: Extract<TargetKind, 'directory' | 'file'>;
}

/**
 * Decides whether a target may be scanned.
 * @throws HttpProblem 400, naming what was sent
 */
export async function checkTarget(wanted: WantedTarget, policy: TargetPolicy): Promise<AllowedTarget> {
  const allowed = await checkPath(wanted.path, policy);
  if (wanted.url !== null) await checkUrl(wanted.url, policy);
  if (wanted.host !== null) await checkHost(wanted.host, policy);
  return allowed;
}

/**
 * The same for a path alone: absolute; must exist; inside the roots; a directory or regular file; no system path. What is
 * outside the roots is refused in the same words whether it exists or not.
 * @throws HttpProblem 400
 */
export async function checkPath(
  sent: string,
  { roots, cwd }: Pick<TargetPolicy, 'roots' | 'cwd'>,
): Promise<AllowedTarget> {
  const path = resolve(cwd, sent);
  const real = await realpath(path).catch(() => null);
  if (!roots.some((root) => isInside(real ?? path, root)))
    throw badRequest(`Path is outside the allowed scan roots: ${sent}`);
  const found = real === null ? null : await stat(real).catch(() => null);
  if (real === null || found === null) throw badRequest(`Path does not exist: ${sent}`);
  if (!found.isDirectory() && !found.isFile()) throw badRequest(`Path is not a file or directory: ${sent}`);
  if (isSystemPath(real) || isSystemPath(path)) throw badRequest(`Scanning system path not allowed: ${sent}`);
  return { path, kind: found.isDirectory() ? 'directory' : 'file' };
}

/** Whether one path is the other or below it; both absolute. */
export function isInside(path: string, root: string): boolean {
  const way = relative(root, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}

function isSystemPath(path: string): boolean {
  // The root holds all of them.
  if (path === sep) return true;
  return (
    SYSTEM_PATHS.some((system) => isInside(path, system)) || path.split(sep).some((name) => SECRET_SEGMENTS.has(name))
  );
}

async function checkUrl(text: string, policy: TargetPolicy): Promise<void> {
  const url = URL.parse(text);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:') || url.hostname === '')
    throw badRequest(`target_url must be an http or https URL: ${text}`);
  if (url.username !== '' || url.password !== '')
    throw badRequest('target_url must not hold credentials; they would end up in reports');
  const name = url.hostname.replace(/^\[(.*)\]$/, '$1');
  checkAddresses('target_url', text, isIP(name) === 0 ? await resolveName(name, text, policy) : [name], policy);
}

async function checkHost(text: string, policy: TargetPolicy): Promise<void> {
  if (!isHostTarget(text)) throw badRequest(`target_host must be a host name, an address or a range: ${text}`);
  const [name = '', prefix] = text.split('/');
  if (prefix === undefined) {
    const addresses = isIP(name) === 0 ? await resolveName(name, text, policy) : [name];
    checkAddresses('target_host', text, addresses, policy);
    return;
  }
  if (policy.allowPrivate && isIP(name) !== 0) {
    // One look at the base: link-local and metadata ranges stay refused.
    checkAddresses('target_host', text, [name], policy);
    return;
  }
  for (const base of isIP(name) === 0 ? await resolveName(name, text, policy) : [name]) {
    checkAddresses('target_host', text, listRange(base, Number(prefix), text), policy);
  }
}

async function resolveName(
  name: string,
  sent: string,
  { lookUp = lookUpAll }: TargetPolicy,
): Promise<readonly string[]> {
  try {
    const addresses = await lookUp(name);
    if (addresses.length > 0) return addresses;
  } catch (error) {
    throw badRequest(`The name in ${sent} cannot be resolved: ${describeError(error)}`);
  }
  throw badRequest(`The name in ${sent} cannot be resolved`);
}

async function lookUpAll(name: string): Promise<readonly string[]> {
  const found = lookup(name, { all: true });
  const late = new Promise<never>((_, reject) => {
    AbortSignal.timeout(LOOKUP_TIMEOUT_MS).addEventListener('abort', () => {
      reject(new Error('the name server does not answer'));
    });
  });
  return (await Promise.race([found, late])).map(({ address }) => address);
}

function checkAddresses(
  field: string,
  sent: string,
  addresses: readonly string[],
  { allowPrivate }: TargetPolicy,
): void {
  for (const address of addresses) {
    const kind = classifyAddress(address);
    if (kind === 'public') continue;
    if (kind === 'forbidden')
      throw badRequest(`${field} leads to ${address}, a link-local, metadata or reserved address: ${sent}`);
    if (!allowPrivate)
      throw badRequest(
        `${field} leads to the ${kind} address ${address}; set SECURESCAN_ALLOW_PRIVATE_TARGETS=1 to allow such targets: ${sent}`,
      );
  }
}

/** Every address of a small range. */
function listRange(base: string, prefix: number, sent: string): readonly string[] {
  const isV4 = isIP(base) === 4;
  const bits = (isV4 ? 32 : 128) - prefix;
  const size = bits > 20 ? Number.POSITIVE_INFINITY : 2 ** bits;
  if (size > MAX_RANGE)
    throw badRequest(
      `target_host is wider than ${MAX_RANGE} addresses, which needs SECURESCAN_ALLOW_PRIVATE_TARGETS=1: ${sent}`,
    );
  if (!isV4) return [base];
  const value = base.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  const first = value - (value % size);
  return Array.from({ length: size }, (_, index) => {
    const address = first + index;
    return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
  });
}
