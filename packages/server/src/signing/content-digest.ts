import { createHash, timingSafeEqual } from 'node:crypto';

const HASHES: Readonly<Record<string, string>> = { 'sha-256': 'sha256', 'sha-512': 'sha512' };
const MEMBER = /^([a-z0-9-]{1,20})=:([A-Za-z0-9+/]{4,128}={0,2}):$/;

/** Value of a Content-Digest header. @see RFC 9530 */
export function toContentDigest(bytes: Uint8Array): string {
  return `sha-256=:${createHash('sha256').update(bytes).digest('base64')}:`;
}

/** Whether the header names at least one digest that we know, and all of those are the digest of these bytes. */
export function fitsContentDigest(header: string, bytes: Uint8Array): boolean {
  const known = header.split(',').flatMap((part) => {
    const [, algorithm, value] = MEMBER.exec(part.trim()) ?? [];
    const hash = HASHES[algorithm ?? ''];
    return hash === undefined || value === undefined ? [] : [{ hash, digest: Buffer.from(value, 'base64') }];
  });
  return (
    known.length > 0 &&
    known.every(({ hash, digest }) => {
      const actual = createHash(hash).update(bytes).digest();
      return digest.length === actual.length && timingSafeEqual(digest, actual);
    })
  );
}
