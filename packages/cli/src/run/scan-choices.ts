import { SecureScanError } from '@securescan/model';
import type { ScanType } from '@securescan/model';
import type { ParsedArguments } from '../command/parsed-arguments.ts';
import type { Io } from '../io/io.ts';
import { parseWhole, splitLists } from './choices.ts';
import { parseScanTypes } from './scan-types.ts';

/** What the options shared by all scanning commands say, checked. */
export interface ScanChoices {
  /** Empty when none is named. */
  readonly types: readonly ScanType[];
  readonly onlyScanners: readonly string[];
  readonly excludeScanners: readonly string[];
  readonly exclude: readonly string[];
  readonly hostProbes: boolean;
  readonly configFile: string | null;
  readonly timeoutMs: number;
  /** null: number of processors. */
  readonly jobs: number | null;
  readonly jail: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly allowPartial: boolean;
  readonly allowMissing: boolean;
  /** null when neither flag is given. */
  readonly ai: boolean | null;
  /** null: as the surface has it (see `decideShowSuppressed`). */
  readonly showSuppressed: boolean | null;
  readonly noSuppress: boolean;
  readonly baselineFile: string | null;
}

const DEFAULT_TIMEOUT_S = 300;
const MAX_TIMEOUT_S = 86_400;

/**
 * Reads the options that all scanning commands share.
 * @throws SecureScanError E_ARGUMENT, E_ENVIRONMENT
 */
export function parseScanChoices(args: ParsedArguments, io: Io): ScanChoices {
  checkExclusive(args, 'ai', 'no-ai');
  checkExclusive(args, 'show-suppressed', 'hide-suppressed');
  checkExclusive(args, 'quiet', 'verbose');
  const jobs = args.find('jobs');
  return {
    types: parseScanTypes(args.list('type')),
    onlyScanners: splitLists(args.list('scanner')),
    excludeScanners: splitLists(args.list('exclude-scanner')),
    exclude: args.list('exclude'),
    hostProbes: args.has('baseline-host-probes'),
    configFile: args.find('config') ?? null,
    timeoutMs: 1000 * readTimeout(args, io),
    jobs: jobs === undefined ? null : parseWhole('--jobs', jobs, 1, 256),
    jail: args.has('jail'),
    quiet: args.has('quiet'),
    verbose: args.has('verbose'),
    allowPartial: args.has('allow-partial'),
    allowMissing: args.has('allow-missing-scanners'),
    ai: args.has('ai') ? true : args.has('no-ai') ? false : null,
    showSuppressed: args.has('show-suppressed') ? true : args.has('hide-suppressed') ? false : null,
    noSuppress: args.has('no-suppress'),
    baselineFile: args.find('baseline') ?? null,
  };
}

/** @throws SecureScanError E_ARGUMENT when both are given */
export function checkExclusive(args: ParsedArguments, a: string, b: string): void {
  if (args.has(a) && args.has(b)) throw new SecureScanError('E_ARGUMENT', `--${a} and --${b} are mutually exclusive`);
}

function readTimeout(args: ParsedArguments, io: Io): number {
  const flag = args.find('timeout');
  if (flag !== undefined) return parseWhole('--timeout', flag, 1, MAX_TIMEOUT_S);
  const variable = io.env.get('SECURESCAN_SCAN_TIMEOUT');
  if (variable === undefined) return DEFAULT_TIMEOUT_S;
  return readEnvironmentNumber('SECURESCAN_SCAN_TIMEOUT', variable);
}

/** @throws SecureScanError E_ENVIRONMENT */
export function readEnvironmentNumber(name: string, text: string): number {
  const value = /^\d{1,6}$/.test(text.trim()) ? Number(text) : 0;
  if (value >= 1 && value <= MAX_TIMEOUT_S) return value;
  throw new SecureScanError(
    'E_ENVIRONMENT',
    `${name} is '${text}'; set it to whole seconds from 1 to ${MAX_TIMEOUT_S}, or unset it`,
  );
}

/**
 * Whether suppressed findings are in a report: as the flags say, else only in text on a terminal.
 */
export function decideShowSuppressed(choices: ScanChoices, format: string, onTerminal: boolean): boolean {
  return choices.showSuppressed ?? (format === 'text' && onTerminal);
}
