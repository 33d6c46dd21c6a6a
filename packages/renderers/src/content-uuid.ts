import { createHash } from 'node:crypto';

/** Namespace of all identifiers derived from content: the version 5 UUID of `https://securescan.example.com/sbom` below URLs. */
const NAMESPACE = uuidV5(Buffer.from('6ba7b8119dad11d180b400c04fd430c8', 'hex'), 'https://securescan.example.com/sbom');

/** UUID of a text, equal for equal texts. @see https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-5 */
export function contentUuid(text: string): string {
  return uuidV5(Buffer.from(NAMESPACE.replaceAll('-', ''), 'hex'), text);
}

function uuidV5(namespace: Uint8Array, name: string): string {
  const bytes = createHash('sha1').update(namespace).update(name, 'utf8').digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
