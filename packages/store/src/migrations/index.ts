import { createScans } from './0001-scans.ts';
import { createServer } from './0002-server.ts';
import { createWaf } from './0003-waf.ts';
import type { Migration } from './migration.ts';

/** Every migration, oldest first. Append only. */
export const migrations: readonly Migration[] = [createScans, createServer, createWaf];
