import { access } from 'node:fs/promises';
import { homedir, userInfo } from 'node:os';
import { createClock } from '@securescan/host';
import { SecureScanError } from '@securescan/model';
import { createStaticCredentials, readServerConfig } from '@securescan/server/admin';
import type { ServerConfig } from '@securescan/server/admin';
import type { AuditEntry, Store, StoreLocation } from '@securescan/store';
import { openStore, parseStoreLocation } from '@securescan/store';
import type { Io } from '../io/io.ts';
import { tellConversion } from './tell-conversion.ts';

/** The settings that `securescan serve` would have here; null while something in them is wrong. */
async function findServerConfig(io: Io): Promise<ServerConfig | null> {
  const result = await readServerConfig({ env: io.env.all });
  return result.ok ? result.config : null;
}

/** Where the server's database is, also while its other settings are not in order. */
export async function readServerLocation(io: Io): Promise<StoreLocation> {
  const config = await findServerConfig(io);
  return config?.database ?? parseStoreLocation(io.env.all, io.env.get('HOME') ?? homedir());
}

/** Opens the server's database; it is made when there is none. */
export async function openServerStore(io: Io): Promise<Store> {
  const clock = createClock(io.env.get('SECURESCAN_FAKE_NOW'));
  return openStore(await readServerLocation(io), () => clock.now(), tellConversion(io));
}

/**
 * Opens the server's database.
 * @throws SecureScanError E_STORE when there is none: looking must not create one
 */
export async function openExistingStore(io: Io): Promise<Store> {
  const location = await readServerLocation(io);
  if (location.kind === 'sqlite' && !(await exists(location.path))) {
    throw new SecureScanError('E_STORE', `there is no database at ${location.path}; name it with SECURESCAN_DB_PATH`);
  }
  return openServerStore(io);
}

/** Whether the settings name a key that can manage others, beside those of the database. */
export async function holdsStaticAdmin(io: Io): Promise<boolean> {
  const config = await findServerConfig(io);
  return config !== null && createStaticCredentials(config.auth).holdsAdmin;
}

/** A row of the audit log about something done on this machine, by the user who is logged in. */
export function toCliAuditEntry(
  io: Io,
  { action, target = null, details }: Pick<AuditEntry, 'action' | 'details'> & Partial<Pick<AuditEntry, 'target'>>,
): AuditEntry {
  return {
    ts: createClock(io.env.get('SECURESCAN_FAKE_NOW')).now().toISOString(),
    requestId: null,
    actor: { id: 'cli', kind: 'cli', name: readUserName() },
    address: null,
    action,
    target,
    project: null,
    outcome: 'ok',
    details,
  };
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function readUserName(): string | null {
  try {
    return userInfo().username;
  } catch {
    // In containers a user id may have no name.
    return null;
  }
}
