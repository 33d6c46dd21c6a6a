import { dirname, join, resolve } from 'node:path';
import type { ServerConfig } from '../config/server-config.ts';
import type { KeyFiles } from '../signing/signing-key.ts';

/** The key that signs deliveries stands beside the database file; where there is none, beside the tools. */
export function toWebhookKeyFiles({ database, tools }: Pick<ServerConfig, 'database' | 'tools'>): KeyFiles {
  const directory = dirname(resolve(database.kind === 'sqlite' ? database.path : tools.directory));
  return { privateKey: join(directory, 'webhook-key.pem'), publicKey: join(directory, 'webhook-key.pub.pem') };
}
