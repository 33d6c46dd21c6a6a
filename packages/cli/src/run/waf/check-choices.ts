import { SecureScanError } from '@securescan/model';
import type { ControlSeverity, ReaderId } from '@securescan/waf';
import type { ParsedArguments } from '../../command/parsed-arguments.ts';
import { CHECK_FORMATS, READER_WORDS, SEVERITY_WORDS } from '../../commands/waf-options.ts';
import { parseChoice } from '../choices.ts';
import { type FailOn, parseFailOn } from './fail-on.ts';

/** What the options of a check say, each word checked. */
export interface CheckChoices {
  /** As typed. */
  readonly paths: readonly string[];
  readonly reader: ReaderId;
  readonly severity: ControlSeverity | null;
  readonly failOn: FailOn;
  readonly unknown: 'skip' | 'fail';
  readonly absent: 'skip' | 'fail';
  readonly expiredWaivers: 'fail' | 'warn';
}

/** @throws SecureScanError E_ARGUMENT */
export function readCheckChoices(args: ParsedArguments): CheckChoices {
  const severity = args.find('severity');
  parseChoice('--score-model', args.find('score-model') ?? 'wafpass-1', ['wafpass-1']);
  return {
    paths: args.positionals.length === 0 ? ['.'] : args.positionals,
    reader: parseChoice('--iac', (args.find('iac') ?? 'terraform').trim(), READER_WORDS),
    severity: severity === undefined ? null : parseChoice('--severity', severity.trim(), SEVERITY_WORDS),
    failOn: parseFailOn(args.find('fail-on') ?? 'fail'),
    unknown: parseChoice('--unknown', args.find('unknown') ?? 'skip', ['skip', 'fail']),
    absent: parseChoice('--absent', args.find('absent') ?? 'skip', ['skip', 'fail']),
    expiredWaivers: parseChoice('--expired-waivers', args.find('expired-waivers') ?? 'fail', ['fail', 'warn']),
  };
}

/**
 * The same arguments with `--format` and the reference's name of a format turned into `--output`.
 * @throws SecureScanError E_ARGUMENT for PDF, and for --upload-source without what it needs
 */
export function withOutputWords(args: ParsedArguments, pushTo: string | null): ParsedArguments {
  const words = [...args.list('output'), ...args.list('format')].map((word) =>
    word.toLowerCase() === 'console' ? 'text' : word,
  );
  if (args.has('pdf-out') || words.some((word) => word.toLowerCase() === 'pdf')) {
    throw new SecureScanError(
      'E_ARGUMENT',
      'no PDF is made here; write --output html --output-file report.html, and print that page with a browser',
    );
  }
  const isJson = words.some((word) => word.toLowerCase() === 'json');
  if (args.has('upload-source') && (!isJson || pushTo === null)) {
    throw new SecureScanError('E_ARGUMENT', '--upload-source needs --output json and --push');
  }
  return { ...args, list: (name) => (name === 'output' ? words : args.list(name)) };
}

/** Formats of the reports. */
export const FORMATS = CHECK_FORMATS;
