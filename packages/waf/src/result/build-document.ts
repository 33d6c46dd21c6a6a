import { createHash } from 'node:crypto';
import type { InfrastructureCheck } from '../check/check-infrastructure.ts';
import type { Control } from '../controls/control.ts';
import type { CheckResult, ControlEvaluation } from '../engine/evaluation.ts';
import type { PlanChanges } from '../plan/plan-changes.ts';
import type { DocumentControl, DocumentFinding, DocumentSecret, ResultDocument } from './document.ts';
import { scoresOf } from './scores.ts';

/** What a document says about its run. */
export interface DocumentMetadata {
  readonly project: string;
  readonly branch: string;
  readonly gitSha: string;
  readonly triggeredBy: string;
  readonly isCicd: boolean;
  readonly stage: string;
  /** Id of the reader. */
  readonly iacFramework: string;
  readonly sourcePaths: readonly string[];
  readonly secrets?: readonly DocumentSecret[];
  readonly planChanges?: PlanChanges | null;
}

/** The result document of a check, with all texts in the findings. */
export function buildDocument(check: InfrastructureCheck, metadata: DocumentMetadata): ResultDocument {
  const { evaluations, state, posture } = check;
  const { score, pillarScores } = scoresOf(
    evaluations.map(({ control, status }) => ({ pillar: control.pillar, severity: control.severity, status })),
  );
  return {
    schema_version: '1.0',
    project: metadata.project,
    branch: metadata.branch,
    git_sha: metadata.gitSha,
    triggered_by: metadata.triggeredBy,
    run: { is_cicd: metadata.isCicd },
    iac_framework: metadata.iacFramework,
    stage: metadata.stage,
    score,
    score_model: 'wafpass-1',
    pillar_scores: pillarScores,
    posture,
    path: metadata.sourcePaths.join(' | '),
    controls_loaded: evaluations.length,
    controls_run: evaluations.length,
    detected_regions: state.regions.map(({ region, provider, zone }) => [region, provider, zone]),
    source_paths: metadata.sourcePaths,
    controls_meta: evaluations.map(({ control }) => describeControl(control)),
    findings: evaluations.flatMap(describeFindings),
    secret_findings: metadata.secrets ?? [],
    plan_changes: metadata.planChanges ?? null,
    diagnostics: state.diagnostics.map(({ severity, message, span }) => ({
      severity,
      file: span.file,
      line: span.start.line,
      column: span.start.column,
      message,
    })),
  };
}

function describeControl(control: Control): DocumentControl {
  return {
    id: control.id,
    title: control.title,
    pillar: control.pillar,
    severity: control.severity,
    category: control.category,
    description: control.description,
    rationale: control.rationale,
    threat: control.threat,
    regulatory_mapping: control.regulatoryMapping,
    checks: control.checks.map(({ id, title, severity, remediation, example }) => ({
      id,
      title,
      severity,
      remediation,
      example,
    })),
  };
}

function describeFindings({ control, results, waiver }: ControlEvaluation): readonly DocumentFinding[] {
  if (results.length > 0) return results.map((result) => describeFinding(control, result));
  if (waiver === null) return [];
  return [
    {
      check_id: `${control.id}-WAIVED`,
      check_title: control.title,
      control_id: control.id,
      pillar: control.pillar,
      severity: control.severity,
      status: 'WAIVED',
      resource: '',
      message: waiver.reason,
      remediation: '',
      example: null,
      regulatory_mapping: control.regulatoryMapping,
      file: '',
      line: null,
      end_line: null,
      fingerprint: fingerprintOfCheck(control.id, `${control.id}-WAIVED`, '', ''),
      waived: waiver,
    },
  ];
}

function describeFinding(
  control: Control,
  { check, status, resource, message, span, block, waiver }: CheckResult,
): DocumentFinding {
  const place = span ?? block?.span ?? null;
  const file = block?.span?.file ?? place?.file ?? '';
  return {
    check_id: check.id,
    check_title: check.title,
    control_id: control.id,
    pillar: control.pillar,
    severity: check.severity,
    status,
    resource,
    message,
    remediation: check.remediation,
    example: check.example,
    regulatory_mapping: control.regulatoryMapping,
    file: place?.file ?? '',
    line: place?.start.line ?? null,
    end_line: place?.end.line ?? null,
    fingerprint: fingerprintOfCheck(control.id, check.id, resource, file),
    waived: waiver ?? null,
  };
}

/** SHA-256 over control, check, resource and the file of the resource: stays the same when lines or the order change. */
function fingerprintOfCheck(controlId: string, checkId: string, resource: string, file: string): string {
  return createHash('sha256').update([controlId, checkId, resource, file].join('\0')).digest('hex');
}
