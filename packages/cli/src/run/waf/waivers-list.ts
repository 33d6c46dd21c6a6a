import { SecureScanError } from '@securescan/model';
import { createClock } from '@securescan/host';
import { waiverStatus } from '@securescan/waf';
import type { ParsedArguments } from '../../command/parsed-arguments.ts';
import { EXIT } from '../../exit-codes.ts';
import type { ExitCode } from '../../exit-codes.ts';
import type { Io } from '../../io/io.ts';
import { toVisible } from '../../io/visible.ts';
import { parseChoice } from '../choices.ts';
import { renderColumns } from '../columns.ts';
import { findWafServer } from './server.ts';
import { fetchWaivers } from './server-waivers.ts';
import { findGivenFile, type Acceptance, readAcceptances } from './acceptances.ts';

/** Lists waivers with their states. */
export function runWaivers(args: ParsedArguments, io: Io): Promise<ExitCode> {
  return list('waivers', args, io);
}

/** Lists risk acceptances. */
export function runRisks(args: ParsedArguments, io: Io): Promise<ExitCode> {
  return list('risks', args, io);
}

async function list(kind: 'waivers' | 'risks', args: ParsedArguments, io: Io): Promise<ExitCode> {
  const format = parseChoice('--output', args.find('output') ?? 'text', ['text', 'json']);
  const today = createClock(io.env.get('SECURESCAN_FAKE_NOW')).now().toISOString().slice(0, 10);
  const entries = await readEntries(kind, args, io);
  const rows = entries.map((entry) => ({
    ...entry,
    status: waiverStatus((entry['expires'] ?? '').slice(0, 10), today),
  }));
  if (format === 'json') {
    await io.stdout.write(`${JSON.stringify(rows, null, 2)}\n`);
    return EXIT.ok;
  }
  const columns =
    kind === 'waivers'
      ? ['id', 'status', 'expires', 'owner', 'project', 'reason']
      : ['id', 'status', 'expires', 'risk_level', 'residual_risk', 'approver', 'project', 'reason'];
  const table = rows.map((row: Acceptance) => columns.map((name) => toVisible(row[name] ?? '')));
  await io.stdout.write(
    renderColumns([columns.map((name) => name.replace('_', ' ')), ...table], {
      width: io.stdout.columns(),
      shrink: columns.length - 1,
    }),
  );
  return EXIT.ok;
}

async function readEntries(kind: 'waivers' | 'risks', args: ParsedArguments, io: Io): Promise<readonly Acceptance[]> {
  const file = findGivenFile(args, io);
  const target = args.has('skip-file') ? null : await findWafServer(args, io);
  if (target !== null && (args.has('url') || file === null)) {
    return fetchWaivers(target, kind, args.find('project') ?? null, io);
  }
  if (file === null) {
    throw new SecureScanError(
      'E_CONFIG_NOT_FOUND',
      `no file with ${kind} here; name one with --skip-file, or a server with --url`,
    );
  }
  const { waivers, risks } = readAcceptances(file, io);
  return kind === 'waivers' ? waivers : risks;
}
