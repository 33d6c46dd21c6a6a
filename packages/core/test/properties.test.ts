import { asFingerprint, asRepoPath, SEVERITIES, toFindingJson } from '@securescan/model';
import type { Finding, RawFinding } from '@securescan/model';
import {
  classifyChanges,
  parseBaseline,
  reapplyPipeline,
  renderBaseline,
  runPipeline,
  runScan,
  toBaselineFindings,
  toBaselineIndex,
  updateBaseline,
} from '@securescan/core';
import type { PipelineSettings } from '@securescan/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dependencies, heldScanner, rawFinding, ROOT, scanRequest, standInMachine } from './stand-in-machine.ts';

const SEED = 20_260_801;
const short = fc.stringMatching(/^[a-c]{1,2}$/);

const arbitraryFinding: fc.Arbitrary<Finding> = fc
  .record({
    scanner: fc.constantFrom('bandit', 'semgrep'),
    severity: fc.constantFrom(...SEVERITIES),
    title: short,
    path: fc.constantFrom('a.py', 'b.py', null),
    lineStart: fc.option(fc.integer({ min: 1, max: 4 }), { nil: null }),
    ruleId: fc.constantFrom('R1', 'R2', null),
    hidden: fc.boolean(),
    print: fc.constantFrom('', 'f1', 'f2'),
  })
  .map(({ scanner, severity, title, path, lineStart, ruleId, hidden, print }) => ({
    id: '',
    scanId: '',
    scanner,
    scanType: 'code',
    severity,
    title,
    description: '',
    filePath: path === null ? null : asRepoPath(path),
    lineStart,
    lineEnd: null,
    column: null,
    ruleId,
    cwe: null,
    remediation: null,
    metadata: hidden ? { suppressed_by: 'config' } : {},
    complianceTags: [],
    fingerprint: asFingerprint(print),
  }));
const arbitraryList = fc.array(arbitraryFinding, { maxLength: 12 });

const arbitraryRaw: fc.Arbitrary<RawFinding> = fc
  .record({
    severity: fc.constantFrom(...SEVERITIES),
    title: short,
    path: fc.constantFrom('a.py', 'b/c.js', null),
    lineStart: fc.option(fc.integer({ min: 1, max: 5 }), { nil: null }),
    ruleId: fc.constantFrom('R1', 'R2', null),
  })
  .map((over) => rawFinding(over));

const files = { 'a.py': 'eval(x)\neval(x)\nexec(y)\n\neval(x)\n', 'b/c.js': 'eval(1)\neval(2)\n' };
const sources = new Map(
  Object.entries(files).map(([path, text]) => [
    path,
    { lines: new Map(text.split('\n').map((line, index) => [index + 1, line])), directives: [] },
  ]),
);
const settings: PipelineSettings = {
  scanId: 's',
  root: ROOT,
  severityOverrides: {},
  ignoredRules: [],
  baseline: null,
  noSuppress: false,
  sources,
};

describe('classifyChanges', () => {
  it('finds no change between a list and itself', () => {
    fc.assert(
      fc.property(arbitraryList, (list) => {
        const { added, removed, escalated, notComparable, unchanged } = classifyChanges(list, list);
        expect([added, removed, escalated, notComparable]).toEqual([[], [], [], []]);
        expect(unchanged).toHaveLength(list.length);
      }),
      { seed: SEED },
    );
  });

  it('adds one way what it removes the other way, and loses nothing', () => {
    fc.assert(
      fc.property(arbitraryList, arbitraryList, (a, b) => {
        const there = classifyChanges(a, b);
        const back = classifyChanges(b, a);
        expect(there.added).toEqual(back.removed);
        expect(there.removed).toEqual(back.added);
        expect(there.added.length + there.unchanged.length).toBe(b.length);
        expect(there.removed.length + there.unchanged.length).toBe(a.length);
      }),
      { seed: SEED },
    );
  });

  it('does not depend on the order of its lists where identities are single', () => {
    const single = fc.uniqueArray(arbitraryFinding, {
      maxLength: 12,
      selector: ({ scanner, ruleId, filePath, fingerprint }) =>
        fingerprint || JSON.stringify([scanner, ruleId, filePath]),
    });
    fc.assert(
      fc.property(single, single, (a, b) => {
        expect(classifyChanges(a.toReversed(), b.toReversed())).toEqual(classifyChanges(a, b));
      }),
      { seed: SEED },
    );
  });
});

