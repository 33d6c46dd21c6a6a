import { SecureScanError, type SkipReason } from '@securescan/model';
import { defineScanner, type FileEntry, type ScannerContext, type ScannerReport, type ToolRun } from '@securescan/core';
import {
  excerptEnd,
  joinRecords,
  mapRecords,
  parseJsonReport,
  toArgumentBatches,
  toPathArgument,
  toRootRelative,
  unfitNote,
  type MappedRecords,
} from '../tool-report/index.ts';
import { mayMatch, readConfigs, type SemgrepConfigs } from './configs.ts';
import { toProblems, toRawFinding, type SemgrepProblems } from './map.ts';
import { SemgrepReport, SemgrepResult } from './schema.ts';

export { findDefaultRules } from './configs.ts';

/** Files over this size are mostly generated; the walk's own limits are wider. */
const MAX_TARGET_BYTES = 1_000_000;
const RULE_TIMEOUT_SECONDS = 10;
/** Below this much text a second worker costs more than it saves (measured with 1.185.0). */
const ONE_WORKER_BYTES = 500_000;
/** 0 is clean, 1 has findings; the rest is explained by the report itself. */
const EXIT_CODES_WITH_REPORT = [0, 1, 2, 3, 4, 5, 7, 8];

/** Semgrep over the files of the walk, with our offline rules unless others are configured. */
export const semgrep = defineScanner({
  id: 'semgrep',
  scanType: 'code',
  description: 'Matches code patterns that are known to be dangerous, in many languages.',
  checks: ['injection', 'unsafe deserialisation', 'weak cryptography', 'cross-site scripting', 'custom rules'],
  targets: ['directory', 'file'],
  tool: {
    command: 'semgrep',
    // Without this the command asks the network for newer versions, for minutes when there is none.
    versionArgs: ['--version', '--disable-version-check'],
    parseVersion: (output) => /\d+\.\d+\.\d+\S*/.exec(output)?.[0] ?? null,
    installHint: {
      default: 'pip install semgrep',
      linux: 'pipx install semgrep (or: securescan tools install semgrep)',
      darwin: 'brew install semgrep',
    },
    distribution: { kind: 'pypi', package: 'semgrep', version: '1.185.0', lockFile: 'semgrep.txt' },
  },
  expectedSeconds: 60,
  findSkipReason,
  run,
});

async function findSkipReason(context: ScannerContext): Promise<SkipReason | null> {
  if ((await listFiles(context)).length > 0) return null;
  return { code: 'nothing-to-scan', reason: 'no file in a language its rules know', installHint: null };
}

async function run(context: ScannerContext): Promise<ScannerReport> {
  const configs = await readConfigs(context);
  const files = await listFiles(context);
  const paths = files.map(({ path }) => path);
  const isSmall = files.reduce((sum, { size }) => sum + size, 0) < ONE_WORKER_BYTES;
  const settings = await context.makeTempDir();
  const parts: MappedRecords[] = [];
  const problems: SemgrepProblems[] = [];
  for (const batch of toArgumentBatches(paths, context.host.platform)) {
    const toolRun = await context.runTool([...toArguments(configs, isSmall), ...batch.map(toPathArgument)], {
      okExitCodes: EXIT_CODES_WITH_REPORT,
      network: configs.fromRegistry,
      readable: configs.paths,
      env: { SEMGREP_SETTINGS_FILE: `${settings}/settings.yml`, SEMGREP_LOG_FILE: `${settings}/semgrep.log` },
    });
    const part = readReport(toolRun, context.tree.root);
    parts.push(part.records);
    problems.push(part.problems);
  }
  const { findings, unfit } = joinRecords(parts);
  return {
    findings,
    notes: [...unfitNote('semgrep', unfit), ...problems.flatMap(({ notes }) => notes)],
    incomplete: problems.find((one) => one.incomplete !== null)?.incomplete ?? null,
  };
}

/**
 * The files of our walk, named one by one: semgrep then applies neither `.semgrepignore` (which by default hides every
 * test folder) nor its own reading of `.gitignore`, and sees what all other scanners see.
 */
async function listFiles(context: ScannerContext): Promise<readonly FileEntry[]> {
  const files = await context.tree.files();
  return files.filter(({ path, size }) => size <= MAX_TARGET_BYTES && mayMatch(path, context.options));
}

function toArguments(configs: SemgrepConfigs, isSmall: boolean): string[] {
  return [
    'scan',
    '--json',
    '--quiet',
    '--disable-version-check',
    `--metrics=${configs.needsMetrics ? 'auto' : 'off'}`,
    '--no-rewrite-rule-ids',
    `--timeout=${RULE_TIMEOUT_SECONDS}`,
    `--max-target-bytes=${MAX_TARGET_BYTES}`,
    ...(isSmall ? ['--jobs=1'] : []),
    ...configs.values.flatMap((value) => ['--config', value]),
  ];
}

function readReport(toolRun: ToolRun, root: string): { records: MappedRecords; problems: SemgrepProblems } {
  const report = SemgrepReport.safeParse(parseJsonReport('semgrep', toolRun));
  if (!report.success) {
    throw new SecureScanError(
      'E_TOOL_REPORT',
      'The semgrep report is no JSON object; is another program called semgrep?',
    );
  }
  const problems = toProblems(report.data.errors);
  if (toolRun.exitCode > 1) {
    throw new SecureScanError(
      'E_TOOL_EXIT',
      `semgrep ended with exit code ${toolRun.exitCode}: ${problems.fatal ?? excerptEnd(toolRun.stderr)}`,
      { details: { exitCode: toolRun.exitCode } },
    );
  }
  const records = mapRecords(report.data.results, SemgrepResult, (result) =>
    toRawFinding(result.path === null ? result : { ...result, path: toRootRelative(result.path, root) }),
  );
  return { records, problems };
}
