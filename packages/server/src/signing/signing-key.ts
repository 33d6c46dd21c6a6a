import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { access, link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { SecureScanError, describeError } from '@securescan/model';

/** Files of a pair of keys, PEM. */
export interface KeyFiles {
  readonly privateKey: string;
  /** Written beside it at every start, to be handed out. */
  readonly publicKey: string;
}

/** An Ed25519 key of the server. */
export interface SigningKey {
  readonly key: KeyObject;
  /** First 16 hex digits of the SHA-256 of the public key (SPKI, DER). */
  readonly keyId: string;
}

/**
 * Reads a key of the server, and makes it at the first start.
 * @param purpose - for the error: `the key of webhooks`
 * @throws SecureScanError E_ENVIRONMENT when the file is no Ed25519 key or cannot be used
 */
export async function openSigningKey({ privateKey, publicKey }: KeyFiles, purpose: string): Promise<SigningKey> {
  try {
    const key = createPrivateKey(await readOrMake(privateKey));
    if (key.asymmetricKeyType !== 'ed25519') throw new TypeError('it is not an Ed25519 key');
    const shown = createPublicKey(key);
    await writeFile(publicKey, shown.export({ format: 'pem', type: 'spki' }), { mode: 0o644 });
    const keyId = createHash('sha256')
      .update(shown.export({ format: 'der', type: 'spki' }))
      .digest('hex')
      .slice(0, 16);
    return { key, keyId };
  } catch (error) {
    throw new SecureScanError('E_ENVIRONMENT', `cannot use ${purpose}, ${privateKey}: ${describeError(error)}`, {
      cause: error,
    });
  }
}

async function readOrMake(path: string): Promise<string> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  if (await exists(path)) return readFile(path, 'utf8');
  const pem = generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' });
  // Whole or not at all: a full disk or a kill must not leave half a key behind.
  const fresh = `${path}.${process.pid}`;
  try {
    await writeFile(fresh, pem, { mode: 0o600, flush: true });
    // Fails where another process was first, whose key then counts.
    await link(fresh, path);
    return pem;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return await readFile(path, 'utf8');
    throw error;
  } finally {
    await rm(fresh, { force: true });
  }
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
