import { historySnapshot } from '@securescan/waf';
import type { Snapshot } from '@securescan/waf';
import { PRODUCT_VERSION } from '../../version.ts';
import type { CheckChoices } from './check-choices.ts';
import type { CheckedCode } from './check-code.ts';
import { makeRunId } from './state-store.ts';

/** What the history keeps of a check. */
export function toSnapshot({ check, reader, facts }: CheckedCode, choices: CheckChoices, now: Date): Snapshot {
  return historySnapshot(
    check.evaluations.map(({ control, status }) => ({
      id: control.id,
      title: control.title,
      severity: control.severity,
      pillar: control.pillar,
      status,
    })),
    {
      run_id: makeRunId(now.toISOString()),
      generated_at: now.toISOString(),
      tool_version: PRODUCT_VERSION,
      iac_plugin: reader.id,
      project: facts.project,
      branch: facts.branch,
      stage: facts.stage,
      source_paths: choices.paths,
      detected_regions: check.state.regions,
    },
  );
}
