import { isSuppressed, SEVERITIES, toFindingJson } from '@securescan/model';
import type { Finding, RawFinding } from '@securescan/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  collectSourceFacts,
  dedupe,
  locateFindings,
  parseDirectives,
  reapplyPipeline,
  runPipeline,
  sortFindings,
  suppress,
} from '../src/index.ts';
import type { PipelineSettings, ScannerFindings } from '../src/index.ts';

const SEED = 20_260_801;
const RUNS = { seed: SEED, numRuns: 300 };
const ROOT = '/repo';

const SCANNERS = ['semgrep', 'bandit', 'secrets', 'zzz'] as const;
const FILE = [
  'eval(a)',
  '    eval(a)',
  'b = 1  # securescan: ignore R1',
  '',
  '# securescan: ignore R2',
  'eval(a)',
  'c()',
];

const arbitraryRaw: fc.Arbitrary<RawFinding> = fc.record(
  {
    severity: fc.constantFrom(...SEVERITIES),
    title: fc.oneof(
      fc.constantFrom('Use of eval', 'bad', 'CWE-79 xss', '79 xss', 'hash of a thing'),
      fc.string({ unit: 'binary' }),
    ),
    description: fc.constantFrom('', 'SQL injection', 'D.'),
    path: fc.constantFrom(null, 'a.py', './a.py', '/repo/a.py', 'b.py', '/etc/passwd', '../x', 'no-file'),
    lineStart: fc.constantFrom(null, -1, 0, 1, 2, 3, 5, 6, 7),
    lineEnd: fc.constantFrom(null, 0, 1, 3, 6, 400),
    column: fc.constantFrom(null, 0, 1, 5),
    ruleId: fc.constantFrom(null, 'R1', 'R2', 'B307', 'x.eval-detected', 'B105'),
    cwe: fc.constantFrom(null, 'CWE-89', 'CWE-95: Eval', '79, CWE-89', 'CWE-798', 'none'),
    remediation: fc.constantFrom(null, 'Mend it.'),
    identity: fc.constantFrom('left@1.0.0', 'right@2.0.0'),
    snippet: fc.constantFrom('', 'x = 1', 'password = "hunter22"'),
    metadata: fc.constantFrom(
      {},
      { k: 1 },
      { suppressed_by: 'inline', original_severity: 'info', also_reported_by: 'x' },
    ),
  },
  { requiredKeys: ['severity', 'title', 'description', 'ruleId'] },
);

const arbitraryInput: fc.Arbitrary<readonly ScannerFindings[]> = fc.tuple(
  ...SCANNERS.map((scanner) =>
    fc.record({
      scanner: fc.constant(scanner),
      scanType: fc.constantFrom('code' as const, 'dependency' as const),
      findings: fc.array(arbitraryRaw, { maxLength: 8 }),
    }),
  ),
);

const facts = {
  lines: new Map(FILE.map((line, i) => [i + 1, line])),
  directives: parseDirectives('a.py', FILE.join('\n')),
};

const arbitrarySettings: fc.Arbitrary<PipelineSettings> = fc
  .record({
    severityOverrides: fc.constantFrom(
      {},
      { R1: 'critical' as const },
      { 'bandit:*': 'info' as const, '*': 'low' as const },
    ),
    ignoredRules: fc.constantFrom([], ['R2'], ['B307', 'R1']),
    noSuppress: fc.boolean(),
    baselineEvery: fc.constantFrom(0, 2, 3),
  })
  .map(({ baselineEvery, ...rest }) => ({
    ...rest,
    scanId: 'scan-1',
    root: ROOT,
    baseline:
      baselineEvery === 0
        ? null
        : { has: (print: string) => Number.parseInt(print.slice(0, 4), 16) % baselineEvery === 0, countOf: () => 1 },
    sources: new Map([['a.py', facts]]),
  }));

const toBytes = (findings: readonly Finding[]): string => JSON.stringify(findings.map(toFindingJson));

function shuffleWith<T>(items: readonly T[], keys: readonly number[]): T[] {
  return items
    .map((item, i) => ({ item, key: keys[i % keys.length] ?? 0, i }))
    .toSorted((a, b) => a.key - b.key || b.i - a.i)
    .map(({ item }) => item);
}

const arbitraryKeys = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 5, maxLength: 40 });

