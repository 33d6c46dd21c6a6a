import { SecureScanError, type RepoPath, type SkipReason } from '@securescan/model';
import { defineScanner, type ScannerContext, type ScannerReport } from '@securescan/core';
import {
  baseName,
  directoryOf,
  excerpt,
  listNote,
  parseJsonReport,
  scanEachManifest,
  toAbsolute,
  unfitNote,
} from '../tool-report/index.ts';
import { readLockedPackages } from './lockfile.ts';
import { NpmAuditReport } from './schema.ts';

const TIMEOUT_MS = 120_000;
const MAX_LOCKFILE_BYTES = 64 * 1024 * 1024;
const SHRINKWRAP = 'npm-shrinkwrap.json';
const LOCKFILE_NAMES: ReadonlySet<string> = new Set(['package-lock.json', SHRINKWRAP]);
const FOREIGN_LOCKFILES: ReadonlySet<string> = new Set(['yarn.lock', 'pnpm-lock.yaml', 'bun.lock']);

/** `npm audit` for each npm lockfile of the tree. */
export const npmAudit = defineScanner({
  id: 'npm-audit',
  scanType: 'dependency',
  description: 'Asks the npm registry for advisories about the packages of npm lockfiles.',
  checks: ['known vulnerabilities in npm packages'],
  targets: ['directory', 'file'],
  tool: {
    command: 'npm',
    versionArgs: ['--version'],
    parseVersion: (output) => /^\s*(\d+\.\d+\.\d+\S*)/m.exec(output)?.[1] ?? null,
    installHint: {
      default: 'install Node.js from https://nodejs.org/',
      linux: 'apt install npm',
      darwin: 'brew install node',
    },
    distribution: { kind: 'manual' },
  },
  expectedSeconds: 10,
  reads: (path) => LOCKFILE_NAMES.has(baseName(path)),
  findSkipReason,
  run,
});

/** One lockfile per directory, in the order of the walk; npm itself prefers the shrinkwrap. */
async function listLockfiles(context: ScannerContext): Promise<RepoPath[]> {
  const paths = (await context.tree.files())
    .map(({ path }) => path)
    .filter((path) => LOCKFILE_NAMES.has(baseName(path)));
  const shrinkwrapped = new Set(paths.filter((path) => baseName(path) === SHRINKWRAP).map(directoryOf));
  return paths.filter((path) => baseName(path) === SHRINKWRAP || !shrinkwrapped.has(directoryOf(path)));
}

async function findSkipReason(context: ScannerContext): Promise<SkipReason | null> {
  if ((await listLockfiles(context)).length > 0) return null;
  return { code: 'nothing-to-scan', reason: 'no package-lock.json or npm-shrinkwrap.json', installHint: null };
}

async function run(context: ScannerContext): Promise<ScannerReport> {
  const report = await scanEachManifest(await listLockfiles(context), (path) => audit(context, path), {
    done: 'audited',
    incomplete: (looked, all) => `npm audited ${looked} of ${all} lockfiles.`,
  });
  return { ...report, notes: [...(report.notes ?? []), ...(await noteForeignLockfiles(context))] };
}

async function noteForeignLockfiles({ tree }: ScannerContext): Promise<string[]> {
  const foreign = (await tree.files()).map(({ path }) => path).filter((path) => FOREIGN_LOCKFILES.has(baseName(path)));
  return listNote(foreign, (names) => `npm cannot read the lockfiles of other package managers: ${names}.`);
}

async function audit(context: ScannerContext, path: RepoPath): Promise<ScannerReport> {
  const toolRun = await context.runTool(['audit', '--json', '--package-lock-only', '--ignore-scripts'], {
    okExitCodes: [0, 1], // 1: vulnerabilities were found, or there is an error object instead of a report
    cwd: toAbsolute(context.tree.root, directoryOf(path)),
    timeoutMs: TIMEOUT_MS,
    network: true,
    env: { npm_config_update_notifier: 'false', npm_config_fund: 'false' },
  });
  const report = NpmAuditReport.safeParse(parseJsonReport('npm', toolRun));
  if (!report.success) throw new SecureScanError('E_TOOL_REPORT', 'The npm audit report is no JSON object.');
  failOnError(report.data);
  const packages = readLockedPackages(await context.tree.readText(path, MAX_LOCKFILE_BYTES));
  // The ranges of versions that it compares take longer to load than the rest of the scanners.
  const { toRawFindings } = await import('./map.ts');
  const { findings, unfit } = toRawFindings(report.data, { path, packages });
  return { findings, notes: unfitNote('npm audit', unfit) };
}

/** npm answers with an error object when it has no lockfile or does not reach its registry. */
function failOnError({ vulnerabilities, advisories, error, message }: NpmAuditReport): void {
  if ((vulnerabilities ?? advisories ?? null) !== null && error == null) return;
  const reason = [error?.summary, message, error?.code].find((part) => typeof part === 'string' && part !== '');
  throw new SecureScanError(
    'E_TOOL_REPORT',
    `npm audit gave no report: ${excerpt(reason ?? 'it does not say why')}. Check that the registry can be reached and offers audits.`,
  );
}
