import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** What an event token says: its holder may open the event stream of this scan with the rights of this key. */
export interface EventTokenBinding {
  readonly scanId: string;
  /** Id of the principal that asked for it: of a database key, `env`, `list:<8 hex>`, `cert:<name>`, or `dev`. */
  readonly keyId: string;
  /** Unix seconds; the token is valid during the very second it names. */
  readonly expiresAt: number;
}

/** How long a stream may be opened with a token; an open stream lives on. */
export const EVENT_TOKEN_TTL_S = 300;

const SIGNATURE_BYTES = 32;

/** Key that signs event tokens: the configured text, or random bytes that end with the process. Made once per server. */
export function toEventTokenSecret(configured: string | null): Uint8Array {
  // allow(ambient-random): a secret must not be predictable; nothing that is compared or stored depends on it.
  return configured === null ? randomBytes(32) : Buffer.from(configured, 'utf8');
}

/**
 * Token text: base64url of `<scan id>|<key id>|<expiry>|<signature>`, the signature being base64url of HMAC-SHA256 over
 * everything before its bar.
 */
export function mintEventToken(secret: Uint8Array, { scanId, keyId, expiresAt }: EventTokenBinding): string {
  const body = `${escapeBars(scanId)}|${escapeBars(keyId)}|${expiresAt}`;
  return Buffer.from(`${body}|${sign(secret, body).toString('base64url')}`, 'utf8').toString('base64url');
}

/**
 * Reads a token that a client sent. Says nothing about whether the key still exists or the scan is the one asked for:
 * whoever calls compares `scanId` with the path and resolves `keyId` anew.
 * @returns null when it is malformed, forged or expired
 */
export function verifyEventToken(secret: Uint8Array, token: string, now: Date): EventTokenBinding | null {
  const bytes = decodeBase64Url(token);
  const [scanId, keyId, expiry, ...rest] = bytes?.toString('utf8').split('|') ?? [];
  if (scanId === undefined || keyId === undefined || expiry === undefined || !/^\d{1,15}$/.test(expiry)) return null;
  const signature = decodeBase64Url(rest.join('|'));
  if (signature?.length !== SIGNATURE_BYTES) return null;
  if (!timingSafeEqual(signature, sign(secret, `${scanId}|${keyId}|${expiry}`))) return null;
  const expiresAt = Number(expiry);
  if (expiresAt < Math.floor(now.getTime() / 1000)) return null;
  return { scanId: unescapeBars(scanId), keyId: unescapeBars(keyId), expiresAt };
}

function sign(secret: Uint8Array, body: string): Buffer {
  return createHmac('sha256', secret).update(body, 'utf8').digest();
}

/** Strict: only the alphabet, padding only where it is due, no stray bits in the last character. */
function decodeBase64Url(text: string): Buffer | null {
  if (!/^[A-Za-z0-9_-]+={0,2}$/.test(text) || (text.endsWith('=') && text.length % 4 !== 0)) return null;
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text.replace(/=+$/, '') ? bytes : null;
}

/** Ids of ours hold no bar, but the name in a client certificate might. */
function escapeBars(id: string): string {
  return id.replaceAll('%', '%25').replaceAll('|', '%7C');
}

function unescapeBars(id: string): string {
  return id.replaceAll('%7C', '|').replaceAll('%25', '%');
}
