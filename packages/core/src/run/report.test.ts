import { SecureScanError } from '@securescan/model';
import { describe, expect, it } from 'vitest';
import { checkReport } from './report.ts';

const good = { severity: 'high', title: 'T', description: '', ruleId: null };

describe('checkReport', () => {
  it('takes a report as it is when it fits', () => {
    const finding = { ...good, path: 'a.py', lineStart: 3, lineEnd: 4, column: 1, metadata: { a: [1, { b: null }] } };
    expect(checkReport('x', { findings: [finding], notes: ['n'], incomplete: 'half' })).toEqual({
      findings: [finding],
      notes: ['n'],
      incomplete: 'half',
    });
  });

  it.each([undefined, null, 'text', 3, [], {}, { findings: {} }, { findings: 'many' }])('refuses %j', (report) => {
    expect(() => checkReport('x', report)).toThrow(SecureScanError);
    expect(() => checkReport('x', report)).toThrow('x handed back no list of findings');
  });

  const cyclic: Record<string, unknown> = {};
  cyclic['self'] = cyclic;
  it.each<[string, unknown]>([
    ['a severity of its own', { ...good, severity: 'HIGH' }],
    ['no title', { ...good, title: '' }],
    ['a number as title', { ...good, title: 3 }],
    ['no description', { severity: 'high', title: 'T', ruleId: null }],
    ['a number as path', { ...good, path: 3 }],
    ['metadata that is no JSON', { ...good, metadata: { at: new Date(0), f: () => 1 } }],
    ['metadata without an end', { ...good, metadata: cyclic }],
    ['a list as metadata', { ...good, metadata: [] }],
    ['an unknown confidence', { ...good, confidence: 'certain' }],
    ['nothing', null],
    ['a text', 'finding'],
  ])('leaves out a finding with %s, and says so', (_name, misfit) => {
    const { findings, notes } = checkReport('x', { findings: [misfit, good] });
    expect(findings).toEqual([good]);
    expect(notes).toHaveLength(1);
    expect(notes[0]).toMatch(/^1 record of 2 did not fit and was left out \(.+\)$/);
  });

  it.each([0, -1, 1.5, Number.NaN, Infinity, 2 ** 60, '7'])('keeps a finding on line %s, without the line', (line) => {
    const { findings, notes } = checkReport('x', { findings: [{ ...good, lineStart: line, column: 2 }] });
    expect(findings).toEqual([{ ...good, lineStart: null, lineEnd: null, column: 2 }]);
    expect(notes).toEqual(['1 finding had an impossible line or column, which was left out']);
  });

  it('cuts an endless list and calls the result incomplete', () => {
    const { findings, incomplete } = checkReport('x', { findings: Array.from({ length: 100_001 }, () => good) });
    expect(findings).toHaveLength(100_000);
    expect(incomplete).toBe('100001 findings; only the first 100000 were taken');
  });

  it('drops notes that are no texts', () => {
    expect(checkReport('x', { findings: [], notes: ['a', 3, null], incomplete: 7 })).toEqual({
      findings: [],
      notes: ['a'],
      incomplete: null,
    });
  });
});
