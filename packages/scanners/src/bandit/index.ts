import { SecureScanError, type SkipReason } from '@securescan/model';
import { defineScanner, type ScannerContext, type ScannerReport, type ToolRun } from '@securescan/core';
import {
  joinRecords,
  listNote,
  mapRecords,
  parseJsonReport,
  toArgumentBatches,
  toPathArgument,
  toRootRelative,
  unfitNote,
  type MappedRecords,
} from '../tool-report/index.ts';
import { toNotes, toRawFinding } from './map.ts';
import { BanditReport, BanditResult } from './schema.ts';

/** Bandit over the Python files of the walk. */
export const bandit = defineScanner({
  id: 'bandit',
  scanType: 'code',
  description: 'Finds common security problems in Python code.',
  checks: ['hard-coded passwords', 'shell injection', 'unsafe deserialisation', 'weak cryptography', 'SQL injection'],
  targets: ['directory', 'file'],
  tool: {
    command: 'bandit',
    versionArgs: ['--version'],
    parseVersion: (output) => /^bandit (\S+)/m.exec(output)?.[1] ?? null,
    installHint: {
      default: 'pip install bandit',
      linux: 'pipx install bandit (or: securescan tools install bandit)',
      darwin: 'brew install bandit',
    },
    distribution: { kind: 'pypi', package: 'bandit', version: '1.9.4', lockFile: 'bandit.txt' },
  },
  expectedSeconds: 20,
  reads: isPython,
  findSkipReason,
  run,
});

function isPython(path: string): boolean {
  return /\.pyw?$/i.test(path);
}

/** Bandit reads a file whole, and one that is far too large would cost the findings of all others. */
const MAX_FILE_BYTES = 5_000_000;

async function listFiles(context: ScannerContext): Promise<{ paths: string[]; tooLarge: string[] }> {
  const files = (await context.tree.files()).filter(({ path }) => isPython(path));
  const { fit = [], large = [] } = Object.groupBy(files, ({ size }) => (size > MAX_FILE_BYTES ? 'large' : 'fit'));
  return { paths: fit.map(({ path }) => path), tooLarge: large.map(({ path }) => path) };
}

async function findSkipReason(context: ScannerContext): Promise<SkipReason | null> {
  const { paths, tooLarge } = await listFiles(context);
  if (paths.length + tooLarge.length > 0) return null;
  return { code: 'nothing-to-scan', reason: 'no Python files', installHint: null };
}

/**
 * Files are named one by one, so that bandit sees what all other scanners see (no virtual environments, no vendored
 * code), and so that a `.bandit` file of the scanned tree cannot switch tests off.
 */
async function run(context: ScannerContext): Promise<ScannerReport> {
  const { root } = context.tree;
  const toPath = (path: string): string => toRootRelative(path, root);
  const parts: MappedRecords[] = [];
  const notes: string[] = [];
  const { paths, tooLarge } = await listFiles(context);
  for (const batch of toArgumentBatches(paths, context.host.platform)) {
    const args = ['--format', 'json', '--quiet', ...batch.map(toPathArgument)];
    const report = parseReport(await context.runTool(args, { okExitCodes: [0, 1] })); // 1: issues were found
    notes.push(...toNotes(report, toPath));
    parts.push(
      mapRecords(report.results, BanditResult, (result) =>
        toRawFinding(result.filename === null ? result : { ...result, filename: toPath(result.filename) }),
      ),
    );
  }
  const { findings, unfit } = joinRecords(parts);
  const large = listNote(tooLarge, (names) => `Files over 5 MB were not checked: ${names}.`);
  return { findings, notes: [...large, ...unfitNote('bandit', unfit), ...notes] };
}

function parseReport(toolRun: ToolRun): BanditReport {
  const report = BanditReport.safeParse(parseJsonReport('bandit', toolRun));
  if (report.success) return report.data;
  throw new SecureScanError('E_TOOL_REPORT', 'The bandit report is no JSON object; is another program called bandit?');
}
