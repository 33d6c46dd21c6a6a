import type { Finding, ScanSummary } from '@securescan/model';
import { suppress } from '../suppress/suppress.ts';
import { dedupe } from './dedupe.ts';
import { identify } from './identify.ts';
import { normalise } from './normalise.ts';
import { sortFindings } from './order.ts';
import { applyOverrides } from './override.ts';
import { summarise } from './summarise.ts';
import { tag } from './tag.ts';
import { tidySnapshot } from './tidy-snapshot.ts';
import type { PipelineOutput, PipelineSettings, ScannerFindings } from './types.ts';

/**
 * The stages, in order. Swapping two changes what users see.
 * @see docs/adr/0002-stage-order.md
 */
export const PIPELINE_STAGES = [
  'normalise',
  'dedupe',
  'identify',
  'override',
  'suppress',
  'tag',
  'score',
  'order',
] as const;

type Stage = (typeof PIPELINE_STAGES)[number];

/** Where a run starts when the findings come from a snapshot: their identity is known and trusted. */
const FIRST_STAGE_OF_SNAPSHOTS: Stage = 'identify';

/** What is handed from stage to stage. A stage passes on every finding that it does not change as the same object. */
interface State {
  /** What scanners reported; nothing for a snapshot. */
  readonly raw: readonly ScannerFindings[];
  readonly findings: readonly Finding[];
  readonly overridesApplied: number;
  readonly notices: readonly string[];
  readonly summary: ScanSummary;
}

type Step = (state: State, settings: PipelineSettings) => State;

const STEPS: Readonly<Record<Stage, Step>> = {
  normalise: (state, settings) => ({ ...state, findings: normalise(state.raw, settings) }),
  dedupe: (state) => ({ ...state, findings: dedupe(state.findings) }),
  identify: (state, { root }) => ({ ...state, findings: identify(state.findings, root) }),
  override: (state, { severityOverrides }) => {
    const { findings, applied } = applyOverrides(state.findings, severityOverrides);
    return { ...state, findings, overridesApplied: applied };
  },
  suppress: (state, settings) => {
    const { findings, notices } = suppress(state.findings, settings);
    return { ...state, findings, notices };
  },
  tag: (state) => ({ ...state, findings: tag(state.findings) }),
  score: (state) => ({ ...state, summary: summarise(state.findings) }),
  order: (state) => ({ ...state, findings: sortFindings(state.findings) }),
};

/**
 * Turns what scanners report into the findings of a scan. Pure: equal findings and settings give equal output, whatever
 * order scanners and findings come in.
 */
export function runPipeline(scannerFindings: readonly ScannerFindings[], settings: PipelineSettings): PipelineOutput {
  return runFrom('normalise', { ...START, raw: scannerFindings }, settings);
}

/**
 * Runs finished findings (a snapshot, the other side of a diff) through what the configuration decides. Idempotent;
 * severities and marks are worked out anew from what the scanner said.
 */
export function reapplyPipeline(findings: readonly Finding[], settings: PipelineSettings): PipelineOutput {
  return runFrom(FIRST_STAGE_OF_SNAPSHOTS, { ...START, findings: findings.map(tidySnapshot) }, settings);
}

const START: State = { raw: [], findings: [], overridesApplied: 0, notices: [], summary: summarise([]) };

// Nothing here holds the findings of an earlier stage while a later one runs: they are as many again.
function runFrom(first: Stage, start: State, settings: PipelineSettings): PipelineOutput {
  let state = start;
  for (const stage of PIPELINE_STAGES.slice(PIPELINE_STAGES.indexOf(first))) state = STEPS[stage](state, settings);
  const { findings, summary, overridesApplied, notices } = state;
  return { findings, summary, suppressed: summary.suppressed, overridesApplied, notices };
}
