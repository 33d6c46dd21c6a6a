import { SecureScanError } from '@securescan/model';
import type { StoreLocation } from './contract.ts';

/**
 * Which database the settings name: `DATABASE_URL` (postgres), then `SECURESCAN_DB_PATH`, then
 * `SECURESCAN_DATABASE_PATH`, then `~/.securescan/scans.db`.
 * @throws SecureScanError E_ENVIRONMENT when DATABASE_URL names another kind of database
 */
export function parseStoreLocation(
  environment: Readonly<Record<string, string | undefined>>,
  home: string,
): StoreLocation {
  const url = environment['DATABASE_URL'];
  if (url) {
    if (!/^postgres(ql)?(\+\w+)?:\/\//.test(url)) {
      throw new SecureScanError(
        'E_ENVIRONMENT',
        'DATABASE_URL must start with postgres:// or postgresql://; for SQLite set SECURESCAN_DB_PATH to a file instead',
      );
    }
    return { kind: 'postgres', url };
  }
  const path =
    environment['SECURESCAN_DB_PATH'] || environment['SECURESCAN_DATABASE_PATH'] || `${home}/.securescan/scans.db`;
  return { kind: 'sqlite', path };
}
