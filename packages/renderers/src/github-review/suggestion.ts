import type { Finding, Severity } from '@securescan/model';
import { lineOf } from '../finding/place.ts';
import { fencedBlock } from '../markdown.ts';
import { commentPrefixOf } from './comment-prefix.ts';

/** Rule ids that the grammar of inline directives reads back (engine specification §12.2). */
const DIRECTIVE_ID = /^[A-Za-z0-9._/-]+$/;
const PLAIN_YAML = /^[A-Za-z][\w./-]*$/;
const YAML_WORDS = /^(?:y|n|yes|no|on|off|true|false|null)$/i;

const ONE_LOWER: Readonly<Record<Severity, Severity>> = {
  critical: 'high',
  high: 'medium',
  medium: 'low',
  low: 'info',
  info: 'info',
};

/**
 * A block that GitHub offers to commit: an `ignore-next-line` comment, indented as the line it is about, and the line
 * itself. The comment must be attached to exactly those lines, since a suggestion replaces them.
 * @param lines - source lines from the finding's first line on, without line ends
 * @returns null when a comment cannot be written there: no rule, path or line, the first line of a file (it may be a
 * shebang or an opening tag), a language without line comments, a rule id that a directive cannot name, source that looks
 * like a marker of ours
 */
export function suggestionFor(finding: Finding, lines: readonly string[]): string | null {
  return suggestionForRules(finding, finding.ruleId === null ? [] : [finding.ruleId], lines);
}

/** As `suggestionFor`, for several rules that hit one line. */
export function suggestionForRules(
  finding: Pick<Finding, 'filePath' | 'lineStart'>,
  ruleIds: readonly string[],
  lines: readonly string[],
): string | null {
  const line = lineOf(finding);
  const prefix = finding.filePath === null ? null : commentPrefixOf(finding.filePath);
  const [first] = lines;
  if (prefix === null || line === null || line < 2 || first === undefined) return null;
  if (ruleIds.length === 0 || !ruleIds.every((id) => DIRECTIVE_ID.test(id))) return null;
  // The lines have to stand as they are, and a marker in them would be taken for one of ours.
  if (lines.some((text) => text.includes('<!--'))) return null;
  const indent = /^[ \t]*/.exec(first)?.[0] ?? '';
  const directive = `${indent}${prefix} securescan: ignore-next-line ${ruleIds.join(', ')}`;
  const block = fencedBlock('suggestion', [directive, ...lines].join('\n'));
  const subject = ruleIds.length === 1 ? 'this finding' : 'these findings';
  return `Suppress ${subject} by committing this comment above the line:\n\n${block}\n`;
}

/** The comment that ignores rules in words alone, without the line it stands above; null where none can be written. */
export function ignoreHint(path: string, ruleIds: readonly string[]): string | null {
  const prefix = commentPrefixOf(path);
  if (prefix === null || ruleIds.length === 0 || !ruleIds.every((id) => DIRECTIVE_ID.test(id))) return null;
  const block = fencedBlock('text', `${prefix} securescan: ignore-next-line ${ruleIds.join(', ')}`);
  return `If this is no credential, put this comment above the line:\n\n${block}\n`;
}

/** Configuration that ignores rules, for files that cannot hold a comment. */
export function ignoredRulesBlock(ruleIds: readonly string[]): string | null {
  if (ruleIds.length === 0) return null;
  const yaml = ['ignored_rules:', ...ruleIds.map((id) => `  - ${yamlText(id)}`)].join('\n');
  const subject = ruleIds.length === 1 ? 'this rule' : 'these rules';
  return `Ignore ${subject} everywhere in \`.securescan.yml\`:\n\n${fencedBlock('yaml', yaml)}\n`;
}

/** Configuration that sets the severity of a rule, by default one step lower; null without a rule. */
export function severityPinFor(finding: Pick<Finding, 'ruleId' | 'severity'>, severity?: Severity): string | null {
  return finding.ruleId === null
    ? null
    : severityPins(new Map([[finding.ruleId, severity ?? ONE_LOWER[finding.severity]]]));
}

/** As `severityPinFor`, for several findings. */
export function severityPinsFor(findings: readonly Pick<Finding, 'ruleId' | 'severity'>[]): string | null {
  const pins = new Map<string, Severity>();
  for (const { ruleId, severity } of findings) {
    if (ruleId !== null && !pins.has(ruleId)) pins.set(ruleId, ONE_LOWER[severity]);
  }
  return pins.size === 0 ? null : severityPins(pins);
}

function severityPins(pins: ReadonlyMap<string, Severity>): string {
  const yaml = ['severity_overrides:', ...[...pins].map(([id, severity]) => `  ${yamlText(id)}: ${severity}`)].join(
    '\n',
  );
  const subject = pins.size === 1 ? "this rule's severity" : 'the severity of these rules';
  return `Pin ${subject} in \`.securescan.yml\`:\n\n${fencedBlock('yaml', yaml)}\n`;
}

function yamlText(text: string): string {
  return PLAIN_YAML.test(text) && !YAML_WORDS.test(text)
    ? text
    : JSON.stringify(text.toWellFormed()).replaceAll('<', '\\u003c');
}
