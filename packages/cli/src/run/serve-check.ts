import { listSecrets } from '@securescan/server';
import type { ServerConfig } from '@securescan/server';

const MASK = '***';

/** The settings as JSON, for people to check; secrets and digests of keys are masked. */
export function renderSettings(config: ServerConfig): string {
  const secrets = new Set(listSecrets(config));
  const { auth, database } = config;
  const shown = {
    ...config,
    database: database.kind === 'postgres' ? { ...database, url: maskPassword(database.url) } : database,
    // What is kept of them is their digest.
    auth: { ...auth, listKeys: auth.listKeys.map((key) => ({ ...key, digest: MASK })) },
  };
  const mask = (_name: string, value: unknown): unknown =>
    typeof value === 'string' && secrets.has(value) ? MASK : value;
  return `${JSON.stringify(shown, mask, 2)}\n`;
}

function maskPassword(text: string): string {
  const url = URL.parse(text);
  // An address that cannot be taken apart is not shown at all.
  if (url === null) return MASK;
  if (url.password !== '') url.password = MASK;
  return url.href;
}
