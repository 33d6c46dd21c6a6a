import type { JsonObject } from '@securescan/model';
import type { Insertable, Selectable } from 'kysely';
import { clean, toJson } from '../json-text.ts';
import type { NewWafRun, WafRunDetail, WafRunSummary } from './contract.ts';
import type { WafRunDetailTable, WafRunTable } from './tables.ts';

/** Columns of a summary; lists read no others. */
export const SUMMARY_COLUMNS = [
  'id',
  'created_at',
  'project',
  'branch',
  'git_sha',
  'triggered_by',
  'iac_framework',
  'stage',
  'path',
  'score',
  'pillar_scores',
  'posture',
  'controls_loaded',
  'controls_run',
  'findings_count',
] as const satisfies readonly (keyof WafRunTable)[];

export type SummaryRow = Pick<Selectable<WafRunTable>, (typeof SUMMARY_COLUMNS)[number]>;

export function toSummary(row: SummaryRow): WafRunSummary {
  return {
    id: row.id,
    createdAt: row.created_at,
    project: row.project,
    branch: row.branch,
    gitSha: row.git_sha,
    triggeredBy: row.triggered_by,
    iacFramework: row.iac_framework,
    stage: row.stage,
    path: row.path,
    score: row.score,
    pillarScores: JSON.parse(row.pillar_scores) as WafRunSummary['pillarScores'],
    posture: JSON.parse(row.posture) as JsonObject,
    controlsLoaded: row.controls_loaded,
    controlsRun: row.controls_run,
    findingsCount: row.findings_count,
  };
}

export function toRunRow(run: NewWafRun, createdAt: string): SummaryRow {
  return {
    id: run.id,
    created_at: createdAt,
    project: clean(run.project),
    branch: clean(run.branch),
    git_sha: clean(run.gitSha),
    triggered_by: clean(run.triggeredBy),
    iac_framework: clean(run.iacFramework),
    stage: clean(run.stage),
    path: clean(run.path),
    score: run.score,
    pillar_scores: toJson(run.pillarScores),
    posture: toJson(run.posture),
    controls_loaded: run.controlsLoaded,
    controls_run: run.controlsRun,
    findings_count: run.findings.length,
  };
}

export function toDetailRow(run: NewWafRun, runSeq: number, catalogue: string | null): Insertable<WafRunDetailTable> {
  return {
    run_seq: runSeq,
    schema_version: clean(run.schemaVersion),
    run: toJson(run.run),
    detected_regions: toJson(run.detectedRegions),
    source_paths: toJson(run.sourcePaths),
    controls_meta: catalogue,
    secret_findings: toJson(run.secretFindings),
    plan_changes: run.planChanges === null ? null : toJson(run.planChanges),
    diagnostics: toJson(run.diagnostics),
    source_snapshot: run.sourceSnapshot === null ? null : toJson(run.sourceSnapshot),
    created_by: run.createdBy,
    request_id: run.requestId,
  };
}

export function toDetail(
  row: SummaryRow & Selectable<WafRunDetailTable> & { readonly controls: string | null },
): WafRunDetail {
  return {
    ...toSummary(row),
    schemaVersion: row.schema_version,
    run: JSON.parse(row.run) as JsonObject,
    detectedRegions: JSON.parse(row.detected_regions) as WafRunDetail['detectedRegions'],
    sourcePaths: JSON.parse(row.source_paths) as readonly string[],
    controlsMeta: toControls(row.controls),
    secretFindings: JSON.parse(row.secret_findings) as readonly JsonObject[],
    planChanges: row.plan_changes === null ? null : (JSON.parse(row.plan_changes) as JsonObject),
    diagnostics: JSON.parse(row.diagnostics) as readonly JsonObject[],
    sourceSnapshot:
      row.source_snapshot === null ? null : (JSON.parse(row.source_snapshot) as Readonly<Record<string, string>>),
    createdBy: row.created_by,
    requestId: row.request_id,
  };
}

export function toControls(text: string | null): readonly JsonObject[] {
  return text === null ? [] : (JSON.parse(text) as readonly JsonObject[]);
}
