import { isLoopbackHost } from '../auth/addresses.ts';
import type { SecurityWarning, ServerConfig } from './server-config.ts';

/** What the texts of the settings tell beyond the configuration made from them. */
export interface WeaknessFacts {
  /** Keys that stand in clear, by the setting that holds them. */
  readonly clearKeys: readonly { readonly setting: string; readonly key: string }[];
  /** Settings of secrets that came from the environment rather than from files. */
  readonly plainSecrets: readonly string[];
  readonly databaseWeakness: string | null;
  /** A list of keys is set, but holds none. */
  readonly hasBlankKeyList: boolean;
}

const MIN_KEY_LENGTH = 24;
const MIN_KEY_VARIETY = 8;
const MIN_SECRET_BYTES = 16;

/** Whether a key can be guessed for its length or monotony (hardening A5). */
export function isWeakKey(key: string): boolean {
  return key.length < MIN_KEY_LENGTH || new Set(key).size < MIN_KEY_VARIETY;
}

/** Everything about the settings that is weak, each with its cure. What depends on the database is told at start. */
export function findSecurityWarnings(
  config: Omit<ServerConfig, 'warnings'>,
  facts: WeaknessFacts,
): readonly SecurityWarning[] {
  const isPublic = !isLoopbackHost(config.host);
  const { auth } = config;
  const always: (SecurityWarning | false)[] = [
    facts.hasBlankKeyList && {
      what: 'API_KEYS is set but holds no key, so it counts as not set',
      fix: 'put keys into it or remove it',
    },
    config.cors.origins === '*' && {
      what: 'pages of every origin may call the API (CORS_ORIGINS=*)',
      fix: 'list the origins of your pages in CORS_ORIGINS',
    },
    auth.eventTokenSecret !== null &&
      Buffer.byteLength(auth.eventTokenSecret) < MIN_SECRET_BYTES && {
        what: 'SECURESCAN_EVENT_TOKEN_SECRET is shorter than 16 bytes',
        fix: 'set it to the output of: openssl rand -base64 32',
      },
    facts.databaseWeakness !== null && {
      what: facts.databaseWeakness,
      fix: 'put sslmode=verify-full into DATABASE_URL',
    },
    config.webhooks.allowPrivate && {
      what: 'webhooks may be delivered to private networks',
      fix: 'unset SECURESCAN_WEBHOOK_ALLOW_PRIVATE',
    },
    config.tools.allowInstall && {
      what: 'admin keys may install programs',
      fix: 'unset SECURESCAN_ALLOW_INSTALL; install tools with: securescan tools install',
    },
    ...facts.clearKeys
      .filter(({ key }) => isWeakKey(key))
      .map(({ setting }) => ({
        what: `a key in ${setting} has fewer than ${MIN_KEY_LENGTH} characters or fewer than ${MIN_KEY_VARIETY} different ones`,
        fix: 'make one with: openssl rand -base64 32',
      })),
  ];
  const offLoopback: (SecurityWarning | false)[] = [
    auth.allowAnonymous && {
      what: 'the server may run without any credential',
      fix: 'unset SECURESCAN_ALLOW_ANONYMOUS',
    },
    config.tls === null &&
      config.allowInsecureHttp && {
        what: 'keys travel over plain HTTP',
        fix: 'set SECURESCAN_TLS_CERT_FILE and SECURESCAN_TLS_KEY_FILE, or SECURESCAN_TRUSTED_PROXIES behind a proxy with TLS',
      },
    config.limits.ratePerMinute === 0 && {
      what: 'requests are not limited',
      fix: 'set RATE_LIMIT_PER_MINUTE=600',
    },
    config.docs === 'public' && { what: 'the API documentation is public', fix: 'set SECURESCAN_DOCS=authenticated' },
    config.secretKey === null && {
      what: 'webhook secrets stand in the database in clear',
      fix: 'set SECURESCAN_SECRET_KEY to the output of: openssl rand -base64 32',
    },
    config.audit.checkpointFile === null && {
      what: 'the checkpoints of the audit log are kept beside the database only',
      fix: 'set SECURESCAN_AUDIT_CHECKPOINT_FILE to a file that this server cannot rewrite',
    },
    config.scans.roots.includes('/') && {
      what: 'every directory that the server can read may be scanned and browsed',
      fix: 'set SECURESCAN_SCAN_ROOTS',
    },
    facts.plainSecrets.length > 0 && {
      what: `secrets stand in the environment: ${facts.plainSecrets.join(', ')}`,
      fix: 'put each into a file and name it in <NAME>_FILE, or use $CREDENTIALS_DIRECTORY',
    },
  ];
  return [...always, ...(isPublic ? offLoopback : [])].filter((warning) => warning !== false);
}
