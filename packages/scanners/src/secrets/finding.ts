import { createHmac } from 'node:crypto';
import type { RawFinding, Severity } from '@securescan/model';
import type { SecretRule } from './rule.ts';
import { isTemplate, isTestPath } from './path-kind.ts';

/** Key of the hash that identifies a secret; fixed, so that identities agree between scans and machines. */
const IDENTITY_KEY = 'securescan/secret-identity/v1';

/** What to do about a secret that others may have seen. */
export const REMEDIATION =
  'Treat the value as known to others: revoke or change it where it was issued, put the new one into a secret store or the ' +
  'environment of the deployment, and read it from there. Removing the line is not enough, since the history keeps it.';

/** Keyed hash of a secret: the same secret has the same identity wherever it stands, and it cannot be read back. */
export function secretIdentity(value: string): string {
  return createHmac('sha256', IDENTITY_KEY).update(value).digest('hex');
}

/** What may be shown of a secret: at most the first four characters, at most a fifth of it, and its length. */
export function maskSecret(value: string): string {
  const [first = ''] = value.split('\n', 1);
  const shown = value.includes('\n') ? 0 : Math.min(4, Math.floor(first.length / 5));
  return `${value.slice(0, shown)}… (${value.length} characters)`;
}

/** Severity of a secret at a path: test data and templates hold made-up values more often than not. */
function severityAt(severity: Severity, kind: SecretRule['kind'], path: string): Severity {
  if (!isTestPath(path) && !isTemplate(path)) return severity;
  if (kind === 'generic') return 'low';
  return severity === 'critical' || severity === 'high' ? 'medium' : 'low';
}

/** Where a secret was found, and what it is. */
export interface SecretLocation {
  readonly path: string;
  readonly lineStart: number;
  readonly lineEnd: number;
  readonly column: number;
}

function confidenceOf(rule: SecretRule, value: string): 'high' | 'medium' | 'low' {
  if (rule.verify) return rule.verify(value) ? 'high' : 'low';
  return rule.kind === 'generic' ? 'medium' : 'high';
}

/** What a match of the rule is, as the start of a sentence in lower case. */
export function describeShape(rule: SecretRule): string {
  return rule.kind === 'generic'
    ? 'a value beside a name that promises a secret'
    : `a value in the format of ${rule.name}`;
}

/** Finding of a secret in a file of the tree. */
export function toFinding(rule: SecretRule, value: string, location: SecretLocation): RawFinding {
  const severity = severityAt(rule.severity, rule.kind, location.path);
  const confidence = confidenceOf(rule, value);
  const doubt = confidence === 'low' && rule.verify ? ' Its check digits are wrong, so it may be made up.' : '';
  const lowered =
    severity === rule.severity ? '' : ' The path is one of test data or templates, which lowers the severity.';
  return {
    severity,
    title: `Potential ${rule.name} detected`,
    description: `A${describeShape(rule).slice(1)}: ${maskSecret(value)}.${doubt}${lowered}`,
    path: location.path,
    lineStart: location.lineStart,
    lineEnd: location.lineEnd,
    column: location.column,
    ruleId: `secrets/${rule.id}`,
    cwe: 'CWE-798',
    remediation: REMEDIATION,
    confidence,
    identity: secretIdentity(value),
    metadata: { secret: maskSecret(value), references: [rule.docs] },
  };
}

/** A secret that is only in history. */
export interface HistorySecret {
  readonly rule: SecretRule;
  readonly value: string;
  readonly path: string;
  readonly lineStart: number;
  readonly commit: { readonly sha: string; readonly authoredAt: string; readonly subject: string };
}

/** Finding of a secret that left the tree and stayed in git history. */
export function toHistoryFinding(secret: HistorySecret): RawFinding {
  const { rule, value, commit } = secret;
  return {
    severity: severityAt(rule.severity, rule.kind, secret.path),
    title: `${rule.name} found in git history`,
    description:
      `Commit ${commit.sha.slice(0, 12)} of ${commit.authoredAt} added ${secret.path}, whose line ${secret.lineStart} holds ` +
      `${describeShape(rule)}: ${maskSecret(value)}. The tree no longer has it, but every clone does.`,
    ruleId: `secrets/git-history-${rule.id}`,
    cwe: 'CWE-798',
    remediation: `${REMEDIATION} When it must not stay readable, rewrite the history (git filter-repo) and ask all to clone again.`,
    confidence: confidenceOf(rule, value),
    identity: secretIdentity(value),
    metadata: {
      secret: maskSecret(value),
      commit: commit.sha,
      authored_at: commit.authoredAt,
      history_path: secret.path,
      history_line: secret.lineStart,
      references: [rule.docs],
    },
  };
}
