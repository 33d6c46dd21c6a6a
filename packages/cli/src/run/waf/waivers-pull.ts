import { resolve } from 'node:path';
import { writeFileAtomic } from '@securescan/host';
import type { ParsedArguments } from '../../command/parsed-arguments.ts';
import { EXIT } from '../../exit-codes.ts';
import type { ExitCode } from '../../exit-codes.ts';
import { tell } from '../../io/io.ts';
import type { Io } from '../../io/io.ts';
import { countNoun } from '../gates.ts';
import { requireWafServer } from './server.ts';
import { fetchWaivers } from './server-waivers.ts';

const MEMBERS = ['id', 'reason', 'owner', 'expires', 'project', 'resource', 'check'];

/** Writes the waivers of a server as a file that `waf check` reads. */
export async function run(args: ParsedArguments, io: Io): Promise<ExitCode> {
  const target = await requireWafServer(args, io);
  const entries = await fetchWaivers(target, 'waivers', args.find('project') ?? null, io);
  // JSON texts are YAML texts, whatever stands in them.
  const items = entries.map((entry) => {
    const members = MEMBERS.filter((name) => (entry[name] ?? '') !== '');
    return members
      .map((name, index) => `${index === 0 ? '  - ' : '    '}${name}: ${JSON.stringify(entry[name])}`)
      .join('\n');
  });
  const text = items.length === 0 ? 'waivers: []\n' : `waivers:\n${items.join('\n')}\n`;
  const file = args.find('skip-file');
  if (file === undefined) await io.stdout.write(text);
  else await writeFileAtomic(resolve(io.cwd, file), text);
  await tell(
    io,
    `${countNoun(entries.length, 'waiver')} from ${target.server.url.origin}${file === undefined ? '' : ` written to ${file}`}`,
  );
  return EXIT.ok;
}
