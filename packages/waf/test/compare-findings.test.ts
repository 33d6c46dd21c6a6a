import { describe, expect, it } from 'vitest';
import { type ComparableFinding, compareFindings } from '../src/compare/compare-findings.ts';

const finding = (name: string, status: string, more: Partial<ComparableFinding> = {}): ComparableFinding => ({
  control_id: 'C-1',
  check_id: 'c',
  resource: name,
  severity: 'high',
  status,
  ...more,
});
const run = (
  findings: readonly ComparableFinding[],
  more: { controls?: string[]; score?: number; pillar_scores?: Record<string, number> } = {},
) => ({ score: 0, pillar_scores: {}, controls: ['C-1'], findings, ...more });
const names = (list: readonly ComparableFinding[]): readonly string[] => list.map(({ resource }) => resource);

describe('two runs compared', () => {
  it('puts each failure in one list', () => {
    const before = run([
      finding('fixed', 'FAIL'),
      finding('stays', 'FAIL'),
      finding('unknown-now', 'FAIL'),
      finding('gone', 'FAIL'),
      finding('waived-now', 'FAIL'),
      finding('breaks', 'PASS'),
      finding('other', 'FAIL', { control_id: 'C-9' }),
    ]);
    const after = run([
      finding('fixed', 'PASS'),
      finding('stays', 'FAIL', { severity: 'critical' }),
      finding('unknown-now', 'SKIP'),
      finding('waived-now', 'FAIL', { waived: { reason: 'r', expires: '' } }),
      finding('breaks', 'FAIL'),
      finding('fresh', 'FAIL'),
      finding('by-new-control', 'FAIL', { control_id: 'C-2' }),
    ]);
    const compared = compareFindings(before, { ...after, controls: ['c-1', 'C-2'] });
    expect({
      new: names(compared.new),
      byControl: names(compared.new_by_control),
      fixed: names(compared.fixed),
      persisting: names(compared.persisting),
      waived: names(compared.waived),
      unknown: names(compared.no_longer_evaluated),
      gone: names(compared.resource_gone),
      notLoaded: names(compared.control_not_loaded),
    }).toEqual({
      new: ['breaks', 'fresh'],
      byControl: ['by-new-control'],
      fixed: ['fixed'],
      persisting: ['stays'],
      waived: ['waived-now'],
      unknown: ['unknown-now'],
      gone: ['gone'],
      notLoaded: ['other'],
    });
    expect(compared.changed_severity.map(({ before: a, after: b }) => [a.severity, b.severity])).toEqual([
      ['high', 'critical'],
    ]);
  });

  it('goes by fingerprints where all have one, and by control, check and resource where not', () => {
    const a = finding('bucket', 'FAIL', { fingerprint: 'x' });
    const b = finding('renamed', 'FAIL', { fingerprint: 'x' });
    expect(names(compareFindings(run([a]), run([b])).persisting)).toEqual(['renamed']);
    expect(names(compareFindings(run([a]), run([b, finding('more', 'PASS')])).new)).toEqual(['renamed']);
  });

  it('takes controls from the findings when a run does not name them', () => {
    const compared = compareFindings(run([], { controls: [] }), run([finding('a', 'FAIL')]));
    expect(names(compared.new_by_control)).toEqual(['a']);
  });

  it('tells scores: above zero is better, null where a pillar is in one run only', () => {
    const compared = compareFindings(
      run([], { score: 40, pillar_scores: { security: 50, cost: 10 } }),
      run([], { score: 55, pillar_scores: { security: 40, sovereign: 5 } }),
    );
    expect(compared.score_delta).toBe(15);
    expect(compared.pillar_deltas).toEqual({ cost: null, security: -10, sovereign: null });
  });
});
