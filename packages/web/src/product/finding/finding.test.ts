import { expect, it } from 'vitest';
import { factsOf, isWebAddress, locationOf, toCweAddress, type FindingView } from './finding.ts';

const finding = (changes: Partial<FindingView>): FindingView => ({ metadata: {}, ...changes }) as FindingView;

it('reads what it knows of the open map, and leaves the rest', () => {
  const metadata = {
    original_severity: 'high',
    references: [1],
    also_reported_by: [{ scanner: 'x' }],
    suppressed_by: 'whim',
  };
  expect(factsOf(finding({ metadata }))).toEqual({
    suppressed_by: null,
    original_severity: 'high',
    confidence: null,
    references: [],
    also_reported_by: [],
  });
});

it.each([
  ['https://cwe.mitre.org/', true],
  ['http://example.org/x', true],
  ['javascript:alert(1)', false],
  ['data:text/html,x', false],
  ['not an address', false],
])('%s may be opened: %s', (text, expected) => {
  expect(isWebAddress(text)).toBe(expected);
});

it('tells where a finding is', () => {
  expect(locationOf(finding({ file_path: 'a/b.py', line_start: 3 }))).toBe('a/b.py:3');
  expect(locationOf(finding({ file_path: null, line_start: null }))).toBeNull();
  expect([toCweAddress('CWE-79'), toCweAddress('CWE-79"><img>')]).toEqual([
    'https://cwe.mitre.org/data/definitions/79.html',
    null,
  ]);
});
