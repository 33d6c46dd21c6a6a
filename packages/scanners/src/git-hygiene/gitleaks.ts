import type { ScannerContext, ToolSpec } from '@securescan/core';
import { asRepoPath, describeError, SecureScanError, type RawFinding } from '@securescan/model';
import { parseJsonReport, toRootRelative } from '../tool-report/index.ts';
import { readGitleaksReport } from './gitleaks-report.ts';

const MAX_MEGABYTES = '5';
/** Its own default rules; a `.gitleaks.toml` of the tree could switch them off, so a change could hide itself. */
const OWN_RULES = '[extend]\nuseDefault = true\n';

/** Gitleaks; its rules run beside our own when it is there. */
export const gitleaksTool: ToolSpec = {
  command: 'gitleaks',
  versionArgs: ['version'],
  // Built by `go install` it does not know its version; it is ready all the same.
  parseVersion: (output) => /\bv?(\d+\.\d+\.\d+)\b/.exec(output)?.[1] ?? null,
  installHint: {
    default: 'securescan tools install gitleaks (or see https://github.com/gitleaks/gitleaks)',
    darwin: 'brew install gitleaks',
  },
  distribution: { kind: 'go', module: 'github.com/zricethezav/gitleaks/v8', version: 'v8.30.1' },
};

/** What gitleaks adds to the findings of git-hygiene. */
export interface GitleaksPart {
  readonly findings: readonly RawFinding[];
  readonly notes: readonly string[];
  /** Why its rules are missing although it is installed. */
  readonly incomplete: string | null;
}

/** Runs gitleaks over the target. What goes wrong leaves the scan incomplete and the findings of our own rules untouched. */
export async function runGitleaks(context: ScannerContext): Promise<GitleaksPart> {
  const { toolStatus, target, tree } = context;
  if (target.kind !== 'directory' || toolStatus === null || toolStatus.state === 'missing') return nothing(null);
  if (toolStatus.state === 'broken') return nothing(`gitleaks does not work: ${toolStatus.message}`);
  const args = ['dir', '.', '--report-format', 'json', '--report-path', '-', '--redact', '--exit-code', '0'];
  const quiet = ['--no-banner', '--no-color', '--ignore-gitleaks-allow', '--max-target-megabytes', MAX_MEGABYTES];
  try {
    const run = await context.runTool([...args, ...quiet], {
      cwd: target.path,
      env: { GITLEAKS_CONFIG_TOML: OWN_RULES },
    });
    const report = await readGitleaksReport(parseJsonReport('gitleaks', run), {
      scanned: new Set<string>((await tree.files()).map(({ path }) => path)),
      toPath: (path) => toRootRelative(path, tree.root, target.path),
      readText: (path) => tree.readText(path),
    });
    return {
      findings: report.findings,
      notes: [...report.notes, ...(await noteIgnoreFile(context))],
      incomplete: null,
    };
  } catch (error) {
    if (context.signal.aborted || (error instanceof SecureScanError && error.code === 'E_CANCELLED')) throw error;
    return nothing(`gitleaks did not finish, so its rules are missing: ${describeError(error)}`);
  }
}

function nothing(incomplete: string | null): GitleaksPart {
  return { findings: [], notes: [], incomplete };
}

/** Gitleaks reads `.gitleaksignore` whatever it is told, and does not say what it left out. */
async function noteIgnoreFile({ tree, target }: ScannerContext): Promise<string[]> {
  if (target.kind !== 'directory') return [];
  const path = toRootRelative('.gitleaksignore', tree.root, target.path);
  const text = await tree.readText(asRepoPath(path));
  const entries = (text ?? '').split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'));
  return entries.length === 0 ? [] : [`gitleaks leaves out what ${path} lists (${entries.length} entries).`];
}
