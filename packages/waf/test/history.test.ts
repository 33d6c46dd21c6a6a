import { describe, expect, it } from 'vitest';
import { compareSnapshots } from '../src/history/diff.ts';
import { historySnapshot, type Snapshot } from '../src/history/snapshot.ts';
import { prometheusText } from '../src/metrics/prometheus-text.ts';
import { engineVectors } from './vectors/engine-vectors.ts';

interface StateCase {
  readonly name: string;
  readonly controls?: readonly { id: string; title: string; pillar: string; severity: string }[];
  readonly expected: Readonly<Record<string, unknown>> & {
    readonly control_statuses?: Readonly<Record<string, 'PASS' | 'FAIL' | 'SKIP' | 'WAIVED'>>;
  };
}

const cases = engineVectors('state_cases') as readonly StateCase[];
const caseOf = (name: string): StateCase => cases.find((entry) => entry.name === `state/${name}`) as StateCase;

function snapshotOf(name: string): Snapshot {
  const { controls = [], expected } = caseOf(name);
  return historySnapshot(
    controls.map(({ id, title, pillar, severity }) => {
      const status = expected.control_statuses?.[id];
      if (status === undefined) throw new Error(`${name} says nothing of ${id}`);
      return { id, title, pillar, severity, status };
    }),
    {
      run_id: `20260101-000000-${name.length.toString(16).padStart(8, '0')}`,
      generated_at: '2026-01-01T00:00:00Z',
      tool_version: '1.0.0',
      iac_plugin: 'terraform',
      project: 'shop',
      branch: 'main',
      stage: '',
      source_paths: ['infra'],
      detected_regions: [],
    },
  );
}

describe('what a local history keeps', () => {
  for (const name of ['snapshot-first', 'snapshot-second', 'snapshot-third-with-waiver']) {
    it(`has the recorded numbers: ${name}`, () => {
      expect(snapshotOf(name)).toMatchObject(caseOf(name).expected);
    });
  }

  it('differs from the run before as recorded, but FAIL to SKIP is no improvement', () => {
    const [first, second, third] = ['snapshot-first', 'snapshot-second', 'snapshot-third-with-waiver'].map(snapshotOf);
    if (!first || !second || !third) throw new Error('three snapshots');
    // This case has a difference where the others have a snapshot.
    const recorded = caseOf('diff-first-second').expected as unknown as { improvements: readonly { to: string }[] };
    expect(compareSnapshots(second, first)).toMatchObject({
      score_delta: -65,
      regressions: [],
      improvements: recorded.improvements.filter(({ to }) => to !== 'SKIP'),
      no_longer_evaluated: recorded.improvements.filter(({ to }) => to === 'SKIP'),
      other_changes: [],
    });
    expect(compareSnapshots(third, second)).toMatchObject(caseOf('diff-second-third').expected);
  });

  it('is sent as metrics with every label escaped', () => {
    const first = snapshotOf('snapshot-first');
    const second = snapshotOf('snapshot-second');
    const text = prometheusText(
      { ...second, diff_from_previous: compareSnapshots(second, first) },
      { PASS: 1, FAIL: 2 },
    );
    expect(text).toContain('# TYPE wafpass_score gauge\nwafpass_score 30\n');
    expect(text).toContain('wafpass_controls_total{status="FAIL"} 1\n');
    expect(text).toContain('wafpass_checks_total{status="FAIL"} 2\n');
    expect(text).toContain('wafpass_pillar_score{pillar="security"} 37\n');
    expect(text).toContain('wafpass_control_status{control_id="WAF-SEC-910",severity="high",pillar="security"} 1\n');
    expect(text).toContain('wafpass_score_delta -65\n');
    expect(text).toContain('wafpass_run_timestamp_seconds 1767225600\n');
    const odd = historySnapshot([{ id: 'A"\\\nB', title: '', pillar: 'x', severity: 'low', status: 'PASS' }], second);
    expect(prometheusText(odd, {})).toContain(String.raw`{control_id="A\"\\\nB",severity="low",pillar="x"} 0`);
  });
});
