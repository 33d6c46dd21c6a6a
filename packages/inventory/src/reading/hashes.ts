import type { BomComponent } from '@securescan/model';

type Hash = BomComponent['hashes'][number];

const ALGORITHMS: Readonly<Record<string, { readonly algorithm: Hash['algorithm']; readonly digits: number }>> = {
  md5: { algorithm: 'MD5', digits: 32 },
  sha1: { algorithm: 'SHA-1', digits: 40 },
  sha256: { algorithm: 'SHA-256', digits: 64 },
  sha384: { algorithm: 'SHA-384', digits: 96 },
  sha512: { algorithm: 'SHA-512', digits: 128 },
};

/** A digest in hex, checked for the length of its algorithm; none when it does not fit. */
export function toHash(algorithm: string, hex: string): readonly Hash[] {
  const known = Object.hasOwn(ALGORITHMS, algorithm) ? ALGORITHMS[algorithm] : undefined;
  const digits = hex.toLowerCase();
  if (!known || digits.length !== known.digits || !/^[0-9a-f]+$/.test(digits)) return [];
  return [{ algorithm: known.algorithm, hex: digits }];
}

/** `sha256:<hex>` as Python and Composer write it. */
export function parsePrefixedHash(text: string): readonly Hash[] {
  const colon = text.indexOf(':');
  return colon === -1 ? [] : toHash(text.slice(0, colon).toLowerCase(), text.slice(colon + 1).trim());
}

function base64ToHex(text: string): string | null {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return null;
  return Array.from(atob(text.replaceAll('=', '')), (char) => char.charCodeAt(0).toString(16).padStart(2, '0')).join(
    '',
  );
}

/** Subresource integrity (`sha512-<base64> sha1-<base64>?opts`), as npm's lockfiles have it. */
export function parseIntegrity(text: string | null): readonly Hash[] {
  if (text === null) return [];
  return text.split(/\s+/).flatMap((item) => {
    const [, algorithm, digest] = /^([a-z0-9]+)-([^?]+)/.exec(item) ?? [];
    if (algorithm === undefined || digest === undefined || digest.length % 4 === 1) return [];
    const hex = base64ToHex(digest);
    return hex === null ? [] : toHash(algorithm, hex);
  });
}
