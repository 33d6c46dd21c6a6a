import { severityRank, type Finding, type ScannerRun, type SeverityThreshold } from '@securescan/model';
import { shorten } from '../first-sentence.ts';
import { lineOf, placeOf } from '../finding/place.ts';
import { severityNote } from '../finding/severity-note.ts';
import { suppressionOf } from '../finding/suppression.ts';
import { toVisibleLine } from '../visible.ts';
import { xmlElement, xmlTextElement } from './xml.ts';

const NAME_LIMIT = 200;
const INDENT = '    ';
const INNER = '      ';

/** One `testcase` and what it counts as. */
export interface TestCase {
  readonly xml: string;
  readonly result: 'passed' | 'failed' | 'error' | 'skipped';
}

/** True when a finding is a failed test: it trips the gate, or is critical or high when there is no gate. */
function isFailure(finding: Finding, gate: SeverityThreshold): boolean {
  if (suppressionOf(finding) !== null) return false;
  return severityRank(finding.severity) >= severityRank(gate === 'none' ? 'high' : gate);
}

/** A finding as a test case; its place is part of the name, since viewers merge cases of one name. */
export function findingCase(finding: Finding, gate: SeverityThreshold): TestCase {
  const failed = isFailure(finding, gate);
  const reason = suppressionOf(finding);
  const title = `${toVisibleLine(finding.title)}${severityNote(finding)}`;
  const place = toVisibleLine(placeOf(finding));
  const attributes = {
    name: `${shorten(title, NAME_LIMIT)}${place === '' ? '' : ` (${place})`}`,
    classname: `securescan.${toVisibleLine(finding.scanner)}`,
    file: finding.filePath === null ? null : toVisibleLine(finding.filePath),
    line: lineOf(finding),
  };
  const children = [
    ...propertiesOf(finding),
    ...(failed ? [failureOf(finding, title)] : []),
    ...(!failed && severityRank(finding.severity) >= severityRank('medium') && finding.description !== ''
      ? [xmlTextElement('system-out', {}, finding.description, INNER)]
      : []),
    ...(reason === null ? [] : [xmlTextElement('system-out', {}, `SUPPRESSED:${reason}`, INNER)]),
  ];
  return { xml: xmlElement('testcase', attributes, children, INDENT), result: failed ? 'failed' : 'passed' };
}

function propertiesOf(finding: Finding): string[] {
  const properties: readonly (readonly [string, string | null])[] = [
    ['severity', finding.severity],
    ['rule_id', finding.ruleId],
    ['cwe', finding.cwe],
    ['fingerprint', finding.fingerprint === '' ? null : finding.fingerprint],
  ];
  const rows = properties.flatMap(([name, value]) =>
    value === null ? [] : [xmlElement('property', { name, value }, [], `${INNER}  `)],
  );
  return [xmlElement('properties', {}, rows, INNER)];
}

function failureOf(finding: Finding, title: string): string {
  const lines = [
    finding.description,
    `File: ${finding.filePath ?? 'N/A'}`,
    `Line: ${lineOf(finding) ?? 'N/A'}`,
    `Remediation: ${finding.remediation ?? 'N/A'}`,
  ];
  return xmlTextElement('failure', { type: finding.severity, message: title }, lines.join('\n'), INNER);
}

/** A scanner as a test case: passed when it found nothing, skipped or in error when it did not look. */
export function scannerCase(run: ScannerRun, hasFindings: boolean): TestCase[] {
  const { outcome } = run;
  const attributes = { name: run.scanner, classname: 'securescan.scanners' };
  const write = (child: string, result: TestCase['result']): TestCase[] => [
    { xml: xmlElement('testcase', attributes, [child], INDENT), result },
  ];
  switch (outcome.status) {
    case 'skipped':
      return write(xmlElement('skipped', { message: outcome.reason }, [], INNER), 'skipped');
    case 'failed':
      return write(xmlElement('error', { type: outcome.code, message: outcome.message }, [], INNER), 'error');
    case 'cancelled':
      return write(xmlElement('error', { type: 'E_CANCELLED', message: 'cancelled' }, [], INNER), 'error');
    case 'completed': {
      const notes = [...(outcome.incomplete === null ? [] : [`incomplete: ${outcome.incomplete}`]), ...outcome.notes];
      if (notes.length > 0) return write(xmlTextElement('system-out', {}, notes.join('\n'), INNER), 'passed');
      return hasFindings ? [] : [{ xml: xmlElement('testcase', attributes, [], INDENT), result: 'passed' }];
    }
    default:
      return outcome satisfies never;
  }
}
