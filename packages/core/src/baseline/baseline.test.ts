import { parseFinding } from '@securescan/model';
import { describe, expect, it } from 'vitest';
import { toBaselineIndex } from './baseline-index.ts';
import { parseBaseline, toBaselineFindings } from './parse.ts';
import { renderBaseline, updateBaseline } from './render.ts';

const described = { scanner: 'b', scan_type: 'code', severity: 'high', title: 't', rule_id: 'R', file_path: 'a.py' };
const print = (letter: string) => letter.repeat(64);
const file = (findings: readonly unknown[], over: object = {}) => JSON.stringify({ version: 1, findings, ...over });

describe('parseBaseline', () => {
  it.each<[string, string, string]>([
    ['a higher version', file([], { version: 2 }), 'the file has version 2, this program reads version 1'],
    ['a version that is none', file([], { version: '1' }), 'the file has version "1"'],
    ['an entry without identity', file([{ fingerprint: 'aa' }, { title: 't' }]), 'findings[1]: '],
    ['an entry that is a text', file(['aa']), 'findings[0]: must be an object with a fingerprint, not "aa"'],
    ['a count of nothing', file([{ fingerprint: 'aa', count: 0 }]), 'findings[0].count: '],
    ['a day that is none', file([{ fingerprint: 'aa', expires: 'soon' }]), 'findings[0].expires: '],
    ['unknown families', file([], { scan_types: ['sast'] }), 'baseline.scan_types.0: '],
  ])('refuses %s', (_name, text, message) => {
    expect(() => parseBaseline(text)).toThrow(expect.objectContaining({ code: 'E_BASELINE_INVALID' }) as Error);
    expect(() => parseBaseline(text)).toThrow(message);
  });

  it('reads envelope and bare list alike, whatever else stands there', () => {
    const text = file([{ fingerprint: 'aa', note: 1 }], { generated_by: 'x', target_path: '..', extra: [] });
    expect(parseBaseline(text)).toMatchObject({ generatedBy: 'x', targetPath: '..', entries: [{ fingerprint: 'aa' }] });
    expect(parseBaseline('\uFEFF[{"fingerprint":"aa"}]').entries).toHaveLength(1);
  });

  it('computes the fingerprints that are missing, for equal ones as a scan does', () => {
    const text = file([{ ...described, line_start: 9 }, { fingerprint: 'aa' }, { ...described, line_start: 2 }]);
    const [second, given, first] = parseBaseline(text).entries;
    const written = JSON.parse(
      renderBaseline({
        findings: [2, 9].map((line_start) => parseFinding({ ...described, line_start })),
        scanTypes: ['code'],
        targetPath: '.',
      }),
    ) as { findings: { fingerprint: string }[] };
    expect([first?.fingerprint, second?.fingerprint]).toEqual(written.findings.map(({ fingerprint }) => fingerprint));
    expect(given?.fingerprint).toBe('aa');
  });
});

describe('toBaselineIndex', () => {
  it('counts what is listed several times or with a count', () => {
    const index = toBaselineIndex(
      parseBaseline(file([{ fingerprint: 'a' }, { fingerprint: 'a' }, { fingerprint: 'b', count: 3 }])),
    );
    expect(['a', 'b', 'c'].map((key) => [index.has(key), index.countOf?.(key)])).toEqual([
      [true, 2],
      [true, 3],
      [false, 0],
    ]);
  });

  it('knows a file of the original by its silence about the algorithm', () => {
    expect(toBaselineIndex(parseBaseline(file([]))).contextFree).toBe(true);
    expect(toBaselineIndex(parseBaseline(file([], { fingerprint_version: 'securescan/v1' }))).contextFree).toBe(false);
  });

  it('leaves out what has expired, and says so', () => {
    const entries = [
      { fingerprint: 'a', expires: '2026-07-31', ...described },
      { fingerprint: 'b', expires: '2026-08-01' },
      { fingerprint: 'c', expires: '2020-01-01' },
    ];
    const day = toBaselineIndex(parseBaseline(file(entries))).atDay?.('2026-08-01');
    expect(['a', 'b', 'c'].map((key) => day?.index.has(key))).toEqual([false, true, false]);
    expect(day?.notices).toEqual([
      'baseline entries have expired, their findings are shown again: R in a.py (2026-07-31) and 1 more',
    ]);
  });
});

describe('toBaselineFindings', () => {
  it('gives each finding as often as it is accepted', () => {
    const text = file([{ ...described, fingerprint: 'a', count: 2 }]);
    expect(toBaselineFindings(parseBaseline(text)).map(({ fingerprint }) => fingerprint)).toEqual(['a', 'a']);
  });

  it('names the entry that says too little to be compared', () => {
    const text = file([{ ...described, fingerprint: 'a' }, { fingerprint: 'b' }]);
    expect(() => toBaselineFindings(parseBaseline(text))).toThrow(
      'findings[1]: holds a fingerprint but not what was found',
    );
  });

  it('is not made to fill the memory by a number', () => {
    const text = file([{ ...described, fingerprint: 'a', count: 2 ** 40 }]);
    expect(toBaselineFindings(parseBaseline(text))).toHaveLength(10_000);
  });
});

describe('renderBaseline', () => {
  it('writes an identity once, with its count, and the scanners sorted', () => {
    const twice = [1, 2].map((line_start) => parseFinding({ ...described, line_start, fingerprint: print('a') }));
    const text = renderBaseline({
      findings: twice,
      scanTypes: ['iac', 'code'],
      targetPath: '..',
      scanners: { semgrep: '1.2', bandit: null },
    });
    expect(JSON.parse(text)).toEqual({
      findings: [
        {
          count: 2,
          cwe: null,
          file_path: 'a.py',
          fingerprint: print('a'),
          line_start: 1,
          rule_id: 'R',
          scan_type: 'code',
          scanner: 'b',
          severity: 'high',
          title: 't',
        },
      ],
      fingerprint_version: 'securescan/v1',
      generated_by: 'securescan',
      scan_types: ['code', 'iac'],
      scanners: { bandit: null, semgrep: '1.2' },
      target_path: '..',
      version: 1,
    });
    const keys = [...text.matchAll(/^ {2}"(\w+)"/gm)].map(([, key]) => key);
    expect(keys).toEqual([
      'findings',
      'fingerprint_version',
      'generated_by',
      'scan_types',
      'scanners',
      'target_path',
      'version',
    ]);
  });
});

describe('updateBaseline', () => {
  it('adds and removes, and keeps reasons and last days of the rest', () => {
    const older = parseBaseline(
      file([
        { ...described, fingerprint: print('a'), reason: 'test code', expires: '2027-01-01' },
        { ...described, fingerprint: print('b') },
      ]),
    );
    const findings = ['a', 'c'].map((letter) => parseFinding({ ...described, fingerprint: print(letter) }));
    const { text, added, removed } = updateBaseline(older, { findings, scanTypes: ['code'], targetPath: '.' });
    expect(added.map(({ fingerprint }) => fingerprint)).toEqual([print('c')]);
    expect(removed.map(({ fingerprint }) => fingerprint)).toEqual([print('b')]);
    const entries = parseBaseline(text).entries.map(({ fingerprint, reason, expires }) => ({
      fingerprint,
      reason,
      expires,
    }));
    expect(entries).toEqual([
      { fingerprint: print('a'), reason: 'test code', expires: '2027-01-01' },
      { fingerprint: print('c'), reason: null, expires: null },
    ]);
  });
});
