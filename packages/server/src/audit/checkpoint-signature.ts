import { createHash, createPublicKey, sign, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { AuditCheckpoint } from '@securescan/store';

/** Puts a signature under what a row's hash was. */
export function signCheckpoint(
  { seq, hash, ts }: Pick<AuditCheckpoint, 'seq' | 'hash' | 'ts'>,
  privateKey: KeyObject,
): AuditCheckpoint {
  const signature = sign(null, toBytes({ seq, hash, ts }), privateKey).toString('base64');
  return { seq, hash, ts, signature, keyId: toKeyId(createPublicKey(privateKey)) };
}

/** Whether one of the keys made the checkpoint's signature. */
export function isGenuineCheckpoint(checkpoint: AuditCheckpoint, publicKeys: readonly KeyObject[]): boolean {
  const key = publicKeys.find((candidate) => toKeyId(candidate) === checkpoint.keyId);
  return key !== undefined && verify(null, toBytes(checkpoint), key, Buffer.from(checkpoint.signature, 'base64'));
}

/** Short name of a key: the first 16 hex digits of the SHA-256 of its public half. */
function toKeyId(publicKey: KeyObject): string {
  const der = publicKey.export({ format: 'der', type: 'spki' });
  return createHash('sha256').update(der).digest('hex').slice(0, 16);
}

/** Three lines that cannot be mistaken for anything else that the same key might sign. */
function toBytes({ seq, hash, ts }: Pick<AuditCheckpoint, 'seq' | 'hash' | 'ts'>): Uint8Array {
  return Buffer.from(`securescan audit checkpoint v1\n${seq}\n${hash}\n${ts}\n`, 'utf8');
}
