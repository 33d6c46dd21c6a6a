import { SecureScanError, type RepoPath, type SkipReason } from '@securescan/model';
import { defineScanner, type ScannerContext, type ScannerReport } from '@securescan/core';
import {
  baseName,
  mapRecords,
  parseJsonReport,
  scanEachManifest,
  toAbsolute,
  unfitNote,
} from '../tool-report/index.ts';
import { toRawFinding } from './map.ts';
import { SafetyRecord, SafetyReport } from './schema.ts';

const TIMEOUT_MS = 120_000;
/** 0: none found; 64: vulnerabilities were found. */
const OK_EXIT_CODES = [0, 64];

/** Safety over each file of Python requirements. */
export const safety = defineScanner({
  id: 'safety',
  scanType: 'dependency',
  description: 'Looks Python requirements up in the Safety vulnerability database.',
  checks: ['known vulnerabilities in Python packages'],
  targets: ['directory', 'file'],
  tool: {
    command: 'safety',
    versionArgs: ['--version'],
    parseVersion: (output) => /version:?\s+(\d+\.\d+\S*)/.exec(output)?.[1] ?? null,
    installHint: {
      default: 'pip install safety',
      linux: 'pipx install safety (or: securescan tools install safety)',
    },
    distribution: { kind: 'pypi', package: 'safety', version: '3.8.1', lockFile: 'safety.txt' },
  },
  expectedSeconds: 20,
  reads: isRequirements,
  findSkipReason,
  run,
});

function isRequirements(path: string): boolean {
  const name = baseName(path);
  return name === 'Pipfile.lock' || /^requirements.*\.txt$/.test(name);
}

async function listPaths(context: ScannerContext): Promise<RepoPath[]> {
  return (await context.tree.files()).map(({ path }) => path).filter(isRequirements);
}

async function findSkipReason(context: ScannerContext): Promise<SkipReason | null> {
  if ((await listPaths(context)).length > 0) return null;
  return { code: 'nothing-to-scan', reason: 'no requirements*.txt or Pipfile.lock', installHint: null };
}

/**
 * One run per file, so that one file that cannot be read costs only itself. Safety starts in an empty directory: a
 * `.safety-policy.yml` of the scanned tree could otherwise hide vulnerabilities.
 */
async function run(context: ScannerContext): Promise<ScannerReport> {
  return scanEachManifest(await listPaths(context), (path) => checkFile(context, path), {
    done: 'checked',
    incomplete: (looked, all) => `Safety checked ${looked} of ${all} files.`,
  });
}

async function checkFile(context: ScannerContext, path: RepoPath): Promise<ScannerReport> {
  const toolRun = await context.runTool(
    ['--disable-optional-telemetry', 'check', '--file', toAbsolute(context.tree.root, path), '--output', 'json'],
    { okExitCodes: OK_EXIT_CODES, cwd: await context.makeTempDir(), timeoutMs: TIMEOUT_MS, network: true },
  );
  const report = SafetyReport.safeParse(parseJsonReport('safety', toolRun));
  if (!report.success) throw new SecureScanError('E_TOOL_REPORT', 'The safety report is neither an object nor a list.');
  const file = { path, text: await context.tree.readText(path) };
  const { findings, unfit } = mapRecords(report.data.vulnerabilities, SafetyRecord, (item) => toRawFinding(item, file));
  return {
    findings,
    notes: [
      ...unfitNote('safety', unfit),
      ...(report.data.ignored > 0 ? [`Safety ignored ${report.data.ignored} vulnerabilities of ${path}.`] : []),
    ],
  };
}
