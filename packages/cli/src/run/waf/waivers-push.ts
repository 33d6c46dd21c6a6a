import { SecureScanError } from '@securescan/model';
import type { ParsedArguments } from '../../command/parsed-arguments.ts';
import { EXIT } from '../../exit-codes.ts';
import type { ExitCode } from '../../exit-codes.ts';
import { tell } from '../../io/io.ts';
import type { Io } from '../../io/io.ts';
import { countNoun } from '../gates.ts';
import { type Acceptance, findGivenFile, readAcceptances } from './acceptances.ts';
import { askWafServer, requireWafServer } from './server.ts';
import type { WafServer } from './server.ts';
import { fetchWaivers } from './server-waivers.ts';

type Kind = 'waivers' | 'risks';

/** Puts waivers on a server. */
export function runWaivers(args: ParsedArguments, io: Io): Promise<ExitCode> {
  return push('waivers', args, io);
}

/** Puts risk acceptances on a server. */
export function runRisks(args: ParsedArguments, io: Io): Promise<ExitCode> {
  return push('risks', args, io);
}

async function push(kind: Kind, args: ParsedArguments, io: Io): Promise<ExitCode> {
  const file = findGivenFile(args, io);
  if (file === null)
    throw new SecureScanError('E_CONFIG_NOT_FOUND', `no file with ${kind} here; name one with --skip-file`);
  const read = readAcceptances(file, io)[kind];
  const target = await requireWafServer(args, io);
  const project = args.find('project') ?? '';
  const entries = read.map((entry): Acceptance => ({ ...entry, project: entry['project'] || project }));
  const kept = new Map(entries.map((entry) => [keyOf(entry), entry]));
  for (const entry of entries) {
    if (kept.get(keyOf(entry)) !== entry)
      await tell(io, `warning: ${entry['id']}: a server keeps one of each control and project; the last one counts`);
  }
  for (const { id = '', ...body } of kept.values()) {
    await askWafServer(target, `/${kind}/${encodeURIComponent(id)}`, io, { method: 'PUT', body: JSON.stringify(body) });
  }
  const deleted = args.has('prune') ? await prune(kind, kept, project, target, io) : 0;
  const noun = kind === 'waivers' ? 'waiver' : 'risk acceptance';
  const gone = deleted === 0 ? '' : `, ${deleted} deleted there`;
  await tell(io, `${countNoun(kept.size, noun)} put on ${target.server.url.origin}${gone}`);
  return EXIT.ok;
}

/** Deletes what the server has for a project and the file has not. */
async function prune(
  kind: Kind,
  kept: ReadonlyMap<string, Acceptance>,
  project: string,
  target: WafServer,
  io: Io,
): Promise<number> {
  const there = await fetchWaivers(target, kind, project, io);
  const gone = there.filter((entry) => entry['project'] === project && !kept.has(keyOf(entry)));
  for (const { id = '' } of gone) {
    const path = `/${kind}/${encodeURIComponent(id)}?project=${encodeURIComponent(project)}`;
    await askWafServer(target, path, io, { method: 'DELETE' });
  }
  return gone.length;
}

function keyOf({ id = '', project = '' }: Acceptance): string {
  return JSON.stringify([id.toUpperCase(), project]);
}
