import { join } from 'node:path';
import { createSarifValidator } from '@securescan/testkit/sarif-validator';
import { XMLValidator } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { renderCsv } from '../../src/report/csv.ts';
import { renderHtml } from '../../src/report/html.ts';
import { compactDocument, renderDocument } from '../../src/report/json.ts';
import { renderJunit } from '../../src/report/junit.ts';
import { renderMarkdown } from '../../src/report/markdown.ts';
import { renderSarif } from '../../src/report/sarif.ts';
import { renderText, type TextOptions } from '../../src/report/text.ts';
import { HOSTILE, makeFinding, makeReport } from './sample-report.ts';

const plain: TextOptions = { colour: false, width: null, verbose: false, summary: false, explain: false };
const golden = (name: string) => join(import.meta.dirname, 'golden', name);
const validateSarif = createSarifValidator();

describe('reports', () => {
  it.each([
    ['piped.txt', plain],
    ['80-columns.txt', { ...plain, width: 80 }],
    ['200-columns.txt', { ...plain, width: 200 }],
    ['colour.txt', { ...plain, width: 100, colour: true }],
    ['verbose.txt', { ...plain, width: 100, verbose: true, explain: true }],
    ['summary.txt', { ...plain, summary: true }],
  ] satisfies [string, TextOptions][])('text is as in %s', async (name, options) => {
    const text = renderText(makeReport(), options);
    await expect(text).toMatchFileSnapshot(golden(name));
  });

  it.each([
    ['report.sarif', renderSarif],
    ['report.html', renderHtml],
    ['report.junit.xml', renderJunit],
    ['report.md', renderMarkdown],
    ['report.csv', renderCsv],
  ])('%s is as kept', async (name, render) => {
    await expect(render(makeReport())).toMatchFileSnapshot(golden(name));
  });

  it.each([80, 60, 40])('text keeps to %d columns', (width) => {
    const text = renderText(makeReport(), { ...plain, width, verbose: true, explain: true });
    expect(text.split('\n').filter((line) => line.length > Math.max(width, 78))).toEqual([]);
  });

  it.each([
    ['text', (input: ReturnType<typeof makeReport>) => renderText(input, { ...plain, verbose: true })],
    ['sarif', renderSarif],
    ['html', renderHtml],
    ['junit', renderJunit],
    ['markdown', renderMarkdown],
    ['csv', renderCsv],
  ])('%s lets nothing of the code act on its reader', (_, render) => {
    const text = render(makeReport());
    expect(text).not.toMatch(/[\u001b\u202e]/u);
  });

  it.each([
    ['html', renderHtml],
    ['junit', renderJunit],
  ])('%s has no markup of the code', (_, render) => {
    expect(render(makeReport())).not.toMatch(/<script/i);
  });

  it('text names what was left out', () => {
    const text = renderText(makeReport(), { ...plain, summary: true });
    for (const part of ['infra/broken.tf:4:1', 'WAF-REL-001', '1 check did not apply', 'no secret'])
      expect(text).toContain(part);
  });

  it('long lists say how long they are', () => {
    const findings = Array.from({ length: 300 }, (_, i) => makeFinding({ resource: `aws_ebs_volume.v${i}` }));
    const input = makeReport({ findings });
    expect(renderText(input, plain)).toContain('…and 280 more FAIL; --verbose shows all');
    expect(renderText(input, { ...plain, verbose: true })).toContain('aws_ebs_volume.v299');
    expect(renderMarkdown(input)).toContain('and 280 more of this control');
    expect(renderHtml(input)).toContain('and 100 more; the JSON document lists all');
    expect(renderCsv(input)).toContain('aws_ebs_volume.v299');
  });

  it('SARIF keeps to its schema: one result per resource, waived ones suppressed, gaps as notifications', () => {
    const log = JSON.parse(renderSarif(makeReport())) as {
      runs: [
        {
          tool: { driver: { rules: { id: string }[] } };
          results: { ruleId: string; ruleIndex: number; suppressions: object[]; partialFingerprints: object }[];
          invocations: [{ executionSuccessful: boolean; toolExecutionNotifications: object[] }];
        },
      ];
    };
    expect(validateSarif(log)).toEqual([]);
    const [{ tool, results, invocations }] = log.runs;
    expect(results.map(({ ruleId }) => ruleId)).toEqual(['WAF-SEC-904', 'WAF-SEC-901', 'WAF-SEC-901', 'WAF-SEC-902']);
    for (const { ruleId, ruleIndex } of results) expect(tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
    expect(results.map(({ suppressions }) => suppressions.length)).toEqual([0, 0, 0, 1]);
    expect(new Set(results.map(({ partialFingerprints }) => JSON.stringify(partialFingerprints))).size).toBe(4);
    expect(invocations[0].executionSuccessful).toBe(false);
    expect(invocations[0].toolExecutionNotifications).toHaveLength(4);
  });

  it('a SARIF log without results and controls keeps to the schema', () => {
    const log: unknown = JSON.parse(renderSarif(makeReport({ findings: [], controls_meta: [], diagnostics: [] })));
    expect(validateSarif(log)).toEqual([]);
  });

  it('JUnit is well-formed, with a failure per open failure and an error for unread code', () => {
    const xml = renderJunit(makeReport());
    expect(XMLValidator.validate(xml)).toBe(true);
    expect(xml.match(/<failure /g)).toHaveLength(4);
    expect(xml.match(/<error /g)).toHaveLength(1);
  });

  it('cells of a spreadsheet are no formulas', () => {
    const rows = renderCsv(makeReport({ findings: [makeFinding({ resource: '=1+1', message: `-2 ${HOSTILE}` })] }));
    expect(rows).toContain(`'=1+1`);
    expect(rows).toContain(`'-2`);
  });

  it('the page needs nothing but itself', () => {
    const page = renderHtml(makeReport());
    expect(page).not.toMatch(/<(?:script|img|link|iframe|object)\b/i);
    expect(page).not.toMatch(/\s(?:src|on\w+)=/);
  });

  it.each([0, 1, 200, 201, 1000])('the document with %d findings is what JSON.stringify writes', (count) => {
    const findings = Array.from({ length: count }, (_, i) => makeFinding({ line: i, message: '\n  "findings": []' }));
    const { document } = makeReport({ findings });
    expect(renderDocument(document)).toBe(`${JSON.stringify(document, null, 2)}\n`);
  });

  it('the compact document keeps remediations once', () => {
    const { document } = makeReport();
    const compact = compactDocument(document);
    expect(compact.findings.every(({ remediation }) => remediation === '')).toBe(true);
    expect(compact.controls_meta[0]?.checks[0]?.remediation).toBe('Set encrypted = true.');
  });
});
