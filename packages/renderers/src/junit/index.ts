import type { ChangeReport, Finding, ScanResult, ScannerRun } from '@securescan/model';
import { sortForOutput } from '../finding/order.ts';
import { selectShown } from '../finding/suppression.ts';
import type { RenderOptions, Renderer } from '../renderer.ts';
import { single } from '../rendering.ts';
import { findingCase, scannerCase, type TestCase } from './test-case.ts';
import { xmlElement } from './xml.ts';

/** Findings as test results for continuous integration; of a change the new ones. */
export const junit = {
  id: 'junit',
  description: 'Findings as test results; those at or above the gate are failures',
  contentType: 'application/xml; charset=utf-8',
  extension: 'xml',
  binary: false,
  renderScan: (result: ScanResult, options) => single(renderJunit(result.findings, result.scanners, options)),
  renderChange: (report: ChangeReport, options) => single(renderJunit(report.added, report.scanners, options)),
} as const satisfies Renderer;

const CLEAN: TestCase = {
  xml: xmlElement('testcase', { name: 'no findings', classname: 'securescan' }, [], '    '),
  result: 'passed',
};

function renderJunit(findings: readonly Finding[], scanners: readonly ScannerRun[], options: RenderOptions): string {
  const shown = sortForOutput(selectShown(findings, options));
  const withFindings = new Set(shown.map((finding) => finding.scanner));
  const found = [
    ...shown.map((finding) => findingCase(finding, options.gate)),
    ...scanners.flatMap((run) => scannerCase(run, withFindings.has(run.scanner))),
  ];
  const cases = found.length === 0 ? [CLEAN] : found;
  const count = (result: TestCase['result']) => cases.filter((testCase) => testCase.result === result).length;
  const skipped = count('skipped');
  const attributes = { name: 'SecureScan', tests: cases.length, failures: count('failed'), errors: count('error') };
  const suite = xmlElement(
    'testsuite',
    { ...attributes, skipped: skipped === 0 ? null : skipped },
    cases.map((testCase) => testCase.xml),
    '  ',
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n${xmlElement('testsuites', attributes, [suite])}\n`;
}
