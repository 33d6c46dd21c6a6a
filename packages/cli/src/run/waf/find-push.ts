import { SecureScanError } from '@securescan/model';
import type { ParsedArguments } from '../../command/parsed-arguments.ts';
import type { Io } from '../../io/io.ts';

/**
 * The address that the document of a check is posted to, with where it is named; null when it stays here.
 * `WAFPASS_SERVER_URL` means that too when it names `/runs`, as pipelines have it.
 * @throws SecureScanError E_ARGUMENT for `@` without a server
 */
export function findPush(args: ParsedArguments, io: Io): { readonly option: string; readonly text: string } | null {
  const given = args.find('push');
  if (given !== undefined && given !== '@') return { option: '--push', text: given };
  const names = given === '@' ? ['WAFPASS_PUSH_URL', 'SECURESCAN_URL'] : ['WAFPASS_PUSH_URL'];
  for (const name of names) {
    const text = io.env.get(name);
    if (text !== undefined) return { option: name, text };
  }
  const old = io.env.get('WAFPASS_SERVER_URL');
  if (old !== undefined && /\/runs\/?$/.test(old)) return { option: 'WAFPASS_SERVER_URL', text: old };
  if (given === undefined) return null;
  throw new SecureScanError('E_ARGUMENT', '--push @ needs a server in WAFPASS_PUSH_URL or SECURESCAN_URL');
}
