import { listSecrets } from '@securescan/server';
import type { ServerConfig } from '@securescan/server';

const MASK = '***';

/** The settings as JSON, for people to check; secrets and hashes of keys are masked. */
export function renderSettings(config: ServerConfig): string {
  const secrets = new Set(listSecrets(config));
  const mask = (_name: string, value: unknown): unknown => {
    if (value instanceof Uint8Array) return MASK;
    if (typeof value !== 'string') return value;
    if (secrets.has(value)) return MASK;
    // A secret may be part of a text, as the password in the address of a database.
    return [...secrets].reduce((text, secret) => text.replaceAll(secret, MASK), value);
  };
  return `${JSON.stringify(config, mask, 2)}\n`;
}
