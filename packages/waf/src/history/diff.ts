import { compareCodePoints } from '@securescan/model';
import type { ControlStatus } from '../engine/evaluation.ts';
import type { Snapshot } from './snapshot.ts';

/** A control whose status is another one than before. */
export interface ControlChange {
  readonly control_id: string;
  readonly from: ControlStatus;
  readonly to: ControlStatus;
  readonly title: string;
  readonly severity: string;
  readonly pillar: string;
}

/** How a run differs from an earlier one; each list by control id. */
export interface SnapshotDiff {
  readonly previous_run_id: string;
  /** Above zero is worse. */
  readonly score_delta: number;
  /** To FAIL. */
  readonly regressions: readonly ControlChange[];
  /** From FAIL to PASS or WAIVED. */
  readonly improvements: readonly ControlChange[];
  /** From FAIL to SKIP: nobody knows whether it is mended. */
  readonly no_longer_evaluated: readonly ControlChange[];
  readonly other_changes: readonly ControlChange[];
}

/** What is looked at of the run before. */
export type EarlierRun = Pick<Snapshot, 'run_id' | 'risk_score' | 'control_statuses'>;

/** Compares by control id. A control that only one of the runs has is no change. */
export function compareSnapshots(snapshot: Snapshot, earlier: EarlierRun): SnapshotDiff {
  const before = new Map(Object.entries(earlier.control_statuses));
  const changes = Object.entries(snapshot.control_statuses)
    .flatMap(([id, to]): readonly ControlChange[] => {
      const from = before.get(id);
      const details = snapshot.control_details[id];
      return from === undefined || from === to || details === undefined
        ? []
        : [{ control_id: id, from, to, ...details }];
    })
    .toSorted((a, b) => compareCodePoints(a.control_id, b.control_id));
  const kinds = Map.groupBy(changes, kindOf);
  return {
    previous_run_id: earlier.run_id,
    score_delta: snapshot.risk_score - earlier.risk_score,
    regressions: kinds.get('regression') ?? [],
    improvements: kinds.get('improvement') ?? [],
    no_longer_evaluated: kinds.get('no longer evaluated') ?? [],
    other_changes: kinds.get('other') ?? [],
  };
}

function kindOf({ from, to }: ControlChange): 'regression' | 'improvement' | 'no longer evaluated' | 'other' {
  if (to === 'FAIL') return 'regression';
  if (from !== 'FAIL') return 'other';
  return to === 'SKIP' ? 'no longer evaluated' : 'improvement';
}
