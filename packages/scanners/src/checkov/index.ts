import { SecureScanError, type RawFinding, type SkipReason } from '@securescan/model';
import { defineScanner, type ScannerContext, type ScannerReport } from '@securescan/core';
import {
  directoryOf,
  joinRecords,
  listNote,
  mapRecords,
  parseJsonReport,
  toAbsolute,
  toRootRelative,
  unfitNote,
  type MappedRecords,
} from '../tool-report/index.ts';
import { toRawFinding } from './map.ts';
import { CheckovBlock, CheckovCheck, CheckovReport } from './schema.ts';

/** Checkov over a directory or one file. */
export const checkov = defineScanner({
  id: 'checkov',
  scanType: 'iac',
  description: 'Checks infrastructure as code against rules of good practice.',
  checks: ['Terraform', 'CloudFormation', 'Kubernetes', 'Helm', 'Dockerfile', 'GitHub Actions'],
  targets: ['directory', 'file'],
  tool: {
    command: 'checkov',
    versionArgs: ['--version'],
    parseVersion: (output) => /\d+\.\d+\.\d+\S*/.exec(output)?.[0] ?? null,
    installHint: {
      default: 'pip install checkov',
      linux: 'pipx install checkov (or: securescan tools install checkov)',
      darwin: 'brew install checkov',
    },
    distribution: { kind: 'pypi', package: 'checkov', version: '3.3.30', lockFile: 'checkov.txt' },
  },
  expectedSeconds: 40,
  findSkipReason,
  run,
});

async function findSkipReason(context: ScannerContext): Promise<SkipReason | null> {
  if ((await context.tree.files()).length > 0) return null;
  return { code: 'nothing-to-scan', reason: 'no files', installHint: null };
}

/**
 * Checkov reads `.checkov.yaml` from its working directory and from a directory named with a separate argument, and such
 * a file can make it run code. So it starts in an empty directory and gets `--directory=` in one piece.
 */
async function run(context: ScannerContext): Promise<ScannerReport> {
  const { target, tree } = context;
  const path = target.kind === 'directory' || target.kind === 'file' ? target.path : tree.root;
  const toolRun = await context.runTool(
    [
      target.kind === 'file' ? `--file=${path}` : `--directory=${path}`,
      '--output=json',
      '--quiet',
      '--compact',
      '--skip-download',
      '--skip-framework=sca_package,sca_image',
    ],
    {
      okExitCodes: [0, 1], // 1: checks failed
      cwd: await context.makeTempDir(),
      // It forks for each framework and hands all results back through pipes, which costs more than the checks themselves.
      env: { CHECKOV_PARALLELIZATION_TYPE: 'none' },
    },
  );
  const report = CheckovReport.safeParse(parseJsonReport('checkov', toolRun));
  if (!report.success) {
    throw new SecureScanError('E_TOOL_REPORT', 'The checkov report is neither an object nor a list of objects.');
  }
  const base = target.kind === 'file' ? directoryOf(path) : path;
  const { findings, notes } = readBlocks(report.data, (reported) => toRootRelative(reported, tree.root, base));
  const { kept, left } = await splitByTree(findings, context);
  return {
    findings: kept,
    notes: [
      ...notes,
      ...listNote(left, (names) => `Checkov findings in files that are ignored or excluded were left out: ${names}.`),
    ],
  };
}

/** Turns a path that is absolute or relative to what was scanned into one relative to the root. */
type ToPath = (reported: string) => string;

function readBlocks(blocks: readonly unknown[], toPath: ToPath): { findings: readonly RawFinding[]; notes: string[] } {
  const parts: MappedRecords[] = [];
  let unreadable = 0;
  let unparsed = 0;
  let excused = 0;
  for (const item of blocks) {
    const block = CheckovBlock.safeParse(item);
    if (!block.success) {
      unreadable += 1;
      continue;
    }
    unparsed += block.data.summary.parsing_errors;
    excused += block.data.summary.skipped;
    parts.push(
      mapRecords(block.data.results.failed_checks, CheckovCheck, (check) =>
        toRawFinding({ ...check, file_path: toReportedPath(check, toPath) }, block.data.check_type),
      ),
    );
  }
  const { findings, unfit } = joinRecords(parts);
  return {
    findings,
    notes: [
      ...unfitNote('checkov', unfit + unreadable),
      ...(unparsed > 0 ? [`Checkov could not parse ${unparsed} file(s).`] : []),
      ...(excused > 0
        ? [`Checkov left out ${excused} check(s) that a "checkov:skip" comment in the code excuses.`]
        : []),
    ],
  };
}

/** `file_path` starts with a slash and is relative to what was scanned; the absolute path, when given, is surer. */
function toReportedPath(check: CheckovCheck, toPath: ToPath): string | null {
  if (check.file_abs_path !== null) {
    const path = toPath(check.file_abs_path);
    if (!path.startsWith('/')) return path;
  }
  return check.file_path === null ? null : toPath(check.file_path.replace(/^\/+/, ''));
}

/** Checkov walks by itself; what our walk leaves out is left out here, and said. */
async function splitByTree(
  findings: readonly RawFinding[],
  { tree, host }: ScannerContext,
): Promise<{ kept: RawFinding[]; left: string[] }> {
  const inWalk = new Map<string, boolean>((await tree.files()).map((file) => [file.path, true]));
  const kept: RawFinding[] = [];
  const left: string[] = [];
  for (const finding of findings) {
    const path = finding.path ?? '';
    // A path without a file (a rendered chart, a module) was not left out by the walk.
    if (!inWalk.has(path)) inWalk.set(path, (await host.stat(toAbsolute(tree.root, path))) === null);
    if (path === '' || inWalk.get(path) === true) kept.push(finding);
    else left.push(path);
  }
  return { kept, left };
}
