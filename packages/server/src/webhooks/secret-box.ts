import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { SecureScanError } from '@securescan/model';

const PREFIX = 'sealed:v1';
const IV_BYTES = 12;

/** Keeps secrets that must be readable again; sealed under `SECRET_KEY`, or in clear when there is none. */
export interface SecretBox {
  seal(secret: string): string;
  /** @throws SecureScanError E_ENVIRONMENT when it was sealed under another key */
  open(stored: string): string;
}

/**
 * AES-256-GCM under the SHA-256 of the key. A stored secret is `sealed:v1:<key id>:<iv>.<text>.<tag>` in base64url; the key id (8 hex
 * digits of the key's hash) tells which key it needs.
 * @param secretKey - null stores in clear; what was sealed before cannot be opened then
 */
export function createSecretBox(secretKey: string | null): SecretBox {
  const key = secretKey === null ? null : createHash('sha256').update(secretKey).digest();
  const keyId = key === null ? '' : createHash('sha256').update(key).digest('hex').slice(0, 8);
  return {
    seal(secret) {
      if (key === null) return secret;
      // allow(ambient-random): key material; an initial value that could be told beforehand would open the box.
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, iv);
      const text = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
      const parts = [iv, text, cipher.getAuthTag()].map((part) => part.toString('base64url'));
      return `${PREFIX}:${keyId}:${parts.join('.')}`;
    },

    open(stored) {
      if (!stored.startsWith(`${PREFIX}:`)) return stored;
      const [storedKeyId = '', sealed = ''] = stored.slice(PREFIX.length + 1).split(':');
      if (key === null || storedKeyId !== keyId) {
        throw new SecureScanError(
          'E_ENVIRONMENT',
          `a stored secret was sealed under another SECRET_KEY (id ${storedKeyId}): start with that key, or make the secret anew`,
        );
      }
      const [iv, text, tag] = sealed.split('.').map((part) => Buffer.from(part, 'base64url'));
      if (iv === undefined || text === undefined || tag === undefined) {
        throw new SecureScanError('E_STORE', 'a stored secret is damaged: make it anew');
      }
      const decipher = createDecipheriv('aes-256-gcm', key, iv);
      decipher.setAuthTag(tag);
      return decipher.update(text, undefined, 'utf8') + decipher.final('utf8');
    },
  };
}
