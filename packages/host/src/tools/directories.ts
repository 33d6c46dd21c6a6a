import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import type { Environment } from '../process/child-environment.ts';

/**
 * Where `securescan tools install` puts programs: `SECURESCAN_TOOLS_DIR`, else `$XDG_DATA_HOME/securescan/tools`, else
 * `~/.local/share/securescan/tools`.
 */
export function toolsDirectory(environment: Environment): string {
  const configured = environment['SECURESCAN_TOOLS_DIR'];
  if (configured !== undefined && isAbsolute(configured)) return configured;
  const dataHome = environment['XDG_DATA_HOME'];
  const base = dataHome !== undefined && isAbsolute(dataHome) ? dataHome : join(homedir(), '.local', 'share');
  return join(base, 'securescan', 'tools');
}

/**
 * Where results and versions are kept between runs: `SECURESCAN_CACHE_DIR`, else `$XDG_CACHE_HOME/securescan`, else
 * `~/.cache/securescan`.
 */
export function cacheDirectory(environment: Environment): string {
  const configured = environment['SECURESCAN_CACHE_DIR'];
  if (configured !== undefined && isAbsolute(configured)) return configured;
  const cacheHome = environment['XDG_CACHE_HOME'];
  const base = cacheHome !== undefined && isAbsolute(cacheHome) ? cacheHome : join(homedir(), '.cache');
  return join(base, 'securescan');
}