describe('a baseline that is written and read', () => {
  const arbitraryScan = fc.array(arbitraryRaw, { maxLength: 10 });
  const scan = (findings: readonly RawFinding[], over: Partial<PipelineSettings> = {}) =>
    runPipeline([{ scanner: 'a', scanType: 'code', findings }], { ...settings, ...over }).findings;
  const write = (findings: readonly Finding[]) => renderBaseline({ findings, scanTypes: ['code'], targetPath: '..' });

  it('hides exactly the findings it was written from', () => {
    fc.assert(
      fc.property(arbitraryScan, arbitraryScan, (before, further) => {
        const known = scan(before);
        const baseline = toBaselineIndex(parseBaseline(write(known)));
        for (const finding of scan(before, { baseline })) expect(finding.metadata.suppressed_by).toBe('baseline');

        const prints = new Set<string>(known.map(({ fingerprint }) => fingerprint));
        for (const { fingerprint, metadata } of scan([...before, ...further], { baseline }))
          expect(metadata.suppressed_by === 'baseline').toBe(prints.has(fingerprint));
      }),
      { seed: SEED },
    );
  });

  it('has the same bytes whatever the order', () => {
    fc.assert(
      fc.property(arbitraryScan, (raw) => {
        const findings = scan(raw);
        expect(write(findings.toReversed())).toBe(write(findings));
      }),
      { seed: SEED },
    );
  });

  it('is unchanged against the scan it was written from, also for compare', () => {
    fc.assert(
      fc.property(arbitraryScan, (raw) => {
        const findings = scan(raw);
        const baseline = parseBaseline(write(findings));
        const { added, removed } = classifyChanges(toBaselineFindings(baseline), findings);
        expect([added, removed]).toEqual([[], []]);
        const update = updateBaseline(baseline, { findings, scanTypes: ['code'], targetPath: '..' });
        expect(update).toEqual({ text: write(findings), added: [], removed: [] });
      }),
      { seed: SEED },
    );
  });

  it('also hides what is read from a snapshot', () => {
    const findings = scan([rawFinding(), rawFinding({ lineStart: 2 })]);
    const baseline = toBaselineIndex(parseBaseline(write(findings)));
    const again = reapplyPipeline(findings, { ...settings, baseline }).findings;
    expect(again.map(({ metadata }) => metadata.suppressed_by)).toEqual(['baseline', 'baseline']);
  });
});

describe('a scan', () => {
  it('has the same bytes whatever order its scanners end in, and however many run at once', async () => {
    const ids = ['a', 'b', 'c', 'd'];
    const arbitraryReports = fc.tuple(...ids.map(() => fc.array(arbitraryRaw, { maxLength: 4 })));
    const ends = fc.shuffledSubarray(ids, { minLength: ids.length });
    const bytes = async (reports: readonly RawFinding[][], order: readonly string[]) => {
      const held = ids.map((id, index) => heldScanner(id, { expectedSeconds: index }));
      const done = runScan(
        scanRequest({ jobs: ids.length }),
        dependencies(
          standInMachine({ files }),
          held.map(({ scanner }) => scanner),
        ),
      );
      await Promise.all(held.map(({ started }) => started));
      for (const id of order) {
        held[ids.indexOf(id)]?.finish({ findings: reports[ids.indexOf(id)] ?? [] });
        await new Promise(setImmediate);
      }
      const result = await done;
      return JSON.stringify({ ...result, findings: result.findings.map(toFindingJson) });
    };
    await fc.assert(
      fc.asyncProperty(arbitraryReports, ends, async (reports, order) => {
        expect(await bytes(reports, order)).toBe(await bytes(reports, ids));
      }),
      { seed: SEED, numRuns: 50 },
    );
  });
});
