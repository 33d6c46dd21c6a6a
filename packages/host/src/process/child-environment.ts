/**
 * Names a child process may see. Everything else stays here: keys, tokens, SECURESCAN_*, loader variables.
 * @see docs/reference/tools.md
 */
const ALLOWED = [
  'PATH',
  'HOME',
  'USER',
  'LOGNAME',
  'TMPDIR',
  'TMP',
  'TEMP',
  'XDG_CACHE_HOME',
  'XDG_CONFIG_HOME',
  'XDG_DATA_HOME',
  // The way to the network.
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'ALL_PROXY',
  'NO_PROXY',
  'http_proxy',
  'https_proxy',
  'all_proxy',
  'no_proxy',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'REQUESTS_CA_BUNDLE',
  'CURL_CA_BUNDLE',
  'NODE_EXTRA_CA_CERTS',
  'GIT_SSL_CAINFO',
  // Windows does not start programs without these.
  'SystemRoot',
  'SYSTEMROOT',
  'ComSpec',
  'PATHEXT',
  'USERPROFILE',
  'APPDATA',
  'LOCALAPPDATA',
  'ProgramData',
] as const;

/** Variables of a program, as `process.env` has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Environment of a child process: allow-listed names of `parent`, a fixed locale and time zone, then `additions`.
 */
export function toChildEnvironment(
  parent: Environment,
  additions: Readonly<Record<string, string>> = {},
): Record<string, string> {
  return { ...pickVariables(parent, ALLOWED), LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8', TZ: 'UTC', ...additions };
}

/** The named variables that are set. */
export function pickVariables(parent: Environment, names: readonly string[]): Record<string, string> {
  const picked: Record<string, string> = {};
  for (const name of names) {
    const value = parent[name];
    if (value !== undefined) picked[name] = value;
  }
  return picked;
}
