import { SecureScanError } from '@securescan/model';
import { createClock } from '@securescan/host';
import { waiverStatus } from '@securescan/waf';
import type { ParsedArguments } from '../../command/parsed-arguments.ts';
import { EXIT } from '../../exit-codes.ts';
import type { ExitCode } from '../../exit-codes.ts';
import { tell } from '../../io/io.ts';
import type { Io } from '../../io/io.ts';
import { toVisible } from '../../io/visible.ts';
import { countNoun } from '../gates.ts';
import { findGivenFile, readAcceptances } from './acceptances.ts';

/** Names the mistakes of a file of waivers, and what has expired or soon will. */
export async function run(args: ParsedArguments, io: Io): Promise<ExitCode> {
  const file = findGivenFile(args, io);
  if (file === null)
    throw new SecureScanError('E_CONFIG_NOT_FOUND', 'no file with waivers here; name one with --skip-file');
  const { waivers } = readAcceptances(file, io);
  const today = createClock(io.env.get('SECURESCAN_FAKE_NOW')).now().toISOString().slice(0, 10);
  let expired = 0;
  for (const { id = '', expires = '', owner = '', reason = '' } of waivers) {
    const status = waiverStatus(expires, today);
    if (status === 'expired') expired += 1;
    if (status !== 'expired' && status !== 'expiring') continue;
    const by = owner === '' ? '' : `, owner ${owner}`;
    await io.stdout.write(
      `${toVisible(`${id}: ${status === 'expired' ? 'expired on' : 'ends on'} ${expires}${by}: ${reason}`)}\n`,
    );
  }
  await tell(io, `${countNoun(waivers.length, 'waiver')}, ${expired} expired`);
  return expired === 0 ? EXIT.ok : EXIT.gate;
}
