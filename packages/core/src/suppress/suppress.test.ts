import { asFingerprint, parseFinding } from '@securescan/model';
import type { Finding } from '@securescan/model';
import { describe, expect, it } from 'vitest';
import { hashIdentity } from '../pipeline/fingerprint.ts';
import type { SourceFacts } from '../pipeline/types.ts';
import { parseDirectives } from './directives.ts';
import { suppress } from './suppress.ts';
import type { SuppressSettings } from './suppress.ts';

const NOTHING: SuppressSettings = { noSuppress: false, ignoredRules: [], baseline: null, sources: new Map() };

function hit(json: Record<string, unknown>): Finding {
  return parseFinding({
    scanner: 's',
    scan_type: 'code',
    severity: 'low',
    title: 'T',
    file_path: 'a.py',
    rule_id: 'R1',
    ...json,
  });
}

function sources(...lines: string[]): ReadonlyMap<string, SourceFacts> {
  return new Map([['a.py', { lines: new Map(), directives: parseDirectives('a.py', lines.join('\n')) }]]);
}

const reason = (finding: Finding, settings: Partial<SuppressSettings>) =>
  suppress([finding], { ...NOTHING, ...settings }).findings[0]?.metadata.suppressed_by ?? null;

describe('suppress', () => {
  it.each<[string, Record<string, unknown>, string[], boolean]>([
    [
      'a comment on the last line of a statement',
      { line_start: 1, line_end: 3 },
      ['f(', '1', ') # securescan: ignore R1'],
      true,
    ],
    [
      'a comment inside a block, by rule',
      { line_start: 1, line_end: 5 },
      ['a', 'b', 'c # securescan: ignore R1', 'd', 'e'],
      true,
    ],
    [
      'a wildcard inside a block',
      { line_start: 1, line_end: 5 },
      ['a', 'b', 'c # securescan: ignore *', 'd', 'e'],
      false,
    ],
    ['a wildcard on the last line', { line_start: 1, line_end: 3 }, ['a', 'b', 'c # securescan: ignore *'], true],
    ['a comment above', { line_start: 2 }, ['# securescan: ignore R1', 'x'], true],
    ['a comment two lines above', { line_start: 3 }, ['# securescan: ignore R1', 'x', 'y'], false],
    ['a range', { line_start: 2 }, ['# securescan: ignore-start R1', 'x', '# securescan: ignore-end'], true],
    [
      'behind a range',
      { line_start: 4 },
      ['# securescan: ignore-start R1', 'x', '# securescan: ignore-end', 'y'],
      false,
    ],
    ['a file, for a finding without a line', {}, ['# securescan: ignore-file R1'], true],
    ['a line, for a finding without a line', {}, ['# securescan: ignore R1'], false],
    ['no rule id', { line_start: 1, rule_id: null }, ['x # securescan: ignore *'], false],
  ])('inline: %s', (_name, json, lines, hidden) => {
    expect(reason(hit(json), { sources: sources(...lines) })).toBe(hidden ? 'inline' : null);
  });

  it.each<[string, string | undefined, string | null]>([
    ['2026-12-31', '2026-12-31', 'inline'],
    ['2026-12-31', '2027-01-01', null],
    ['2026-12-31', undefined, 'inline'],
    ['2026-02-30', '2026-01-01', null],
    ['soon', undefined, null],
    ['', '2026-01-01', null],
  ])('until=%s on %s', (until, today, expected) => {
    const settings = {
      sources: sources(`x # securescan: ignore R1 until=${until}`),
      ...(today === undefined ? {} : { today }),
    };
    expect(reason(hit({ line_start: 1 }), settings)).toBe(expected);
  });

  it('says which comments do nothing, and why', () => {
    const settings = {
      ...NOTHING,
      today: '2026-06-01',
      sources: sources(
        'x # securescan: ignore R1 until=2026-01-01',
        'x # securescan: ignore R1 until=never',
        'x # securescan: ignore R1 R2',
        '# securescan: ignore-start R3',
      ),
    };
    const partial = suppress([], { ...settings, partial: true }).notices;
    expect(partial).toHaveLength(3);
    expect(partial.join()).not.toContain('not matched');
    expect(suppress([], settings).notices).toEqual([
      '1 ignore comment is past its last day and no longer hides anything: a.py:1 (R1)',
      '1 ignore comment is without a valid date behind until= (YYYY-MM-DD) and hides nothing: a.py:2 (R1)',
      '1 ignore comment is an ignore-start without ignore-end and hides the rest of its file: a.py:4 (R3)',
      '2 ignore comments are not matched by any finding of this scan (rule ids are separated by commas): a.py:3 (R1 R2), a.py:4 (R3)',
    ]);
  });

  it('a used comment is not reported', () => {
    expect(
      suppress([hit({ line_start: 1 })], { ...NOTHING, sources: sources('x # securescan: ignore R1') }).notices,
    ).toEqual([]);
  });

  it('clears marks of another run, also when nothing is suppressed', () => {
    const stale = hit({ metadata: { suppressed_by: 'config', k: 1 } });
    expect(suppress([stale], NOTHING).findings[0]?.metadata).toEqual({ k: 1 });
    expect(suppress([stale], { ...NOTHING, noSuppress: true, ignoredRules: ['R1'] }).findings[0]?.metadata).toEqual({
      k: 1,
    });
  });

  it('an ignore for some files holds in these files', () => {
    const scopedIgnores = [{ ruleId: 'R1', matches: (path: string) => path.startsWith('tests/') }];
    expect(reason(hit({ file_path: 'tests/a.py' }), { scopedIgnores })).toBe('config');
    expect(reason(hit({ file_path: 'src/a.py' }), { scopedIgnores })).toBeNull();
    expect(reason(hit({ file_path: null }), { scopedIgnores })).toBeNull();
  });

  it('a baseline that counts covers the first lines only', () => {
    const fingerprint = asFingerprint('f'.repeat(64));
    const findings = [7, 1, 4].map((line) => ({ ...hit({ line_start: line }), fingerprint }));
    const baseline = { has: (print: string) => print === fingerprint, countOf: () => 2 };
    const { findings: marked } = suppress(findings, { ...NOTHING, baseline });
    expect(marked.map((f) => f.metadata.suppressed_by ?? null)).toEqual([null, 'baseline', 'baseline']);
  });

  it('a baseline of before source lines still covers its findings', () => {
    const finding = {
      ...hit({ line_start: 1, cwe: 'CWE-89' }),
      snippet: 'x',
      fingerprint: hashIdentity('with a line'),
    };
    const long = { ...finding, metadata: { cwe: ['CWE-89: SQL Injection'] } };
    const known = (text: string) => ({ has: (print: string) => print === hashIdentity(text) });
    const short = known('s|R1|a.py||CWE-89');
    expect(reason(finding, { baseline: { ...short, contextFree: true } })).toBe('baseline');
    expect(reason(finding, { baseline: short })).toBeNull();
    const spelled = { ...known('s|R1|a.py||CWE-89: SQL Injection'), contextFree: true };
    expect(reason(long, { baseline: spelled })).toBe('baseline');
    expect(reason(finding, { baseline: spelled })).toBeNull();
  });

  it('asks the baseline for the entries that hold today', () => {
    const index = { has: () => false };
    const baseline = { has: () => true, atDay: (day: string) => ({ index, notices: [`ended before ${day}`] }) };
    const result = suppress([hit({})], { ...NOTHING, baseline, today: '2026-06-01' });
    expect(result.findings[0]?.metadata.suppressed_by).toBeUndefined();
    expect(result.notices).toEqual(['ended before 2026-06-01']);
  });

  it('hides what a waiver holds for, when the scanner that reads waivers says so', () => {
    const metadata = { waived: { reason: 'planned', expires: '' } };
    expect(reason(hit({ scanner: 'waf', metadata }), {})).toBe('config');
    expect(reason(hit({ scanner: 'waf' }), {})).toBeNull();
    expect(reason(hit({ scanner: 'semgrep', metadata }), {})).toBeNull();
    expect(reason(hit({ scanner: 'waf', metadata }), { noSuppress: true })).toBeNull();
  });
});
