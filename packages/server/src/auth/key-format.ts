import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** A key at the moment it is made; afterwards only `id`, `prefix` and `hash` remain. */
export interface NewKey {
  readonly id: string;
  /** `ssk_<id>_<secret>`: 10 and 32 characters. */
  readonly key: string;
  /** First 16 characters, for people. */
  readonly prefix: string;
  readonly hash: string;
}

const ID_LENGTH = 10;
const STORED = /^([0-9a-f]{32})\$([0-9a-f]{64})$/;

/** Verified against when there is no such key, so that an unknown id takes as long as a wrong secret. */
const NOBODY = `${'0'.repeat(32)}$${'0'.repeat(64)}`;

/** Makes a key: about 60 bits of id, 192 bits of secret. A plain salted hash is enough for that much of chance. */
export function generateKey(random: (size: number) => Uint8Array = secureRandom): NewKey {
  const id = toBase64Url(random(8)).slice(0, ID_LENGTH).replaceAll('-', 'x').replaceAll('_', 'y');
  const key = `ssk_${id}_${toBase64Url(random(24))}`;
  return { id, key, prefix: prefixOf(key), hash: hashKey(Buffer.from(key, 'utf8'), random(16)) };
}

/** Id of a database key, from what a client sent; null when it has not the form of one. Its secret may hold underscores. */
export function parseKeyId(key: string): string | null {
  if (!key.startsWith('ssk_')) return null;
  const end = key.indexOf('_', 4);
  return end === 4 + ID_LENGTH ? key.slice(4, end) : null;
}

export function prefixOf(key: string): string {
  return key.slice(0, 16);
}

/** `<salt>$<SHA-256 of salt and key>`, both lower-case hex. */
export function hashKey(key: Uint8Array, salt: Uint8Array): string {
  const digest = createHash('sha256').update(salt).update(key).digest('hex');
  return `${Buffer.from(salt).toString('hex')}$${digest}`;
}

/** Whether the key is the one that was stored. A stored value that is no hash fits nothing; undefined stands for no such key. */
export function verifyKey(key: Uint8Array, stored: string | undefined): boolean {
  const match = STORED.exec(stored ?? NOBODY);
  const [, salt, digest] = match ?? [];
  if (salt === undefined || digest === undefined) return false;
  const actual = createHash('sha256').update(Buffer.from(salt, 'hex')).update(key).digest();
  return timingSafeEqual(actual, Buffer.from(digest, 'hex')) && stored !== undefined;
}

function toBase64Url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url');
}

function secureRandom(size: number): Uint8Array {
  // allow(ambient-random): a secret must not be predictable; nothing that is compared depends on its value.
  return randomBytes(size);
}
