import { findSuppressionReason, type Finding } from '@securescan/model';
import { originalSeverityOf, severityNote } from '../finding/severity-note.ts';
import { suppressionOf } from '../finding/suppression.ts';
import { witnessesOf } from '../finding/witnesses.ts';
import { cweNumber } from '../finding/cwe.ts';
import { locationOf } from './location.ts';
import type { Location, Result, Rule, Suppression } from './model.ts';
import { SEVERITY_IN_SARIF } from './severity.ts';
import { taxonOf } from './taxonomy.ts';
import { messageText } from './text.ts';

/** Findings of one identity: the one that is shown, and the places of the others. */
export interface Occurrences {
  readonly finding: Finding;
  readonly others: readonly Finding[];
}

function suppressionsOf(finding: Finding): Suppression[] {
  const reason = suppressionOf(finding);
  if (reason === null) return [];
  const kind = findSuppressionReason(finding) === 'inline' ? 'inSource' : 'external';
  return [{ kind, status: 'accepted', justification: `Suppressed by SecureScan: ${messageText(reason)}` }];
}

function propertiesOf(finding: Finding, rule: Rule) {
  const description = messageText(finding.description);
  const original = originalSeverityOf(finding);
  const reason = suppressionOf(finding);
  const witnesses = witnessesOf(finding);
  return {
    severity: finding.severity,
    scanner: messageText(finding.scanner),
    tags: [...new Set(finding.complianceTags.map(messageText))],
    ...(original === null ? {} : { original_severity: original }),
    ...(description === '' || description === rule.fullDescription.text ? {} : { description }),
    ...(finding.remediation === null || finding.remediation === ''
      ? {}
      : { remediation: messageText(finding.remediation) }),
    ...(witnesses.length === 0 ? {} : { also_reported_by: witnesses.map(messageText) }),
    ...(reason === null ? {} : { suppressed_by: messageText(reason) }),
  };
}

function distinct(locations: readonly Location[]): Location[] {
  return [...new Map(locations.map((location) => [JSON.stringify(location), location])).values()];
}

/**
 * One result. With suppressed findings shown every result says whether it is suppressed, since SARIF wants that of all
 * results of a run or of none.
 */
export function resultOf(
  { finding, others }: Occurrences,
  rule: Rule,
  ruleIndex: number,
  withSuppressed: boolean,
): Result {
  const taxon = taxonOf(finding.cwe);
  const differs = taxon !== null && rule.relationships?.[0]?.target.id !== cweNumber(finding.cwe);
  const title = finding.title === '' ? rule.shortDescription.text : messageText(finding.title);
  return {
    ruleId: rule.id,
    ruleIndex,
    level: SEVERITY_IN_SARIF[finding.severity].level,
    message: { text: `${title}${severityNote(finding)}` },
    locations: [locationOf(finding)],
    ...(others.length === 0
      ? {}
      : { relatedLocations: distinct(others.map(locationOf)), occurrenceCount: others.length + 1 }),
    ...(finding.fingerprint === ''
      ? {}
      : {
          partialFingerprints: {
            primaryLocationLineHash: finding.fingerprint,
            'securescan/v1': finding.fingerprint,
          },
        }),
    ...(differs ? { taxa: [taxon] } : {}),
    ...(withSuppressed ? { suppressions: suppressionsOf(finding) } : {}),
    properties: propertiesOf(finding, rule),
  };
}
