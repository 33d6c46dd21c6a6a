import { createPublicKey, randomBytes, sign, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { fitsContentDigest, toContentDigest } from './content-digest.ts';
import { toSignatureBase } from './signature-base.ts';
import type { SignedMessage } from './signature-base.ts';

/**
 * Signed requests: HTTP Message Signatures (RFC 9421) in one profile. One signature with the label `sig1`, Ed25519, tag
 * `securescan-v1`; it covers method, authority, path and query, and where there is a body its type and digest (RFC 9530).
 */
const TAG = 'securescan-v1';
const ALWAYS_COVERED = ['@method', '@authority', '@path', '@query'];
const COVERED_WITH_BODY = ['content-type', 'content-digest'];
/** How far the clocks of both sides may be apart, and how long a signature may be meant to last. */
const TOLERANCE_S = 300;
/** The longest that a signature can be accepted: made in the future by a fast clock, and lasting. */
const REMEMBER_MS = (2 * TOLERANCE_S + 1) * 1000;
const NONCE_BYTES = 16;

const INPUT = /^sig1=(\((?:"[^"]{1,100}"(?: "[^"]{1,100}")*)?\)((?:;[a-z]{1,20}=(?:\d{1,15}|"[^"\\;]{0,200}"))*))$/;
const SIGNATURE = /^sig1=:([A-Za-z0-9+/]{86}==):$/;
const COMPONENT = /^(?:@[a-z-]+|[a-z0-9!#$%&'*+.^_`|~-]+)$/;

type Headers = SignedMessage['headers'];

export interface VerifiedSignature {
  readonly nonce: string;
  /** How long the nonce must be kept. */
  readonly rememberMs: number;
  /** Whether the body is the one that was signed. */
  coversBody(bytes: Uint8Array): boolean;
}

interface SignatureInput {
  readonly components: readonly string[];
  readonly parameters: string;
  readonly created: number;
  readonly expires: number;
  readonly nonce: string;
  readonly keyId: string;
}

/** Whether a request carries a signature for us; signatures that proxies add for others are none of our business. */
export function isSigned(headers: Headers): boolean {
  return (headers['signature-input'] ?? '').includes(`tag="${TAG}"`);
}

/** Id of the key that a request says it is signed with; null when its signature is not of our profile. */
export function readKeyIdOfSignature(headers: Headers): string | null {
  return parseInput(headers['signature-input'] ?? '')?.keyId ?? null;
}

/**
 * Checks all but the nonce and the body, which is not read yet.
 * @param publicKey - SPKI, base64
 * @param authority - the name under which clients know this server
 */
export function checkSignature(
  message: SignedMessage,
  { publicKey, authority, now }: { readonly publicKey: string; readonly authority: string; readonly now: Date },
): VerifiedSignature | null {
  const input = parseInput(message.headers['signature-input'] ?? '');
  const [, signature] = SIGNATURE.exec(message.headers['signature'] ?? '') ?? [];
  if (input === null || signature === undefined || !isTimely(input, now)) return null;
  if (!ALWAYS_COVERED.every((name) => input.components.includes(name))) return null;
  const base = toSignatureBase({ ...message, authority }, input.components, input.parameters);
  if (base === null) return null;
  const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
  if (!verify(null, Buffer.from(base, 'latin1'), key, Buffer.from(signature, 'base64'))) return null;
  return {
    nonce: input.nonce,
    rememberMs: REMEMBER_MS,
    coversBody(bytes) {
      const isCovered = COVERED_WITH_BODY.every((name) => input.components.includes(name));
      if (!input.components.includes('content-digest')) return bytes.length === 0;
      return (bytes.length === 0 || isCovered) && fitsContentDigest(message.headers['content-digest'] ?? '', bytes);
    },
  };
}

/** Headers that sign a request; for clients and for what this server sends itself. */
export function signRequest(
  message: SignedMessage,
  body: Uint8Array | null,
  { key, keyId, now }: { readonly key: KeyObject; readonly keyId: string; readonly now: Date },
): Readonly<Record<string, string>> {
  const digest: Record<string, string> = body === null ? {} : { 'content-digest': toContentDigest(body) };
  const components = [...ALWAYS_COVERED, ...(body === null ? [] : COVERED_WITH_BODY)];
  const created = Math.floor(now.getTime() / 1000);
  // allow(ambient-random): a nonce must never come twice; nothing else depends on it.
  const nonce = randomBytes(NONCE_BYTES).toString('base64url');
  const list = components.map((name) => `"${name}"`).join(' ');
  const parameters = `(${list});created=${created};expires=${created + TOLERANCE_S};nonce="${nonce}";keyid="${keyId}";alg="ed25519";tag="${TAG}"`;
  const base = toSignatureBase({ ...message, headers: { ...message.headers, ...digest } }, components, parameters);
  if (base === null) throw new TypeError('a signed request with a body needs a content-type');
  const signature = sign(null, Buffer.from(base, 'latin1'), key).toString('base64');
  return { ...digest, 'signature-input': `sig1=${parameters}`, signature: `sig1=:${signature}:` };
}

function parseInput(header: string): SignatureInput | null {
  const [, parameters, list] = INPUT.exec(header) ?? [];
  if (parameters === undefined || list === undefined) return null;
  const components = parameters
    .slice(1, parameters.indexOf(')'))
    .split(' ')
    .map((quoted) => quoted.slice(1, -1));
  if (new Set(components).size !== components.length || !components.every((name) => COMPONENT.test(name))) return null;
  const values = new Map<string, string>();
  for (const part of list.split(';').slice(1)) {
    const name = part.slice(0, part.indexOf('='));
    if (values.has(name)) return null;
    values.set(name, part.slice(name.length + 1).replaceAll('"', ''));
  }
  const { created, expires, nonce, keyid, alg, tag } = Object.fromEntries(values);
  if (alg !== 'ed25519' || tag !== TAG || keyid === undefined) return null;
  if (!isNonce(nonce) || !/^\d+$/.test(created ?? '') || !/^\d+$/.test(expires ?? '')) return null;
  return { components, parameters, created: Number(created), expires: Number(expires), nonce, keyId: keyid };
}

function isNonce(text: string | undefined): text is string {
  return text !== undefined && /^[A-Za-z0-9+/_=-]{22,64}$/.test(text);
}

function isTimely({ created, expires }: SignatureInput, now: Date): boolean {
  const seconds = now.getTime() / 1000;
  if (Math.abs(seconds - created) > TOLERANCE_S) return false;
  return expires > created && expires - created <= TOLERANCE_S && seconds <= expires;
}
