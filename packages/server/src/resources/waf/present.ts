import type {
  WafControl,
  WafFinding as WafFindingShape,
  WafRisk as WafRiskShape,
  WafRunDetail as WafRunDetailShape,
  WafRunSummary as WafRunSummaryShape,
  WafWaiver as WafWaiverShape,
} from '@securescan/contract';
import type {
  StoredWafControl,
  StoredWafRisk,
  StoredWafWaiver,
  WafFinding,
  WafRisk,
  WafRunDetail,
  WafRunSummary,
  WafWaiver,
} from '@securescan/store';
import { waiverStatus } from '@securescan/waf';
import type { z } from 'zod';

type Wire<Shape extends z.ZodType> = z.input<Shape>;
export type WireFinding = Wire<typeof WafFindingShape>;
export type WireSummary = Wire<typeof WafRunSummaryShape>;

export function presentSummary(run: WafRunSummary): WireSummary {
  return {
    id: run.id,
    project: run.project,
    branch: run.branch,
    git_sha: run.gitSha,
    triggered_by: run.triggeredBy,
    iac_framework: run.iacFramework,
    score: run.score,
    pillar_scores: run.pillarScores,
    path: run.path,
    controls_loaded: run.controlsLoaded,
    controls_run: run.controlsRun,
    created_at: run.createdAt,
    stage: run.stage,
    findings_count: run.findingsCount,
    // Written by `postureOf`.
    posture: run.posture as WireSummary['posture'],
  };
}

/** A run but its findings, whose members are those that the input has. */
export function presentDetail(run: WafRunDetail): Omit<Wire<typeof WafRunDetailShape>, 'findings'> {
  return {
    ...presentSummary(run),
    schema_version: run.schemaVersion,
    run: run.run,
    detected_regions: run.detectedRegions.map((region) => [...region]),
    source_paths: [...run.sourcePaths],
    controls_meta: presentControlsMeta(run.controlsMeta),
    secret_findings: run.secretFindings as Wire<typeof WafRunDetailShape>['secret_findings'],
    plan_changes: run.planChanges,
    diagnostics: run.diagnostics as Wire<typeof WafRunDetailShape>['diagnostics'],
    source_snapshot: run.sourceSnapshot,
  };
}

/** Stored as the input's schema gave them. */
export function presentControlsMeta(
  controls: WafRunDetail['controlsMeta'],
): Wire<typeof WafRunDetailShape>['controls_meta'] {
  return controls as Wire<typeof WafRunDetailShape>['controls_meta'];
}

/** Findings are stored in the words of the wire. */
export function presentFinding(finding: WafFinding): WireFinding {
  return finding as WireFinding;
}

export function presentControl(control: StoredWafControl): Wire<typeof WafControl> {
  return {
    id: control.id,
    pillar: control.pillar,
    severity: control.severity,
    // As the input's schema gave it.
    ...(control.definition as Pick<
      Wire<typeof WafControl>,
      'type' | 'description' | 'checks' | 'regulatory_mapping' | 'source'
    >),
    created_at: control.createdAt,
    updated_at: control.updatedAt,
  };
}

export function toWaiverFields(waiver: WafWaiver) {
  return {
    id: waiver.id,
    reason: waiver.reason,
    owner: waiver.owner,
    expires: waiver.expires,
    project: waiver.project,
    resource: waiver.resource,
    check: waiver.check,
  };
}

export function presentWaiver(waiver: StoredWafWaiver, today: string): Wire<typeof WafWaiverShape> {
  return {
    ...toWaiverFields(waiver),
    created_at: waiver.createdAt,
    updated_at: waiver.updatedAt,
    status: waiverStatus(waiver.expires, today),
  };
}

export function toRiskFields(risk: WafRisk) {
  return {
    id: risk.id,
    reason: risk.reason,
    approver: risk.approver,
    owner: risk.owner,
    rfc: risk.rfc,
    jira_link: risk.jiraLink,
    other_link: risk.otherLink,
    notes: risk.notes,
    risk_level: risk.riskLevel,
    residual_risk: risk.residualRisk,
    expires: risk.expires,
    accepted_at: risk.acceptedAt,
    project: risk.project,
  };
}

export function presentRisk(risk: StoredWafRisk, today: string): Wire<typeof WafRiskShape> {
  return {
    ...toRiskFields(risk),
    created_at: risk.createdAt,
    updated_at: risk.updatedAt,
    status: waiverStatus(risk.expires, today),
  };
}
