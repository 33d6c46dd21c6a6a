import type { Control, ControlSeverity } from '../controls/control.ts';
import { type AbsentMode, evaluateControls } from '../engine/evaluate-controls.ts';
import type { ControlEvaluation } from '../engine/evaluation.ts';
import type { UnknownMode } from '../engine/test-assertion.ts';
import type { ConfigurationFile } from '../evaluate/configuration-tree.ts';
import type { Reader, ReadOptions } from '../readers/reader.ts';
import type { Posture } from '../result/posture.ts';
import { postureOf } from '../result/scores.ts';
import type { InfrastructureState } from '../state/state.ts';
import { applyWaivers, type WaiverOptions } from '../waivers/apply-waivers.ts';
import type { Waiver } from '../waivers/waiver.ts';

export interface CheckRequest extends WaiverOptions {
  readonly reader: Reader;
  readonly files: readonly ConfigurationFile[];
  readonly readOptions?: ReadOptions;
  readonly controls: readonly Control[];
  readonly waivers?: readonly Waiver[];
  /** Only checks of this severity or a higher one run. */
  readonly severity?: ControlSeverity;
  /** What a value means that is not known before a plan: not decided (`skip`, unless given), or a text that matches nothing. */
  readonly unknown?: UnknownMode;
  /** What it means that the code uses a provider and has no block that a check is about: nothing (`skip`, unless given), or a failure. */
  readonly absent?: AbsentMode;
}

/** All that one check of infrastructure code found. */
export interface InfrastructureCheck {
  readonly state: InfrastructureState;
  /** In the order of the controls. */
  readonly evaluations: readonly ControlEvaluation[];
  /** Sentences about waivers that are expired, or that nothing needed. */
  readonly waiverNotes: readonly string[];
  readonly posture: Posture;
}

/** Reads infrastructure code, evaluates controls on it and applies waivers: for command, scanner and sandbox alike. */
export function checkInfrastructure(request: CheckRequest): InfrastructureCheck {
  const { reader, files, readOptions, controls, waivers = [], severity, unknown, absent } = request;
  const state = reader.read(files, readOptions);
  const raw = evaluateControls(controls, state, {
    engines: reader.engines,
    ...(severity === undefined ? {} : { severity }),
    ...(unknown === undefined ? {} : { unknown }),
    ...(absent === undefined ? {} : { absent }),
  });
  const { evaluations, notes } = applyWaivers(raw, waivers, request);
  return {
    state,
    evaluations,
    waiverNotes: notes,
    posture: postureOf(
      evaluations.map(({ control, status }) => ({ pillar: control.pillar, severity: control.severity, status })),
    ),
  };
}
