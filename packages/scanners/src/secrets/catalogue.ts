import type { BuiltInRule, RuleExample } from '../rule-catalogue/built-in-rule.ts';
import { assignmentRules, type AssignmentRule } from './assignment-rules.ts';
import { findInFile } from './find-in-file.ts';
import { describeShape, maskSecret, REMEDIATION } from './finding.ts';
import { compileMatcher, type SecretMatch } from './match.ts';
import type { SecretRule } from './rule.ts';
import { secretRules } from './rules/index.ts';

const RISK =
  'Whoever can read the repository, or any clone of it, can use the value until it is withdrawn where it was issued. ' +
  'In test data and templates the severity is lower.';

/** The first sample with its value masked: it shows where the value stands, and is no secret itself. */
function toExample(sample: string, find: (text: string) => readonly SecretMatch[]): RuleExample | null {
  const [match] = find(sample);
  if (match === undefined) return null;
  const bad = `${sample.slice(0, match.start)}${maskSecret(match.value)}${sample.slice(match.end)}`;
  return { bad: bad.trimEnd() };
}

function toBuiltInRule(rule: SecretRule, title: string, example: RuleExample | null): BuiltInRule {
  return {
    id: `secrets/${rule.id}`,
    title,
    severity: rule.severity,
    cwe: 'CWE-798',
    description: `A${describeShape(rule).slice(1)}. ${RISK}`,
    remediation: REMEDIATION,
    references: [rule.docs],
    example,
  };
}

function fromBank(rule: SecretRule): BuiltInRule {
  return toBuiltInRule(
    rule,
    `Potential ${rule.name} detected`,
    toExample(rule.mustMatch[0] ?? '', compileMatcher([rule])),
  );
}

function fromFormat(rule: AssignmentRule): BuiltInRule {
  return toBuiltInRule(
    rule,
    rule.name,
    toExample(rule.mustMatch[0] ?? '', (text) => findInFile(rule.path, text)),
  );
}

/** All rules of the scanner. Each has a twin of the same name after `git-history-`, see `toHistoryRule`. */
export const secretsRules: readonly BuiltInRule[] = [...secretRules.map(fromBank), ...assignmentRules.map(fromFormat)];

/** The rule about the same secret where only git history has it. */
export function toHistoryRule(rule: BuiltInRule): BuiltInRule {
  return {
    ...rule,
    id: rule.id.replace(/^secrets\//, 'secrets/git-history-'),
    title: `${rule.title.replace(/^Potential (.*) detected$/, '$1')} found in git history`,
    description: `${rule.description} The tree no longer has it, but the history does.`,
    remediation: `${rule.remediation} When it must not stay readable, rewrite the history (git filter-repo) and ask all to clone again.`,
  };
}
