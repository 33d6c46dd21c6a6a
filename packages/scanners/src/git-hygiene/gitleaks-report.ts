import { asRepoPath, type RawFinding, type RepoPath, type Severity } from '@securescan/model';
import { z } from 'zod';
import { excerpt, OptionalLine, OptionalText, unfitNote } from '../tool-report/index.ts';

const ALLOW_COMMENT = 'gitleaks:allow';

/** Rules whose match opens an account at once: private keys, and keys of clouds and of their secret stores. */
const CRITICAL_RULES =
  /^(?:private-key|pkcs12-file|age-secret-key|1password-secret-key|aws-.+|yandex-aws-access-token|alibaba-secret-key|azure-ad-client-secret|digitalocean-.+|cloudflare-global-api-key|cloudflare-origin-ca-key|flyio-access-token|vault-(?:batch|service)-token|kubernetes-secret-yaml|gitlab-kubernetes-agent-token|openshift-user-token|pulumi-api-token)$/;

/** The part of a match that is read. `Match` and `Secret` are redacted by gitleaks and still not read. */
const GitleaksMatch = z.object({
  RuleID: z.string().regex(/^[\w.-]{1,100}$/),
  Description: OptionalText,
  File: z.string().min(1),
  StartLine: z.int().positive(),
  EndLine: OptionalLine,
  StartColumn: OptionalLine,
});
type GitleaksMatch = z.infer<typeof GitleaksMatch>;

/** What is needed to place matches in the scanned tree. */
export interface GitleaksTree {
  /** Files of the walk; matches in others are left out and counted. */
  readonly scanned: ReadonlySet<string>;
  /** A path of the report relative to the root. */
  toPath(path: string): string;
  readText(path: RepoPath): Promise<string | null>;
}

/** Findings of a gitleaks report, and sentences about what was left out. */
export async function readGitleaksReport(
  report: unknown,
  tree: GitleaksTree,
): Promise<{ readonly findings: readonly RawFinding[]; readonly notes: readonly string[] }> {
  const records = Array.isArray(report) ? (report as unknown[]) : [report];
  const findings: RawFinding[] = [];
  const lines = new Map<string, readonly string[]>();
  const leftOut = { unfit: 0, notScanned: 0, allowed: 0 };
  for (const record of records) {
    const { success, data } = GitleaksMatch.safeParse(record);
    if (!success) {
      leftOut.unfit += 1;
      continue;
    }
    const path = tree.toPath(data.File);
    if (!tree.scanned.has(path)) {
      leftOut.notScanned += 1;
      continue;
    }
    let text = lines.get(path);
    if (text === undefined) lines.set(path, (text = ((await tree.readText(asRepoPath(path))) ?? '').split('\n')));
    if (isAllowed(text, data)) leftOut.allowed += 1;
    else findings.push(toRawFinding({ ...data, File: path }));
  }
  return { findings, notes: toNotes(leftOut) };
}

/** As gitleaks does it: the comment stands on one of the lines of the match. */
function isAllowed(lines: readonly string[], { StartLine, EndLine }: GitleaksMatch): boolean {
  const end = Math.max(StartLine, EndLine ?? 0);
  return lines.slice(StartLine - 1, end).some((line) => line.includes(ALLOW_COMMENT));
}

function toNotes({ unfit, notScanned, allowed }: Record<'unfit' | 'notScanned' | 'allowed', number>): string[] {
  return [
    ...unfitNote('gitleaks', unfit),
    ...(notScanned === 0
      ? []
      : [
          `${notScanned} match(es) of gitleaks in files that are not scanned (ignored, excluded, vendored) were left out.`,
        ]),
    ...(allowed === 0 ? [] : [`${allowed} match(es) of gitleaks are excused by a "${ALLOW_COMMENT}" comment.`]),
  ];
}

function toRawFinding(match: GitleaksMatch): RawFinding {
  const { RuleID: rule, StartLine: line, StartColumn: column } = match;
  const severity: Severity = CRITICAL_RULES.test(rule) ? 'critical' : 'high';
  return {
    severity,
    title: `Secret found by gitleaks: ${rule}`,
    description: excerpt(match.Description ?? '', 500) || 'A rule of gitleaks matches here.',
    path: match.File,
    lineStart: line,
    lineEnd: Math.max(line, match.EndLine ?? 0),
    column: toColumn(line, column),
    ruleId: `gitleaks/${rule}`,
    cwe: 'CWE-798',
    remediation: 'Revoke or change the value where it was issued, and keep the new one in a secret store.',
    confidence: rule.startsWith('generic-') ? 'medium' : 'high',
    metadata: { gitleaks_rule: rule },
  };
}

/** Gitleaks counts the line feed before the line as its first column, except on the first line of a file. */
function toColumn(line: number, column: number | null): number | null {
  return column === null || line === 1 ? column : Math.max(1, column - 1);
}
