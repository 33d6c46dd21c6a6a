import type { ControlStatus } from '../engine/evaluation.ts';
import { groupByPillar, riskScoreOf, type ScoredControl } from '../result/scores.ts';
import type { DetectedRegion } from '../state/state.ts';
import type { ControlChange, SnapshotDiff } from './diff.ts';

/** One control of a kept run. */
export interface SnapshotControl extends ScoredControl {
  readonly id: string;
  readonly title: string;
}

export interface StatusTotals {
  readonly controls_run: number;
  readonly pass: number;
  readonly fail: number;
  readonly skip: number;
  readonly waived: number;
}

/** What a local history keeps of a run. */
export interface Snapshot {
  readonly schema_version: 1;
  /** `YYYYMMDD-HHMMSS-<8 hex>`. */
  readonly run_id: string;
  /** ISO 8601. */
  readonly generated_at: string;
  readonly tool_version: string;
  readonly iac_plugin: string;
  readonly project: string;
  readonly branch: string;
  readonly stage: string;
  readonly source_paths: readonly string[];
  readonly detected_regions: readonly DetectedRegion[];
  /** Weighted share of failing controls in percent: 0 is best. */
  readonly risk_score: number;
  /** The same number by its older name. */
  readonly score: number;
  readonly totals: StatusTotals;
  /** Risk by pillar: 0 is best. */
  readonly pillar_scores: Readonly<Record<string, number>>;
  readonly control_statuses: Readonly<Record<string, ControlStatus>>;
  readonly control_details: Readonly<Record<string, Omit<ControlChange, 'control_id' | 'from' | 'to'>>>;
  readonly diff_from_previous: SnapshotDiff | null;
}

/** The facts of a run that do not follow from its controls. */
export type SnapshotFacts = Pick<
  Snapshot,
  | 'run_id'
  | 'generated_at'
  | 'tool_version'
  | 'iac_plugin'
  | 'project'
  | 'branch'
  | 'stage'
  | 'source_paths'
  | 'detected_regions'
>;

/** What is to be kept of a run, without its difference from an earlier one. */
export function historySnapshot(controls: readonly SnapshotControl[], facts: SnapshotFacts): Snapshot {
  const risk = riskScoreOf(controls);
  return {
    schema_version: 1,
    ...facts,
    risk_score: risk,
    score: risk,
    totals: countTotals(controls),
    pillar_scores: Object.fromEntries(
      [...groupByPillar(controls)].map(([pillar, group]) => [pillar, riskScoreOf(group)]),
    ),
    control_statuses: Object.fromEntries(controls.map(({ id, status }) => [id, status])),
    control_details: Object.fromEntries(
      controls.map(({ id, title, severity, pillar }) => [id, { title, severity, pillar }]),
    ),
    diff_from_previous: null,
  };
}

function countTotals(controls: readonly SnapshotControl[]): StatusTotals {
  const count = (wanted: ControlStatus): number => controls.filter(({ status }) => status === wanted).length;
  return {
    controls_run: controls.length,
    pass: count('PASS'),
    fail: count('FAIL'),
    skip: count('SKIP'),
    waived: count('WAIVED'),
  };
}
