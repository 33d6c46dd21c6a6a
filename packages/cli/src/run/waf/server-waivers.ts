import { SecureScanError } from '@securescan/model';
import type { Waiver } from '@securescan/waf';
import type { ParsedArguments } from '../../command/parsed-arguments.ts';
import type { Io } from '../../io/io.ts';
import { askWafServer, openWafServer } from './server.ts';
import type { WafServer } from './server.ts';

/**
 * Waivers of a server for a project, those for all projects included.
 * @throws SecureScanError E_ARGUMENT, E_NETWORK
 */
export async function fetchWaivers(
  target: WafServer,
  kind: 'waivers' | 'risks',
  project: string | null,
  io: Io,
): Promise<readonly Readonly<Record<string, string>>[]> {
  const query = project === null ? '' : `?project=${encodeURIComponent(project)}`;
  const answer = await askWafServer(target, `/${kind}${query}`, io);
  if (!Array.isArray(answer)) {
    throw new SecureScanError('E_NETWORK', `${target.server.url.origin} did not answer with a list of ${kind}`);
  }
  return answer.flatMap((entry: unknown) => {
    if (typeof entry !== 'object' || entry === null || !('id' in entry)) return [];
    return [
      Object.fromEntries(Object.entries(entry).map(([name, value]) => [name, typeof value === 'string' ? value : ''])),
    ];
  });
}

/** Waivers of `--waivers-from`. */
export async function readServerWaivers(url: string, args: ParsedArguments, io: Io): Promise<readonly Waiver[]> {
  const target = await openWafServer('--waivers-from', url, args, io);
  const entries = await fetchWaivers(target, 'waivers', args.find('project') ?? '', io);
  return entries.map((entry) => ({
    id: entry['id'] ?? '',
    reason: entry['reason'] ?? '',
    owner: entry['owner'] ?? '',
    expires: (entry['expires'] ?? '').slice(0, 10),
    project: entry['project'] ?? '',
    resource: entry['resource'] ?? '',
    check: entry['check'] ?? '',
  }));
}
