import { SecureScanError } from '@securescan/model';
import { parseFinding } from '@securescan/model';
import type { Finding, ScannerOutcome, ScannerRun } from '@securescan/model';
import { describe, expect, it } from 'vitest';
import { classifyChanges } from './classify.ts';
import { parseSnapshot } from './snapshot.ts';

function finding(scanner: string, over: Record<string, unknown> = {}): Finding {
  return parseFinding({
    scanner,
    scan_type: 'code',
    severity: 'medium',
    title: `Found by ${scanner}`,
    file_path: 'a.py',
    line_start: 1,
    rule_id: `${scanner}-1`,
    ...over,
  });
}

const completed: ScannerOutcome = { status: 'completed', findingsCount: 0, notes: [], incomplete: null };
const run = (scanner: string, outcome: ScannerOutcome = completed): ScannerRun => ({
  scanner,
  scanType: 'code',
  version: null,
  durationMs: 0,
  outcome,
});
const failed: ScannerOutcome = { status: 'failed', code: 'E_SCANNER', message: 'x', details: {} };
const skipped = (code: Extract<ScannerOutcome, { status: 'skipped' }>['code']): ScannerOutcome => ({
  status: 'skipped',
  code,
  reason: '',
  installHint: null,
});
const titles = (findings: readonly Finding[]) => findings.map(({ title }) => title);

describe('classifyChanges', () => {
  it.each<[string, ScannerOutcome, boolean]>([
    ['completed', completed, true],
    ['had nothing to scan', skipped('nothing-to-scan'), true],
    ['did not apply', skipped('not-applicable'), true],
    ['looked at a part', { ...completed, incomplete: 'half' }, false],
    ['failed', failed, false],
    ['was missing', skipped('not-installed'), false],
    ['was broken', skipped('broken'), false],
    ['was left out', skipped('excluded'), false],
    ['was cancelled', { status: 'cancelled' }, false],
  ])('of a scanner that %s on one side', (_name, outcome, isComparable) => {
    const found = [finding('a'), finding('b')];
    const whole = [run('a'), run('b')];
    const partial = [run('a', outcome), run('b')];
    const lost = classifyChanges(found, [], { older: whole, newer: partial });
    expect(titles(lost.removed)).toEqual(isComparable ? ['Found by a', 'Found by b'] : ['Found by b']);
    expect(titles(lost.notComparable)).toEqual(isComparable ? [] : ['Found by a']);
    const appeared = classifyChanges([], found, { older: partial, newer: whole });
    expect(titles(appeared.added)).toEqual(isComparable ? ['Found by a', 'Found by b'] : ['Found by b']);
  });

  it('compares nothing of a scanner that one side does not know', () => {
    const { added, notComparable } = classifyChanges([], [finding('a')], { older: [], newer: [run('a')] });
    expect([added, titles(notComparable)]).toEqual([[], ['Found by a']]);
  });

  it('takes a snapshot, of which nothing is known, as whole', () => {
    expect(titles(classifyChanges([], [finding('a')], { older: null, newer: [run('a')] }).added)).toEqual([
      'Found by a',
    ]);
  });

  it('still sees that a finding is on both sides', () => {
    const sides = { older: [run('a', failed)], newer: [run('a')] };
    expect(titles(classifyChanges([finding('a')], [finding('a')], sides).unchanged)).toEqual(['Found by a']);
  });

  it('does not call new what another, now failed scanner had reported together with it', () => {
    const witness = { scanner: 'b', rule_id: 'b-1', severity: 'medium' };
    const merged = finding('a', { metadata: { also_reported_by: [witness] } });
    const sides = { older: [run('a'), run('b')], newer: [run('a', failed), run('b')] };
    const { added, notComparable } = classifyChanges([merged], [finding('b')], sides);
    expect([added, titles(notComparable)]).toEqual([[], ['Found by a', 'Found by b']]);
  });

  it.each<[string, Record<string, unknown>, Record<string, unknown>, boolean]>([
    ['rose', { severity: 'low' }, { severity: 'high' }, true],
    ['fell', { severity: 'high' }, { severity: 'low' }, false],
    ['stayed', {}, {}, false],
    ['is no longer hidden', { metadata: { suppressed_by: 'inline' } }, {}, true],
    ['is hidden now', {}, { metadata: { suppressed_by: 'inline' } }, false],
    ['rose but is hidden', { severity: 'low' }, { severity: 'high', metadata: { suppressed_by: 'config' } }, false],
  ])('calls what %s escalated: %#', (_name, older, newer, isEscalated) => {
    const { escalated, unchanged } = classifyChanges([finding('a', older)], [finding('a', newer)]);
    expect(unchanged).toHaveLength(1);
    expect(escalated).toHaveLength(isEscalated ? 1 : 0);
  });

  it('reads marks of older programs, in which a witness is only a name', () => {
    const old = finding('a', { metadata: { also_reported_by: 'b' } });
    expect(classifyChanges([old], [], { older: [run('a')], newer: [run('a', failed)] }).notComparable).toHaveLength(1);
  });
});

describe('parseSnapshot', () => {
  const good = { scanner: 'b', scan_type: 'code', severity: 'high', title: 't' };

  it.each<[string, string, string]>([
    ['nothing', '', 'not valid JSON'],
    ['half a file', '[{"scanner":', 'not valid JSON'],
    ['other bytes', '\0\u0001PK', 'not valid JSON'],
    ['deep nesting', '['.repeat(200_000), 'not valid JSON'],
    ['another object', '{"findings": 3}', 'no list of findings'],
    ['a missing field', JSON.stringify([good, { ...good, title: undefined }]), 'findings[1]: title is missing'],
    ['a wrong word', JSON.stringify({ findings: [{ ...good, scan_type: 'sast' }] }), 'findings[0]: scan_type: '],
  ])('refuses %s', (_name, text, message) => {
    expect(() => parseSnapshot(text)).toThrow(SecureScanError);
    expect(() => parseSnapshot(text)).toThrow(message);
  });

  it('reads past a byte order mark, and counts what is no finding', () => {
    const { findings, notes } = parseSnapshot(`\uFEFF${JSON.stringify([good, 1, [good], null])}`);
    expect(findings).toHaveLength(1);
    expect(notes).toEqual(['3 of 4 entries are not objects and were left out']);
  });

  it('takes `line` for the line', () => {
    expect(parseSnapshot(JSON.stringify([{ ...good, line: 7 }])).findings[0]?.lineStart).toBe(7);
  });
});
