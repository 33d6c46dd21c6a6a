import { extname, resolve } from 'node:path';
import { writeFileAtomic } from '@securescan/host';
import { SecureScanError } from '@securescan/model';
import type { Rendering } from '@securescan/renderers';
import type { ParsedArguments } from '../command/parsed-arguments.ts';
import { tell } from '../io/io.ts';
import type { Io } from '../io/io.ts';
import { suggestion } from './choices.ts';
import { checkOutputPlace } from './output-place.ts';
import type { OutputFile } from './output-place.ts';

/** One report that is wanted of a run. */
export interface ReportPlan {
  /** Id of a renderer. */
  readonly format: string;
  /** Where it goes; null for stdout. */
  readonly file: OutputFile | null;
}

/**
 * Reads `--output`, `--output-file` and `--report`, and checks that every report can be written, before any scan starts.
 * @param standard - format of stdout when none is named
 * @throws SecureScanError E_ARGUMENT, E_OUTPUT_PATH
 */
export async function planReports(
  args: ParsedArguments,
  io: Io,
  formats: readonly string[],
  standard: string,
): Promise<readonly ReportPlan[]> {
  const words = args.list('output');
  const inline = words.filter((word) => word.includes('='));
  const main = words.findLast((word) => !word.includes('='));
  const outputFile = args.find('output-file');
  const plans: ReportPlan[] = [
    {
      format: checkFormat(main ?? standard, formats),
      file: outputFile === undefined ? null : { path: resolve(io.cwd, outputFile), display: outputFile },
    },
    ...[...inline, ...args.list('report')].map((word) => parseReport(word, io, formats)),
  ];
  checkDistinct(plans);
  for (const plan of plans) await checkPlace(plan);
  return plans;
}

function checkFormat(word: string, formats: readonly string[]): string {
  const format = formats.find((format) => format === word.toLowerCase());
  if (format === undefined) {
    throw new SecureScanError(
      'E_ARGUMENT',
      `unknown --output '${word}'. Choose ${formats.join(' | ')}.${suggestion(word, formats)}`,
    );
  }
  return format === 'table' ? 'text' : format;
}

function parseReport(word: string, io: Io, formats: readonly string[]): ReportPlan {
  const at = word.indexOf('=');
  const display = word.slice(at + 1);
  if (at < 1 || display === '') {
    throw new SecureScanError('E_ARGUMENT', `invalid --report '${word}'. Use FORMAT=FILE, such as json=findings.json.`);
  }
  return { format: checkFormat(word.slice(0, at), formats), file: { path: resolve(io.cwd, display), display } };
}

function checkDistinct(plans: readonly ReportPlan[]): void {
  const seen = new Set<string>();
  for (const { file } of plans) {
    if (file === null) continue;
    if (seen.has(file.path)) throw new SecureScanError('E_ARGUMENT', `two reports would be written to ${file.display}`);
    seen.add(file.path);
  }
}

async function checkPlace({ format, file }: ReportPlan): Promise<void> {
  if (file !== null) return checkOutputPlace(file);
  if (format !== 'report-pdf') return;
  throw new SecureScanError('E_ARGUMENT', 'PDF output requires --output-file; name the file to write');
}

/**
 * True when the text report follows on the terminal where progress and notices are shown: what the report says itself (gaps of
 * scanners, notices, counts of suppressed findings) is then not told a second time.
 */
export function isReportOnScreen(plans: readonly ReportPlan[], io: Io): boolean {
  return io.stdout.isTty && io.stderr.isTty && plans.some(({ format, file }) => format === 'text' && file === null);
}

/** Writes every report; what the reader must be told goes to stderr. */
export async function writeReports(
  plans: readonly ReportPlan[],
  render: (plan: ReportPlan) => Promise<Rendering>,
  io: Io,
): Promise<void> {
  for (const plan of plans) {
    const { parts, notices } = await render(plan);
    for (const notice of notices) await tell(io, notice);
    if (plan.file === null) await writeToStdout(parts, io);
    else for (const part of parts) await writeToFile(plan, plan.file, part, io);
  }
}

async function writeToStdout(parts: Rendering['parts'], io: Io): Promise<void> {
  const [first, ...further] = parts;
  // On one terminal a blank line parts what was told on the way from the report.
  if (io.stdout.isTty && io.stderr.isTty) await io.stderr.write('\n');
  if (first !== undefined) await io.stdout.write(first.content);
  if (further.length > 0)
    await tell(io, `${further.length} more part(s) not shown; write all of them with --output-file`);
}

async function writeToFile(
  plan: ReportPlan,
  file: OutputFile,
  part: Rendering['parts'][number],
  io: Io,
): Promise<void> {
  const add = (path: string) => {
    const extension = extname(path);
    return `${path.slice(0, path.length - extension.length)}${part.suffix}${extension}`;
  };
  await writeFileAtomic(add(file.path), part.content);
  await tell(io, `${plan.format === 'report-pdf' ? 'PDF report' : 'Output'} written to ${add(file.display)}`);
}
