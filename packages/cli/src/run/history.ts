import { homedir } from 'node:os';
import { access } from 'node:fs/promises';
import { createClock } from '@securescan/host';
import { openStore, parseStoreLocation } from '@securescan/store';
import type { StoredScan } from '@securescan/store';
import { ScanStatus } from '@securescan/model';
import type { ParsedArguments } from '../command/parsed-arguments.ts';
import { EXIT } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import type { Io } from '../io/io.ts';
import { toVisible } from '../io/visible.ts';
import { parseChoice, parseWhole } from './choices.ts';
import { renderColumns } from './columns.ts';
import { readServer } from './server-options.ts';
import { tellConversion } from './tell-conversion.ts';

interface HistoryFilter {
  readonly limit: number;
  readonly status?: ScanStatus;
  readonly target?: string;
}

/** Lists earlier scans, newest first. */
export async function run(args: ParsedArguments, io: Io): Promise<ExitCode> {
  const format = parseChoice('--output', args.find('output') ?? 'text', ['text', 'json']);
  const filter = parseFilter(args);
  const server = await readServer(args, io);
  const scans =
    server === null ? await readStored(filter, io) : await (await import('./remote.ts')).fetchScans(server, filter, io);
  await io.stdout.write(format === 'json' ? renderJson(scans) : renderText(scans, io));
  return EXIT.ok;
}

function parseFilter(args: ParsedArguments): HistoryFilter {
  const status = args.find('status');
  const target = args.find('target');
  return {
    limit: parseWhole('--limit', args.find('limit') ?? '20', 1, 10_000),
    ...(status === undefined ? {} : { status: parseChoice('--status', status, ScanStatus.options) }),
    ...(target === undefined ? {} : { target }),
  };
}

async function readStored(filter: HistoryFilter, io: Io): Promise<readonly StoredScan[]> {
  const clock = createClock(io.env.get('SECURESCAN_FAKE_NOW'));
  const location = parseStoreLocation(io.env.all, io.env.get('HOME') ?? homedir());
  // Looking at the history must not create a database.
  if (location.kind === 'sqlite' && !(await exists(location.path))) return [];
  await using store = await openStore(location, () => clock.now(), tellConversion(io));
  return await store.listScans(filter);
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function renderJson(scans: readonly StoredScan[]): string {
  const rows = scans.map((scan) => ({
    id: scan.id,
    target: scan.target,
    scan_types: scan.scanTypes,
    status: scan.status,
    started_at: scan.startedAt,
    completed_at: scan.completedAt,
    findings_count: scan.findingsCount,
    risk_score: scan.riskScore,
    error: scan.error,
    origin: scan.origin,
  }));
  return `${JSON.stringify(rows, null, 2)}\n`;
}

function renderText(scans: readonly StoredScan[], io: Io): string {
  if (scans.length === 0) return 'No scan history found.\n';
  const rows = scans.map((scan) => [
    scan.id,
    toVisible(scan.target),
    toTime(scan.startedAt ?? scan.createdAt, io),
    scan.status,
    scan.status === 'failed' ? '-' : String(scan.findingsCount),
  ]);
  return renderColumns([['ID', 'Target', 'Started', 'Status', 'Findings'], ...rows], {
    width: io.stdout.columns(),
    shrink: 1,
  });
}

/** Local time on a terminal; UTC, marked, everywhere else. */
function toTime(iso: string, io: Io): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  if (!io.stdout.isTty) return `${date.toISOString().slice(0, 19).replace('T', ' ')}Z`;
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}
