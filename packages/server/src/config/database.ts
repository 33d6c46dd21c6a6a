import { SecureScanError } from '@securescan/model';
import { parseStoreLocation, type StoreLocation } from '@securescan/store';
import { isLoopbackHost } from '../auth/addresses.ts';

/** Where the database is, and whether the way to it is safe. */
export type ParsedDatabase =
  { readonly location: StoreLocation; readonly weakness: string | null } | { readonly problem: string };

const SQLITE_URL = /^sqlite(?:\+\w+)?:(?:\/\/\/?)?/;
const WEAK_MODES = new Set(['disable', 'allow', 'prefer', 'require', 'no-verify']);

/** @param url - DATABASE_URL, when it is set; @param path - SQLite file otherwise */
export function parseDatabase(url: string | null, path: string | null, home: string): ParsedDatabase {
  if (url !== null && SQLITE_URL.test(url)) {
    const file = url.replace(SQLITE_URL, '');
    return file === ''
      ? { problem: 'names no file' }
      : { location: { kind: 'sqlite', path: expandHome(file, home) }, weakness: null };
  }
  try {
    const location = parseStoreLocation(
      {
        ...(url === null ? {} : { DATABASE_URL: url }),
        ...(path === null ? {} : { SECURESCAN_DB_PATH: expandHome(path, home) }),
      },
      home,
    );
    return location.kind === 'sqlite' ? { location, weakness: null } : secureConnection(location.url);
  } catch (error) {
    if (error instanceof SecureScanError) return { problem: error.message };
    throw error;
  }
}

/** TLS is verified unless the server is this machine or the URL says otherwise; saying less is told at start. */
function secureConnection(text: string): ParsedDatabase {
  const url = URL.parse(text);
  if (!url) return { problem: 'is not a URL; write postgres://user:password@host:port/name' };
  const mode = url.searchParams.get('sslmode');
  const isLocal = url.hostname === '' || isLoopbackHost(url.hostname) || url.searchParams.has('host');
  if (mode === null && !isLocal) url.searchParams.set('sslmode', 'verify-full');
  const isWeak = !isLocal && mode !== null && WEAK_MODES.has(mode);
  return {
    location: { kind: 'postgres', url: mode === null && !isLocal ? url.href : text },
    weakness: isWeak ? `sslmode=${mode} does not verify the database server` : null,
  };
}

export function expandHome(path: string, home: string): string {
  return path === '~' || path.startsWith('~/') ? `${home}${path.slice(1)}` : path;
}
