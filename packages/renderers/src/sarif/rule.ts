import { firstCodePoints, type Finding } from '@securescan/model';
import { cweNumber, cweUrl } from '../finding/cwe.ts';
import { escapeMarkdown } from '../markdown.ts';
import { toVisibleLine } from '../visible.ts';
import type { Rule } from './model.ts';
import { SEVERITY_IN_SARIF } from './severity.ts';
import { taxonOf } from './taxonomy.ts';
import { messageText } from './text.ts';

const PRECISIONS = new Set(['very-high', 'high', 'medium', 'low']);

/** A rule, described by the first finding that has it. */
export function ruleOf(id: string, finding: Finding): Rule {
  const title = messageText(finding.title === '' ? id : finding.title);
  const description = messageText(finding.description === '' ? title : finding.description);
  const { level, score } = SEVERITY_IN_SARIF[finding.severity];
  const taxon = taxonOf(finding.cwe);
  const helpUri = cweUrl(finding.cwe);
  return {
    id,
    name: firstCodePoints(title, 100),
    shortDescription: { text: title },
    fullDescription: { text: description },
    ...(helpUri === null ? {} : { helpUri }),
    help: helpOf(finding, description, helpUri),
    defaultConfiguration: { level },
    ...(taxon === null ? {} : { relationships: [{ target: taxon, kinds: ['superset'] }] }),
    properties: {
      ...precisionOf(finding),
      'security-severity': score,
      tags: tagsOf(finding),
    },
  };
}

function precisionOf(finding: Finding): { readonly precision?: string } {
  const confidence: unknown = finding.metadata.confidence;
  const precision = typeof confidence === 'string' ? confidence.toLowerCase() : '';
  return PRECISIONS.has(precision) ? { precision } : {};
}

function helpOf(finding: Finding, description: string, url: string | null) {
  const remediation = finding.remediation === null ? null : messageText(finding.remediation);
  const text = [description, ...(remediation === null ? [] : [`Remediation: ${remediation}`])].join('\n\n');
  const markdown = [
    escapeMarkdown(finding.description === '' ? finding.title : finding.description),
    ...(finding.remediation === null ? [] : [`**Remediation:** ${escapeMarkdown(finding.remediation)}`]),
    ...(url === null ? [] : [`[CWE-${cweNumber(finding.cwe)}](${url})`]),
  ].join('\n\n');
  return { text, markdown: markdown === '' ? text : markdown };
}

function tagsOf(finding: Finding): string[] {
  const number = cweNumber(finding.cwe);
  const tags = [
    'security',
    ...(finding.cwe === null || finding.cwe === '' ? [] : [toVisibleLine(finding.cwe)]),
    // The spelling that GitHub reads.
    ...(number === null ? [] : [`external/cwe/cwe-${number.padStart(3, '0')}`]),
  ];
  return [...new Set(tags)];
}
