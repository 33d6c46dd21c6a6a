import { SecureScanError } from '@securescan/model';
import { defineScanner, type ScannerContext, type ScannerReport } from '@securescan/core';
import {
  directoryOf,
  joinRecords,
  mapRecords,
  parseJsonReport,
  toRootRelative,
  unfitNote,
  type MappedRecords,
} from '../tool-report/index.ts';
import { toLicence, toMisconfiguration, toSecret, toVulnerability } from './map.ts';
import {
  TrivyLicence,
  TrivyMisconfiguration,
  TrivyReport,
  TrivyResult,
  TrivySecret,
  TrivyVulnerability,
} from './schema.ts';

const INSTALLATION = 'https://trivy.dev/latest/getting-started/installation/';

/** Trivy over a directory or one file. */
export const trivy = defineScanner({
  id: 'trivy',
  scanType: 'dependency',
  description: 'Finds known vulnerabilities in the dependencies that lockfiles name.',
  checks: ['known vulnerabilities', 'misconfiguration', 'secrets', 'licences'],
  targets: ['directory', 'file'],
  tool: {
    command: 'trivy',
    versionArgs: ['--version'],
    parseVersion: (output) => /^Version:\s*(\S+)/m.exec(output)?.[1] ?? null,
    installHint: {
      default: `see ${INSTALLATION}`,
      linux: `apt install trivy (after adding its repository, see ${INSTALLATION})`,
      darwin: 'brew install trivy',
    },
    distribution: { kind: 'manual' },
  },
  expectedSeconds: 30,
  run,
});

/**
 * Trivy reads `trivy.yaml` and `.trivyignore` from its working directory; in the scanned tree they are somebody else's,
 * so it starts in an empty one and gets an absolute target.
 */
async function run(context: ScannerContext): Promise<ScannerReport> {
  const { target, tree, options } = context;
  const path = target.kind === 'directory' || target.kind === 'file' ? target.path : tree.root;
  const { scanners = ['vuln'], skipDbUpdate = false, offline = false } = options.trivy ?? {};
  const toolRun = await context.runTool(
    [
      'fs',
      '--format',
      'json',
      '--scanners',
      scanners.join(','),
      '--quiet',
      '--list-all-pkgs',
      ...(skipDbUpdate || offline ? ['--skip-db-update', '--skip-java-db-update', '--skip-check-update'] : []),
      ...(offline ? ['--offline-scan'] : []),
      path,
    ],
    { cwd: await context.makeTempDir(), network: !offline },
  );
  const base = target.kind === 'file' ? directoryOf(path) : path;
  return toReport(parseJsonReport('trivy', toolRun), (reported) =>
    reported === '' ? '' : toRootRelative(reported, tree.root, base),
  );
}

function toReport(json: unknown, toPath: (reported: string) => string): ScannerReport {
  const report = TrivyReport.safeParse(json);
  if (!report.success) {
    throw new SecureScanError('E_TOOL_REPORT', 'The trivy report is no JSON object; is another program called trivy?');
  }
  let unreadable = 0;
  const parts: MappedRecords[] = [];
  for (const item of report.data.Results ?? []) {
    const result = TrivyResult.safeParse(item);
    if (!result.success) unreadable += 1;
    else parts.push(...readResult({ ...result.data, Target: toPath(result.data.Target) }));
  }
  const { findings, unfit } = joinRecords(parts);
  return { findings, notes: unfitNote('trivy', unfit + unreadable) };
}

function readResult(result: TrivyResult): MappedRecords[] {
  return [
    mapRecords(result.Vulnerabilities, TrivyVulnerability, (item) => toVulnerability(item, result)),
    mapRecords(result.Misconfigurations, TrivyMisconfiguration, (item) => toMisconfiguration(item, result)),
    mapRecords(result.Secrets, TrivySecret, (item) => toSecret(item, result)),
    mapRecords(result.Licenses, TrivyLicence, (item) => toLicence(item, result)),
  ];
}
