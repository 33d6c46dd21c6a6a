import { isCi } from './environment.ts';
import type { Environment } from './environment.ts';

/**
 * Whether a stream gets colours.
 * @see https://no-color.org and https://force-color.org
 */
export function wantsColour(environment: Environment, isTty: boolean): boolean {
  const forced = environment.get('FORCE_COLOR');
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  if (environment.get('NO_COLOR') !== undefined) return false;
  if (environment.get('TERM') === 'dumb' || isCi(environment)) return false;
  return isTty;
}
