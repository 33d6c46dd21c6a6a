export type { Diagnostic } from './hcl/diagnostic.ts';
export { parseHclJson } from './hcl/json.ts';
export { type ParsedFile, parseHcl } from './hcl/parse-hcl.ts';
export type { Position } from './hcl/source-text.ts';
export type { Span } from './hcl/span.ts';
export type { Attribute, Block, Body, Expression, Label } from './hcl/tree.ts';
export type { EvaluationLimits } from './evaluate/budget.ts';
export type {
  EvaluatedAttribute,
  EvaluatedBlock,
  EvaluatedBody,
  EvaluatedObject,
  InstanceKey,
} from './evaluate/evaluated.ts';
export { type ConfigurationFile, findRootModules, isConfiguration } from './evaluate/configuration-tree.ts';
export { type EvaluatedModule, evaluateModule, type ModuleInput } from './evaluate/evaluate-module.ts';
export type { EvaluationOptions } from './evaluate/evaluator.ts';
export { functionNames } from './evaluate/functions/call-function.ts';
export { toPlain } from './evaluate/plain.ts';
export { unknownText } from './evaluate/unknown-text.ts';
export type { Value } from './evaluate/values.ts';
export { BLOCK_KINDS, type BlockKind, type BlockReference, type InfrastructureBlock } from './state/block.ts';
export type { DetectedRegion, InfrastructureState } from './state/state.ts';
export { type BlockLink, createReferenceGraph, type ReferenceGraph } from './graph/reference-graph.ts';
export { detectRegions } from './regions/detect-regions.ts';
export { terraformReader } from './readers/terraform/terraform-reader.ts';
export { type Reader, READER_IDS, type ReaderId, type ReadOptions } from './readers/reader.ts';
export {
  type Assertion,
  type Check,
  type CheckExample,
  type CheckScope,
  type Control,
  CONTROL_SEVERITIES,
  type ControlCatalogue,
  type ControlProblem,
  type ControlSeverity,
  type Operator,
  OPERATORS,
  type Pillar,
  PILLARS,
  type RegulatoryMapping,
} from './controls/control.ts';
export { loadControls, type LoadOptions } from './controls/load-controls.ts';
export { pillarOf } from './controls/pillar-of.ts';
export { selectControls } from './controls/select-controls.ts';
export { type ValidatedControl, validateControl } from './controls/validate-control.ts';
export type {
  AppliedWaiver,
  AssertionResult,
  CheckResult,
  CheckStatus,
  ControlEvaluation,
  ControlStatus,
} from './engine/evaluation.ts';
export { parseWaivers, type WaiverFile } from './waivers/parse-waivers.ts';
export type { RiskAcceptance } from './waivers/risk-acceptance.ts';
export { evaluateControls, type EvaluateOptions } from './engine/evaluate-controls.ts';
export { type CheckRequest, checkInfrastructure, type InfrastructureCheck } from './check/check-infrastructure.ts';
export type { Waiver, WaiverStatus } from './waivers/waiver.ts';
export { applyWaivers, type WaivedEvaluations, type WaiverOptions } from './waivers/apply-waivers.ts';
export { buildDocument, type DocumentMetadata } from './result/build-document.ts';
export { waiverStatus } from './waivers/waiver-status.ts';
export type { DocumentControl, DocumentFinding, DocumentSecret, ResultDocument } from './result/document.ts';
export type { PillarPosture, Posture } from './result/posture.ts';
export type { PlanChange, PlanChanges, PlanCounts, PlannedResource } from './plan/plan-changes.ts';
export { readPlanChanges } from './plan/read-plan-changes.ts';
export { bicepReader, needsCompilation } from './readers/bicep/bicep-reader.ts';
export { cdkReader } from './readers/cdk/cdk-reader.ts';
export { cloudformationReader } from './readers/cloudformation/cloudformation-reader.ts';
export { kubernetesReader } from './readers/kubernetes/kubernetes-reader.ts';
export { planReader } from './readers/plan/plan-reader.ts';
export { pulumiReader } from './readers/pulumi/pulumi-reader.ts';
export { readerFor, readers } from './readers/readers.ts';
export { mayHoldSecrets, scanSecrets } from './secrets/scan-secrets.ts';
export { renderCsv } from './report/csv.ts';
export { renderHtml } from './report/html.ts';
export { compactDocument, digestDocument, renderDocument, writeDocument } from './report/json.ts';
export { renderJunit } from './report/junit.ts';
export { renderMarkdown } from './report/markdown.ts';
export { type ReportedControl, type ReportInput, toReportedControls } from './report/report-input.ts';
export { renderSarif } from './report/sarif.ts';
export { renderText, type TextOptions } from './report/text.ts';
export { type ExportTarget, parseExports } from './export/export-config.ts';
export { type DocumentStatuses, scoredControlsOf } from './result/document-controls.ts';
export { type ScoredControl, postureOf, riskScoreOf, scoresOf } from './result/scores.ts';
export {
  type ChangedFinding,
  type ComparableFinding,
  type ComparableRun,
  compareFindings,
  type FindingComparison,
} from './compare/compare-findings.ts';
export { type ControlChange, compareSnapshots, type EarlierRun, type SnapshotDiff } from './history/diff.ts';
export { historySnapshot, type Snapshot, type SnapshotControl, type SnapshotFacts } from './history/snapshot.ts';
export { type CheckTotals, prometheusText } from './metrics/prometheus-text.ts';
export { type BlastNode, type BlastRadius, blastRadius, type FailingResource } from './blast/blast-radius.ts';
export { blastRadiusMarkdown } from './blast/mermaid.ts';
export { createWaiverTest } from './waivers/covers.ts';
