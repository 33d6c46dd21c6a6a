import { describe, expect, it } from 'vitest';
import { toNotes, toRawFinding } from './map.ts';
import { BanditReport, BanditResult } from './schema.ts';

const typical = {
  test_id: 'B602',
  test_name: 'subprocess_popen_with_shell_equals_true',
  issue_severity: 'HIGH',
  issue_confidence: 'HIGH',
  issue_text: 'subprocess call with shell=True identified, security issue.',
  issue_cwe: { id: 78, link: 'https://cwe.mitre.org/' },
  filename: './app/run.py',
  line_number: 19,
  line_range: [19, 20, 21, 22],
  col_offset: 11,
  code: '18 def run(command):\n19     return subprocess.call(\n20         command,\n21         shell=True,\n22     )\n',
  more_info: 'https://bandit.readthedocs.io/',
};

function map(change: Record<string, unknown> = {}) {
  return toRawFinding(BanditResult.parse({ ...typical, ...change }));
}

describe('an issue', () => {
  it('covers the whole statement', () => {
    expect(map()).toEqual({
      severity: 'high',
      title: 'Command runs through a shell',
      description: 'subprocess call with shell=True identified, security issue.',
      path: './app/run.py',
      lineStart: 19,
      lineEnd: 22,
      column: 12,
      ruleId: 'B602',
      cwe: 'CWE-78',
      confidence: 'high',
      snippet: '    return subprocess.call(\n        command,\n        shell=True,\n    )',
      metadata: { confidence: 'HIGH', more_info: 'https://bandit.readthedocs.io/' },
    });
  });

  it.each([
    [
      'of a test we have no title for',
      { test_id: 'B999' },
      { title: 'subprocess call with shell=True identified, security issue' },
    ],
    ['without text', { test_id: 'B999', issue_text: null }, { title: 'subprocess_popen_with_shell_equals_true' }],
    ['without anything', { test_id: null, issue_text: null, test_name: null }, { title: 'Unknown issue' }],
    ['of low confidence', { issue_confidence: 'LOW' }, { severity: 'high', confidence: 'low' }],
    ['of undefined severity', { issue_severity: 'UNDEFINED' }, { severity: 'low' }],
    ['without a weakness', { issue_cwe: {} }, { cwe: null }],
    ['with a line of 0', { line_number: 0 }, { lineStart: null, lineEnd: null }],
    ['with an odd column', { col_offset: -1 }, { column: null }],
  ])('%s', (_name, change, expected) => {
    expect(map(change)).toMatchObject(expected);
  });
});

it('names files it could not check and counts excused lines', () => {
  const report = BanditReport.parse({
    results: [],
    errors: [{ filename: './b.py', reason: 'syntax error while parsing AST from file' }, 7],
    metrics: { _totals: { nosec: 2, skipped_tests: 1 } },
  });
  expect(toNotes(report, (path) => path.slice(2))).toEqual([
    'Bandit could not check b.py (syntax error while parsing AST from file).',
    'Bandit left out 3 line(s) that a "nosec" comment in the code excuses.',
  ]);
});
