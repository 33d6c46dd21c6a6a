import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Variables that the command reads, in the order of the reference page. `process.env` itself is read only in
 * `readProcessEnvironment`; everything else gets the result.
 */
export const ENVIRONMENT_VARIABLES = [
  {
    name: 'CI',
    effect: '`true` or `1`: plain progress lines, no AI enrichment, no saving, a failed scanner fails the run',
  },
  { name: 'SECURESCAN_FAKE_NOW', effect: 'ISO 8601 instant used wherever output carries a time' },
  { name: 'SECURESCAN_SCAN_TIMEOUT', effect: 'seconds per scanner (default 300)' },
  { name: 'SECURESCAN_DAST_TIMEOUT', effect: 'seconds for a ZAP scan (default 120)' },
  { name: 'SECURESCAN_ZAP_ADDRESS', effect: 'address of the ZAP daemon (default http://127.0.0.1:8090)' },
  { name: 'SECURESCAN_ZAP_API_KEY', effect: 'key of the ZAP daemon' },
  { name: 'SECURESCAN_NMAP_EXTRA_ARGS', effect: 'further nmap arguments, separated by blanks' },
  {
    name: 'SECURESCAN_RUN_TARGET_PYTHON',
    effect: '`1`: pip-licenses may run the Python of a virtual environment in the target; only for trees you trust',
  },
  {
    name: 'SECURESCAN_DB_PATH',
    effect: 'database file (default ~/.securescan/scans.db); SECURESCAN_DATABASE_PATH also works',
  },
  { name: 'DATABASE_URL', effect: '`postgres://…`: PostgreSQL instead of the file' },
  {
    name: 'SECURESCAN_GROQ_API_KEY',
    effect: 'key for AI enrichment, which runs only with --ai or `ai: true`; GROQ_API_KEY also works',
  },
  { name: 'SECURESCAN_LOG_LEVEL', effect: '`DEBUG` adds stack traces and debug lines' },
  { name: 'SECURESCAN_URL', effect: 'server that `history` and `status` ask (same as --url)' },
  { name: 'SECURESCAN_API_KEY', effect: 'key for that server; better than a flag, which ends up in the shell history' },
  { name: 'WAFPASS_CONTROLS_DIR', effect: 'folders with controls for `waf` (same as --controls-dir)' },
  { name: 'WAFPASS_CONTROLS_URL', effect: 'server whose controls are used (same as --controls-from)' },
  {
    name: 'WAFPASS_PUSH_URL',
    effect:
      'server that documents of `waf check` are posted to (same as --push); WAFPASS_SERVER_URL too when it ends in /runs',
  },
  { name: 'WAFPASS_DATABASE_URL', effect: 'database of a wafpass-server that `waf import` reads (same as --from)' },
  { name: 'WAFPASS_API_KEY', effect: 'key for those servers; else SECURESCAN_API_KEY' },
  { name: 'GITHUB_REPOSITORY', effect: 'default of --repo' },
  { name: 'GITHUB_SHA', effect: 'default of --sha' },
  { name: 'GITHUB_BASE_REF', effect: '`diff` with snapshots: base commit when --base-sha is not given' },
  { name: 'GITHUB_SERVER_URL', effect: 'base of links (default https://github.com)' },
  { name: 'NO_COLOR', effect: 'no colours' },
  { name: 'FORCE_COLOR', effect: 'colours also where they would not be used' },
] as const;

/** The process's variables, laid over those of the user's `.env` file. */
export interface Environment {
  get(name: string): string | undefined;
  /** All of them, for tools that are given an allow-listed part. */
  readonly all: Readonly<Record<string, string>>;
}

/** Wraps a plain record of variables; an empty value counts as not set. */
export function toEnvironment(variables: Readonly<Record<string, string | undefined>>): Environment {
  const all: Record<string, string> = {};
  for (const [name, value] of Object.entries(variables)) if (value !== undefined) all[name] = value;
  return { all, get: (name) => all[name] || undefined };
}

/** The one place where the command reads `process.env`. */
export function readProcessEnvironment(): Readonly<Record<string, string | undefined>> {
  // allow(ambient-environment): this is the one place.
  return process.env;
}

/** Takes variables out of the process, so that no child inherits them. */
export function forgetVariables(names: readonly string[]): void {
  // allow(ambient-environment): the same place.
  for (const name of names) delete process.env[name];
}

/** `$XDG_CONFIG_HOME/securescan/.env`, else `~/.config/securescan/.env`. */
export function dotEnvPath(environment: Environment): string {
  const base = environment.get('XDG_CONFIG_HOME') ?? join(environment.get('HOME') ?? homedir(), '.config');
  return join(base, 'securescan', '.env');
}

/** True when `CI` is `true` or `1`, in any case. */
export function isCi(environment: Environment): boolean {
  return ['true', '1'].includes(environment.get('CI')?.toLowerCase() ?? '');
}

/** True when stack traces and debug lines are wanted. */
export function isDebug(environment: Environment): boolean {
  return environment.get('SECURESCAN_LOG_LEVEL')?.toUpperCase() === 'DEBUG';
}
