import { SecureScanError } from '@securescan/model';
import type { ParsedArguments } from '../../command/parsed-arguments.ts';
import { EXIT } from '../../exit-codes.ts';
import type { ExitCode } from '../../exit-codes.ts';
import { tell } from '../../io/io.ts';
import type { Io } from '../../io/io.ts';
import { countNoun } from '../gates.ts';
import { type Acceptance, findGivenFile, readAcceptances } from './acceptances.ts';
import { askWafServer, requireWafServer } from './server.ts';
import { fetchWaivers } from './server-waivers.ts';

/** Puts waivers on a server. */
export function runWaivers(args: ParsedArguments, io: Io): Promise<ExitCode> {
  return push('waivers', args, io);
}

/** Puts risk acceptances on a server. */
export function runRisks(args: ParsedArguments, io: Io): Promise<ExitCode> {
  return push('risks', args, io);
}

async function push(kind: 'waivers' | 'risks', args: ParsedArguments, io: Io): Promise<ExitCode> {
  const file = findGivenFile(args, io);
  if (file === null)
    throw new SecureScanError('E_CONFIG_NOT_FOUND', `no file with ${kind} here; name one with --skip-file`);
  const { waivers, risks } = readAcceptances(file, io);
  const target = await requireWafServer(args, io);
  const project = args.find('project') ?? '';
  const entries: readonly Acceptance[] = (kind === 'waivers' ? waivers : risks).map((entry) => ({
    ...entry,
    project: entry['project'] || project,
  }));
  const partial =
    kind === 'waivers'
      ? entries.filter((entry) => (entry['resource'] ?? '') !== '' || (entry['check'] ?? '') !== '')
      : [];
  for (const entry of partial)
    await tell(io, `warning: ${entry['id']} is about one resource or check only, which a server cannot say; left out`);
  const whole = entries.filter((entry) => !partial.includes(entry));
  for (const { id = '', resource: _, check: __, ...body } of whole) {
    await askWafServer(target, `/${kind}/${encodeURIComponent(id)}`, io, { method: 'PUT', body: JSON.stringify(body) });
  }
  const deleted = args.has('prune') ? await prune(kind, whole, project) : 0;
  await tell(
    io,
    `${countNoun(whole.length, kind === 'waivers' ? 'waiver' : 'risk acceptance')} put on ${target.server.url.origin}${deleted === 0 ? '' : `, ${deleted} deleted there`}`,
  );
  return EXIT.ok;

  async function prune(what: 'waivers' | 'risks', kept: readonly Acceptance[], own: string): Promise<number> {
    const ids = new Set(kept.map((entry) => (entry['id'] ?? '').toUpperCase()));
    const there = await fetchWaivers(target, what, own, io);
    const gone = there.filter((entry) => entry['project'] === own && !ids.has((entry['id'] ?? '').toUpperCase()));
    for (const { id = '' } of gone) {
      await askWafServer(target, `/${what}/${encodeURIComponent(id)}?project=${encodeURIComponent(own)}`, io, {
        method: 'DELETE',
      });
    }
    return gone.length;
  }
}