describe('pipeline properties', () => {
  it('the order of scanners and of their findings never shows in the bytes', () => {
    fc.assert(
      fc.property(arbitraryInput, arbitrarySettings, arbitraryKeys, (input, settings, keys) => {
        const shuffled = shuffleWith(input, keys).map((part) => ({
          ...part,
          findings: shuffleWith(part.findings, keys),
        }));
        const a = runPipeline(input, settings);
        const b = runPipeline(shuffled, settings);
        expect(toBytes(b.findings)).toBe(toBytes(a.findings));
        expect(b.summary).toEqual(a.summary);
        expect(b.notices).toEqual(a.notices);
      }),
      RUNS,
    );
  });

  it('running its own output again changes nothing', () => {
    fc.assert(
      fc.property(arbitraryInput, arbitrarySettings, (input, settings) => {
        const once = runPipeline(input, settings);
        expect(reapplyPipeline(once.findings, settings)).toEqual(once);
      }),
      RUNS,
    );
  });

  it('a finding is a hit or a witness of one, and none is invented', () => {
    fc.assert(
      fc.property(arbitraryInput, arbitrarySettings, (input, settings) => {
        const raw = input.flatMap(({ scanner, findings }) =>
          findings.map(({ ruleId }) => `${scanner} ${ruleId ?? ''}`),
        );
        const out = runPipeline(input, settings).findings.flatMap((f) => [
          `${f.scanner} ${f.ruleId ?? ''}`,
          ...(f.metadata.also_reported_by ?? []).map((w) => `${w.scanner} ${w.rule_id ?? ''}`),
        ]);
        expect(new Set(out)).toEqual(new Set(raw));
        expect(out.length).toBeLessThanOrEqual(raw.length);
      }),
      RUNS,
    );
  });

  it('fingerprints and ids of one scan are distinct', () => {
    fc.assert(
      fc.property(arbitraryInput, arbitrarySettings, (input, settings) => {
        const { findings } = runPipeline(input, settings);
        expect(new Set(findings.map(({ fingerprint }) => fingerprint)).size).toBe(findings.length);
        expect(new Set(findings.map(({ id }) => id)).size).toBe(findings.length);
        for (const { fingerprint, id } of findings) {
          expect(fingerprint).toMatch(/^[0-9a-f]{64}$/);
          expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
        }
      }),
      RUNS,
    );
  });

  it('paths are relative and inside, lines are sane, texts can be encoded', () => {
    fc.assert(
      fc.property(arbitraryInput, arbitrarySettings, (input, settings) => {
        for (const f of runPipeline(input, settings).findings) {
          if (f.filePath !== null) expect(f.filePath).not.toMatch(/^\/|\\|(?:^|\/)\.{0,2}(?:\/|$)/);
          if (f.lineStart !== null) expect(f.lineStart).toBeGreaterThan(0);
          if (f.lineEnd !== null) expect(f.lineEnd).toBeGreaterThanOrEqual(f.lineStart ?? Number.NaN);
          expect(f.cwe ?? 'CWE-1').toMatch(/^CWE-[1-9]\d*$/);
          expect(`${f.title}${f.description}`.isWellFormed()).toBe(true);
          expect(f.title).not.toMatch(/[\0\n]/);
        }
      }),
      RUNS,
    );
  });

  it('what is kept and what is suppressed are together the input', () => {
    fc.assert(
      fc.property(arbitraryInput, arbitrarySettings, (input, settings) => {
        const { findings } = runPipeline(input, settings);
        const marked = suppress(findings, settings).findings;
        const ids = (list: readonly Finding[]): string[] => list.map(({ id }) => id).toSorted();
        const kept = marked.filter((f) => !isSuppressed(f));
        const hidden = marked.filter((f) => isSuppressed(f));
        expect(ids([...kept, ...hidden])).toEqual(ids(findings));
        if (settings.noSuppress) expect(hidden).toEqual([]);
      }),
      RUNS,
    );
  });

  it('sorting is a permutation, idempotent, and the same for every order of the input', () => {
    fc.assert(
      fc.property(arbitraryInput, arbitrarySettings, arbitraryKeys, (input, settings, keys) => {
        const { findings } = runPipeline(input, settings);
        const shuffled = shuffleWith(findings, keys);
        const sorted = sortFindings(shuffled);
        expect(sorted).toHaveLength(findings.length);
        expect(new Set(sorted)).toEqual(new Set(findings));
        expect(sorted).toEqual(findings);
        expect(sortFindings(sorted)).toEqual(sorted);
      }),
      RUNS,
    );
  });

  it('de-duplicating twice is de-duplicating once', () => {
    fc.assert(
      fc.property(arbitraryInput, arbitrarySettings, (input, settings) => {
        const once = dedupe(runPipeline(input, settings).findings);
        expect(dedupe(once)).toEqual(once);
      }),
      RUNS,
    );
  });
});

describe('identity properties', () => {
  const code = fc.constantFrom('eval(payload)', 'x = call(a, b)', 'if (a) { run(b) }', 'SELECT * FROM t', 'é = "ß"');
  const edits = fc.record({
    indent: fc.stringMatching(/^[ \t]{0,8}$/),
    comment: fc.constantFrom('', '  # why', ' // why', ' -- why', ' /* why */'),
    above: fc.integer({ min: 0, max: 5 }),
    lineEnd: fc.constantFrom('\n', '\r\n', '\r'),
  });

  async function fingerprintsOf(lines: readonly string[], line: number, lineEnd: string): Promise<readonly string[]> {
    const input: ScannerFindings[] = [
      {
        scanner: 'semgrep',
        scanType: 'code',
        findings: [
          { severity: 'high', title: 'T', description: '', path: 'a.py', lineStart: line, ruleId: 'R1', cwe: null },
        ],
      },
    ];
    const sources = await collectSourceFacts(locateFindings(input, ROOT), () => Promise.resolve(lines.join(lineEnd)));
    const { findings } = runPipeline(input, {
      scanId: 's',
      root: ROOT,
      severityOverrides: {},
      ignoredRules: [],
      baseline: null,
      noSuppress: false,
      sources,
    });
    return findings.map(({ fingerprint }) => fingerprint);
  }

  it('re-indenting, a trailing comment, other line ends and a move of the line keep the fingerprint', async () => {
    await fc.assert(
      fc.asyncProperty(code, edits, async (text, { indent, comment, above, lineEnd }) => {
        const before = await fingerprintsOf([text], 1, '\n');
        const moved = [...Array.from({ length: above }, (_, i) => `other(${i})`), indent + text + comment, 'end()'];
        expect(await fingerprintsOf(moved, above + 1, lineEnd)).toEqual(before);
      }),
      RUNS,
    );
  });

  it('another text gives another fingerprint', async () => {
    await fc.assert(
      fc.asyncProperty(code, code, async (a, b) => {
        fc.pre(a !== b);
        expect(await fingerprintsOf([a], 1, '\n')).not.toEqual(await fingerprintsOf([b], 1, '\n'));
      }),
      RUNS,
    );
  });
});
