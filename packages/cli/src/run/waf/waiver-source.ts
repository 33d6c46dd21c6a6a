import { readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describeError, SecureScanError } from '@securescan/model';
import { parseWaivers } from '@securescan/waf';
import type { Waiver } from '@securescan/waf';
import type { ParsedArguments } from '../../command/parsed-arguments.ts';
import type { Io } from '../../io/io.ts';
import { isInside } from '../inside.ts';
import { askWafServer, openWafServer } from './server.ts';
import type { WafServer } from './server.ts';

/** In this order; each is looked for everywhere before the next. */
const NAMES = ['risk_acceptance.yml', '.wafpass-skip.yml'];
const MAX_BYTES = 4 * 1024 * 1024;

/** The file of `--skip-file`, else the first of the well-known ones; null when there is none. */
export function findWaiverFile(args: ParsedArguments, io: Io, paths: readonly string[]): string | null {
  const given = args.find('skip-file');
  if (given !== undefined) return resolve(io.cwd, given);
  const places = [io.cwd, ...paths.map((path) => folderOf(resolve(io.cwd, path)))];
  for (const name of NAMES) {
    const found = places.map((place) => join(place, name)).find((path) => isFile(path));
    if (found !== undefined) return found;
  }
  return null;
}

/**
 * Reads a file of waivers and risk acceptances.
 * @throws SecureScanError E_CONFIG_NOT_FOUND, E_CONFIG_INVALID with a line per mistake
 */
export function readWaiverFile(path: string, io: Io): ReturnType<typeof parseWaivers> {
  const shown = isInside(io.cwd, path) ? relative(io.cwd, path) : path;
  let text: string;
  try {
    if (statSync(path).size > MAX_BYTES) throw new Error(`is larger than ${MAX_BYTES / 1024 / 1024} MiB`);
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new SecureScanError('E_CONFIG_NOT_FOUND', `cannot read waivers: ${describeError(error)}`, { cause: error });
  }
  return parseWaivers(text, shown);
}

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
    resource: '',
    check: '',
  }));
}

function folderOf(path: string): string {
  return isFile(path) ? dirname(path) : path;
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
