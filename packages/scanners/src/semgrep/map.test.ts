import { describe, expect, it } from 'vitest';
import { toProblems, toRawFinding, toSeverity } from './map.ts';
import { SemgrepResult } from './schema.ts';

const typical = {
  check_id: 'python-eval',
  path: 'app/one.py',
  start: { line: 2, col: 12, offset: 1 },
  end: { line: 2, col: 28, offset: 2 },
  extra: { severity: 'HIGH', message: 'Text is run as code. It may come from anybody.', lines: 'requires login' },
};

function map(extra: Record<string, unknown> = {}) {
  return toRawFinding(SemgrepResult.parse({ ...typical, extra: { ...typical.extra, ...extra } }));
}

describe('a match', () => {
  it('has the first sentence as its title', () => {
    expect(map()).toMatchObject({
      severity: 'high',
      title: 'Text is run as code',
      description: 'Text is run as code. It may come from anybody.',
      path: 'app/one.py',
      lineStart: 2,
      lineEnd: 2,
      column: 12,
      ruleId: 'python-eval',
      remediation: null,
    });
    expect(map()).not.toHaveProperty('snippet');
  });

  it.each([
    ['source text', { lines: 'eval(x)' }, { snippet: 'eval(x)' }],
    ['a fix', { fix: 'safe(x)', metadata: { remediation: 'Parse it.' } }, { remediation: 'safe(x)' }],
    ['a remediation', { metadata: { remediation: 'Parse it.' } }, { remediation: 'Parse it.' }],
    ['a long weakness', { metadata: { cwe: ['CWE-95: Eval Injection'] } }, { cwe: 'CWE-95' }],
    ['confidence', { metadata: { confidence: 'LOW' } }, { confidence: 'low' }],
    ['odd confidence', { metadata: { confidence: { a: 1 } } }, { severity: 'high' }],
    ['metadata null', { metadata: null }, { metadata: {} }],
    ['a message that is no text', { message: 5 }, { title: 'python-eval', description: 'No description' }],
    ['a mark that would hide it', { metadata: { suppressed_by: 'inline' } }, { metadata: {} }],
  ])('with %s', (_name, extra, expected) => {
    expect(map(extra)).toMatchObject(expected);
  });
});

it.each([
  ['CRITICAL', {}, 'critical'],
  ['high', {}, 'high'],
  ['ERROR', {}, 'high'],
  ['WARNING', {}, 'medium'],
  ['INFO', {}, 'low'],
  ['INVENTORY', {}, 'low'],
  [null, {}, 'low'],
  ['ERROR', { impact: 'HIGH', likelihood: 'HIGH' }, 'critical'],
  ['ERROR', { impact: 'LOW', likelihood: 'LOW' }, 'low'],
  ['INFO', { impact: 'HIGH', likelihood: 'MEDIUM' }, 'high'],
  ['WARNING', { impact: 'HIGH' }, 'medium'],
  ['MEDIUM', { impact: 'HIGH', likelihood: 'HIGH' }, 'medium'],
] as const)('%s with %j is %s', (word, metadata, expected) => {
  expect(toSeverity(word, metadata)).toBe(expected);
});

describe('toProblems', () => {
  it('notes what could not be parsed', () => {
    const errors = [
      { level: 'warn', type: ['PartialParsing', [{ path: 'b.js' }]], path: 'b.js', message: 'x' },
      { level: 'warn', type: 'Syntax error', path: 'a.py', message: 'x' },
      42,
    ];
    expect(toProblems(errors)).toEqual({
      notes: ['Semgrep could not parse all of a.py, b.js; rules saw the rest.'],
      incomplete: null,
      fatal: null,
    });
  });

  it('says what was given up', () => {
    const errors = [{ level: 'warn', type: 'Timeout', path: 'big.js', rule_id: 'slow', message: 'x' }];
    expect(toProblems(errors).incomplete).toBe('Semgrep gave up on a part: timeout of rule slow in big.js.');
  });

  it('hands out the first fatal message', () => {
    const errors = [
      { code: 2, level: 'error', type: 'Rule parse error', rule_id: 'broken', message: 'Rule parse\nerror' },
    ];
    expect(toProblems(errors).fatal).toBe('Rule parse error');
  });
});
