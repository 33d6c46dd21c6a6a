import { toVisibleLine, xmlElement, xmlTextElement } from '@securescan/renderers/parts';
import type { DocumentFinding } from '../result/document.ts';
import { describeGaps } from './counts.ts';
import { type ControlView, isOpenFailure, placeOf, type ReportInput, viewControls } from './report-input.ts';

const CASE = '    ';
const INNER = '      ';

/** Controls as test suites and checks of resources as test cases, for continuous integration. */
export function renderJunit(input: ReportInput): string {
  const suites = viewControls(input).map((view) => suiteOf(view));
  const errors = input.document.diagnostics.filter(({ severity }) => severity === 'error');
  const gaps = describeGaps(input);
  const reading = xmlElement(
    'testsuite',
    { name: 'Reading the code', tests: 1, failures: 0, errors: errors.length === 0 ? 0 : 1, skipped: 0 },
    [
      xmlElement(
        'testcase',
        { name: 'all of the code was read', classname: 'wafpass' },
        [
          ...(errors.length === 0
            ? []
            : [
                xmlTextElement(
                  'error',
                  { type: 'unread', message: `${errors.length} problem(s) in the code` },
                  errors.map(({ file, line, column, message }) => `${file}:${line}:${column}: ${message}`).join('\n'),
                  INNER,
                ),
              ]),
          ...(gaps.length === 0 ? [] : [xmlTextElement('system-out', {}, gaps.join('\n'), INNER)]),
        ],
        CASE,
      ),
    ],
    '  ',
  );
  const sum = (name: 'tests' | 'failures' | 'skipped') => suites.reduce((total, suite) => total + suite[name], 0);
  const attributes = {
    name: 'WAF++ PASS',
    tests: sum('tests') + 1,
    failures: sum('failures'),
    errors: errors.length === 0 ? 0 : 1,
    skipped: sum('skipped'),
  };
  const root = xmlElement('testsuites', attributes, [reading, ...suites.map(({ xml }) => xml)]);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${root}\n`;
}

interface Suite {
  readonly xml: string;
  readonly tests: number;
  readonly failures: number;
  readonly skipped: number;
}

function suiteOf({ control, status, waiver, findings }: ControlView): Suite {
  const cases = findings.map((finding) => caseOf(control.title, finding));
  if (cases.length === 0) {
    const reason = waiver === null ? 'nothing in the code that this control is about' : `waived: ${waiver.reason}`;
    const skipped = xmlElement('skipped', { message: reason }, [], INNER);
    const attributes = { name: `${control.id} ${status}`, classname: `wafpass.${control.pillar}` };
    cases.push({ xml: xmlElement('testcase', attributes, [skipped], CASE), result: 'skipped' });
  }
  const count = (result: TestCase['result']) => cases.filter((testCase) => testCase.result === result).length;
  const numbers = { tests: cases.length, failures: count('failed'), skipped: count('skipped') };
  const attributes = { name: toVisibleLine(`${control.id} ${control.title}`), ...numbers, errors: 0 };
  return {
    xml: xmlElement(
      'testsuite',
      attributes,
      cases.map(({ xml }) => xml),
      '  ',
    ),
    ...numbers,
  };
}

interface TestCase {
  readonly xml: string;
  readonly result: 'passed' | 'failed' | 'skipped';
}

function caseOf(controlTitle: string, finding: DocumentFinding): TestCase {
  const attributes = {
    name: toVisibleLine(`${finding.check_id} (${finding.resource})`),
    classname: toVisibleLine(`wafpass.${finding.pillar}.${finding.control_id}`),
    file: finding.file === '' ? null : toVisibleLine(finding.file),
    line: finding.line,
  };
  if (isOpenFailure(finding)) {
    const lines = [
      finding.message,
      `Control: ${finding.control_id} ${controlTitle}`,
      `Place: ${placeOf(finding) || 'N/A'}`,
      `Remediation: ${finding.remediation || 'N/A'}`,
    ];
    const failure = xmlTextElement(
      'failure',
      { type: finding.severity, message: toVisibleLine(finding.message) },
      lines.join('\n'),
      INNER,
    );
    return { xml: xmlElement('testcase', attributes, [failure], CASE), result: 'failed' };
  }
  if (finding.status === 'PASS') return { xml: xmlElement('testcase', attributes, [], CASE), result: 'passed' };
  const reason = finding.waived === null ? finding.message : `waived: ${finding.waived.reason}`;
  const skipped = xmlElement('skipped', { message: toVisibleLine(reason) }, [], INNER);
  return { xml: xmlElement('testcase', attributes, [skipped], CASE), result: 'skipped' };
}
