import { complianceTags } from '@securescan/core';
import type { Finding, Severity } from '@securescan/model';
import { scannerList, type CatalogueRule, type ExternalRule, type RuleExample } from '@securescan/scanners';
import type { LastSeen } from './last-seen.ts';

/** Everything that is told of a rule, wherever it comes from. */
export interface Explanation {
  readonly rule: string;
  readonly scanner: string;
  readonly scanType: string;
  /** Whether this program brings the rule itself. */
  readonly builtIn: boolean;
  readonly title: string | null;
  readonly severity: Severity | null;
  readonly cwe: string | null;
  readonly description: string;
  readonly remediation: string | null;
  readonly references: readonly string[];
  readonly example: RuleExample | null;
  readonly complianceTags: readonly string[];
  /** Whether a comment beside a finding can ignore it: findings of a running system have no line. */
  readonly hasLines: boolean;
  readonly lastSeen: LastSeen | null;
}

/** Explains a rule of our own. */
export function explainBuiltIn(rule: CatalogueRule, lastSeen: LastSeen | null): Explanation {
  const { id, scanner, title, severity, cwe, description, remediation, references, example } = rule;
  return {
    rule: id,
    builtIn: true,
    ...describeScanner(scanner),
    title,
    severity,
    cwe,
    description,
    remediation,
    references,
    example,
    complianceTags: complianceTags({ scanner, ruleId: id, cwe, title, description, metadata: {} }),
    lastSeen,
  };
}

/** Explains another program's rule: what its id tells, and what the newest finding of it said. */
export function explainExternal(rule: ExternalRule | null, lastSeen: LastSeen | null): Explanation | null {
  const finding = lastSeen?.finding;
  const scanner = finding?.scanner ?? rule?.scanner;
  const id = finding?.ruleId ?? rule?.id;
  if (scanner === undefined || id === undefined) return null;
  const links = [...(finding === undefined ? [] : listLinks(finding)), ...(rule?.references ?? [])];
  return {
    rule: id,
    builtIn: false,
    ...describeScanner(scanner),
    title: finding?.title ?? rule?.title ?? null,
    severity: finding?.severity ?? rule?.severity ?? null,
    cwe: finding?.cwe ?? rule?.cwe ?? null,
    description: finding?.description ?? rule?.description ?? '',
    remediation: finding?.remediation ?? null,
    references: [...new Set(links)],
    example: null,
    complianceTags: finding?.complianceTags ?? tagExternal(rule),
    lastSeen,
  };
}

function describeScanner(id: string): Pick<Explanation, 'scanner' | 'scanType' | 'hasLines'> {
  const scanner = scannerList.find((candidate) => candidate.id === id);
  const hasLines = scanner?.targets.includes('directory') === true && id !== 'baseline';
  return { scanner: id, scanType: scanner?.scanType ?? '', hasLines };
}

function tagExternal(rule: ExternalRule | null): readonly string[] {
  if (rule === null) return [];
  const { scanner, id, cwe, title } = rule;
  // The words of our own description say nothing of the rule.
  return complianceTags({ scanner, ruleId: id, cwe, title: title ?? '', description: '', metadata: {} });
}

function listLinks({ metadata }: Finding): readonly string[] {
  const references = metadata['references'];
  return [metadata['more_info'], metadata['url'], ...(Array.isArray(references) ? references : [])].filter(
    (link): link is string => typeof link === 'string' && /^https?:\/\//.test(link),
  );
}
