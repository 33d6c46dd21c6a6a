import type { ScannerContext, ToolSpec } from '@securescan/core';
import { describeError, SecureScanError, type RawFinding } from '@securescan/model';
import { z } from 'zod';
import { mapRecords, parseJsonReport, toRootRelative, unfitNote } from '../tool-report/index.ts';

/** Gitleaks; its rules run beside our own when it is there. */
export const gitleaksTool: ToolSpec = {
  command: 'gitleaks',
  versionArgs: ['version'],
  parseVersion: (output) => /\bv?(\d+\.\d+\.\d+)\b/.exec(output)?.[1] ?? null,
  installHint: {
    default: 'securescan tools install gitleaks (or see https://github.com/gitleaks/gitleaks)',
    darwin: 'brew install gitleaks',
  },
  distribution: { kind: 'go', module: 'github.com/zricethezav/gitleaks/v8', version: 'v8.30.1' },
};

/** The part of a match that is read; the secret itself is redacted by gitleaks. */
const GitleaksMatch = z.object({
  RuleID: z.string().min(1),
  Description: z
    .string()
    .nullish()
    .transform((text) => text ?? ''),
  File: z.string().min(1),
  StartLine: z.int().positive(),
  EndLine: z
    .int()
    .positive()
    .nullish()
    .transform((line) => line ?? null),
});
type GitleaksMatch = z.infer<typeof GitleaksMatch>;

function toRawFinding(match: GitleaksMatch): RawFinding {
  return {
    severity: 'high',
    title: `Secret found by gitleaks: ${match.RuleID}`,
    description: match.Description === '' ? 'A rule of gitleaks matches here.' : match.Description,
    path: match.File,
    lineStart: match.StartLine,
    lineEnd: match.EndLine ?? match.StartLine,
    ruleId: `git-hygiene/gitleaks-${match.RuleID}`,
    cwe: 'CWE-798',
    remediation: 'Revoke or change the value where it was issued, and keep the new one in a secret store.',
    confidence: 'medium',
    metadata: { gitleaks_rule: match.RuleID },
  };
}

/**
 * Findings of a gitleaks report.
 * @param toPath - makes a path of the report relative to the target's root; null leaves the match out
 */
export function readGitleaksReport(
  report: unknown,
  toPath: (path: string) => string | null,
): { readonly findings: readonly RawFinding[]; readonly notes: readonly string[] } {
  const { findings, unfit } = mapRecords(report, GitleaksMatch, (match) => {
    const path = toPath(match.File);
    return path === null ? [] : toRawFinding({ ...match, File: path });
  });
  return { findings, notes: unfitNote('gitleaks', unfit) };
}

/** Runs gitleaks over the files of the walk. What goes wrong becomes a note: it is an addition, not the scan. */
export async function runGitleaks(
  context: ScannerContext,
): Promise<{ readonly findings: readonly RawFinding[]; readonly notes: readonly string[] }> {
  const { toolStatus, target, tree } = context;
  if (toolStatus?.state === 'broken')
    return { findings: [], notes: [`gitleaks is there but does not work: ${toolStatus.message}`] };
  if (toolStatus?.state !== 'ready' || target.kind !== 'directory') return { findings: [], notes: [] };
  const args = [
    'dir',
    '.',
    '--report-format',
    'json',
    '--report-path',
    '-',
    '--redact',
    '--no-banner',
    '--no-color',
    '--exit-code',
    '0',
  ];
  const known = new Set<string>((await tree.files()).map(({ path }) => path));
  const toPath = (path: string): string | null => {
    const relative = toRootRelative(path, tree.root, target.path);
    return known.has(relative) ? relative : null;
  };
  try {
    const run = await context.runTool([...args, '--max-target-megabytes', '5'], {
      cwd: target.path,
      // Its own settings file could switch rules off, so a change could hide itself.
      env: { GITLEAKS_CONFIG_TOML: '[extend]\nuseDefault = true\n' },
    });
    return readGitleaksReport(parseJsonReport('gitleaks', run), toPath);
  } catch (error) {
    if (error instanceof SecureScanError && error.code === 'E_CANCELLED') throw error;
    return { findings: [], notes: [`gitleaks did not finish, so its rules are missing: ${describeError(error)}`] };
  }
}
