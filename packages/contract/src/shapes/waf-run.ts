import { z } from 'zod';
import { boundedText, Timestamp } from './common.ts';
import { FreeObject, looseInteger } from './waf-values.ts';

const text = (maximum = 10_000) => z.string().max(maximum);
const LONG = 1_000_000;

const PillarPostureFields = {
  pass: z.int(),
  fail: z.int(),
  skip: z.int(),
  waived: z.int(),
  score: z.int().nullable().describe('pass / (pass + fail) in percent; null when nothing applied'),
  weighted_score: z.int().nullable().describe('the same, weighted by severity'),
  coverage: z.int().describe('share of the controls that applied, in percent'),
};
export const WafPillarPosture = z.strictObject(PillarPostureFields).meta({ id: 'WafPillarPosture' });
/** How things stand, in all and by pillar. */
export const WafPosture = z
  .strictObject({ ...PillarPostureFields, pillars: z.record(z.string(), WafPillarPosture) })
  .meta({ id: 'WafPosture' });

const RegulatoryMapping = z.object({
  framework: text(),
  controls: z.array(text()).max(1000).default([]),
});
export const WafRegulatoryMapping = z
  .strictObject({ framework: z.string(), controls: z.array(z.string()) })
  .meta({ id: 'WafRegulatoryMapping' });
const Mappings = z.array(RegulatoryMapping).max(200).default([]);

/** One check on one block, as it is posted. */
export const NewWafFinding = z
  .object({
    check_id: text(),
    check_title: text(),
    control_id: text(),
    pillar: text().default(''),
    severity: text(),
    status: text().describe('PASS, FAIL, SKIP, WAIVED; other words are kept'),
    resource: text(),
    message: text(LONG),
    remediation: text(LONG),
    example: FreeObject.nullable().default(null),
    regulatory_mapping: Mappings,
    file: text().default(''),
    line: looseInteger(0).nullable().default(null),
    end_line: looseInteger(0).nullable().default(null),
    fingerprint: text(200).default(''),
    waived: FreeObject.nullable().default(null),
  })
  .meta({ id: 'NewWafFinding' });

export const NewWafRunControl = z
  .object({
    id: text(),
    title: text(),
    pillar: text(),
    severity: text(),
    category: text().default(''),
    description: text(LONG).default(''),
    rationale: text(LONG).default(''),
    threat: z.array(text()).max(1000).default([]),
    regulatory_mapping: Mappings,
    checks: z
      .array(
        z.object({
          id: text(),
          title: text(),
          severity: text(),
          remediation: text(LONG).default(''),
          example: FreeObject.nullable().default(null),
        }),
      )
      .max(1000)
      .default([]),
  })
  .meta({ id: 'NewWafRunControl' });

export const NewWafSecret = z
  .object({
    file: text(),
    line_no: looseInteger(0),
    pattern_name: text(),
    severity: text(),
    matched_key: text(),
    masked_value: text(1000).describe('never the value itself'),
    suppressed: z.boolean().default(false),
  })
  .meta({ id: 'NewWafSecret' });

const Region = z
  .array(z.string().max(1000).nullable())
  .max(20)
  .superRefine((region, context) => {
    region.slice(0, 2).forEach((part, index) => {
      if (part !== null) return;
      context.addIssue({ code: 'invalid_type', expected: 'string', input: part, path: [index], message: '' });
    });
  });

const Diagnostic = z.object({
  severity: text(20),
  file: text(),
  line: looseInteger(0),
  column: looseInteger(0),
  message: text(),
});

/** `wafpass-result.json`. Everything has a default, so `{}` is a run. */
export const NewWafRun = z
  .object({
    schema_version: text(100).default('1.0'),
    project: boundedText(0, 200).default(''),
    branch: text(1000).default(''),
    git_sha: text(200).default(''),
    triggered_by: text(200).default('local'),
    run: FreeObject.default({}).describe('`is_cicd`'),
    iac_framework: text(200).default('terraform'),
    stage: text(200).default(''),
    score: looseInteger(0, 100).default(0),
    pillar_scores: z.record(z.string(), looseInteger(-2_147_483_648)).default({}),
    path: text(100_000).default(''),
    controls_loaded: looseInteger(0).default(0),
    controls_run: looseInteger(0).default(0),
    detected_regions: z
      .array(Region)
      .max(10_000)
      .default([])
      .describe('[region, provider] or [region, provider, zone or null]'),
    source_paths: z.array(text()).max(10_000).default([]),
    controls_meta: z.array(NewWafRunControl).max(10_000).default([]),
    findings: z.array(NewWafFinding).max(200_000).default([]),
    secret_findings: z.array(NewWafSecret).max(100_000).default([]),
    plan_changes: FreeObject.nullable().default(null),
    diagnostics: z.array(Diagnostic).max(100_000).default([]),
    source_snapshot: z.record(z.string(), z.string()).nullable().default(null),
  })
  .meta({ id: 'NewWafRun' });

const summaryFields = {
  id: z.string().describe('UUID'),
  project: z.string(),
  branch: z.string(),
  git_sha: z.string(),
  triggered_by: z.string(),
  iac_framework: z.string(),
  score: z.int().describe('0 to 100, as it was posted'),
  pillar_scores: z.record(z.string(), z.int()),
  path: z.string(),
  controls_loaded: z.int(),
  controls_run: z.int(),
  created_at: Timestamp,
  stage: z.string(),
  findings_count: z.int(),
  posture: WafPosture.describe('of the statuses as posted; with waivers: see the posture of a project'),
};

export const WafRunSummary = z.strictObject(summaryFields).meta({ id: 'WafRunSummary' });

const Example = z.record(z.string(), z.unknown()).nullable();

export const WafFinding = z
  .strictObject({
    check_id: z.string(),
    check_title: z.string(),
    control_id: z.string(),
    pillar: z.string(),
    severity: z.string(),
    status: z.string().describe('WAIVED where a waiver of today covers a failure, unless `raw` is asked for'),
    resource: z.string(),
    message: z.string(),
    remediation: z.string(),
    example: Example,
    regulatory_mapping: z.array(WafRegulatoryMapping),
    file: z.string(),
    line: z.int().nullable(),
    end_line: z.int().nullable(),
    fingerprint: z.string(),
    waived: z.record(z.string(), z.unknown()).nullable().describe('`reason` and `expires` of the waiver'),
  })
  .meta({ id: 'WafFinding' });

export const WafRunControl = z
  .strictObject({
    id: z.string(),
    title: z.string(),
    pillar: z.string(),
    severity: z.string(),
    category: z.string(),
    description: z.string(),
    rationale: z.string(),
    threat: z.array(z.string()),
    regulatory_mapping: z.array(WafRegulatoryMapping),
    checks: z.array(
      z.strictObject({
        id: z.string(),
        title: z.string(),
        severity: z.string(),
        remediation: z.string(),
        example: Example,
      }),
    ),
  })
  .meta({ id: 'WafRunControl' });

/** What looks like a secret in the code; the value itself never leaves the check. */
export const WafSecret = z
  .strictObject({
    file: z.string(),
    line_no: z.int(),
    pattern_name: z.string(),
    severity: z.string(),
    matched_key: z.string(),
    masked_value: z.string(),
    suppressed: z.boolean(),
  })
  .meta({ id: 'WafSecret' });

/** What could not be read or worked out. */
export const WafDiagnostic = z
  .strictObject({
    severity: z.string(),
    file: z.string(),
    line: z.int(),
    column: z.int(),
    message: z.string(),
  })
  .meta({ id: 'WafDiagnostic' });

export const WafRunDetail = z
  .strictObject({
    ...summaryFields,
    schema_version: z.string(),
    run: z.record(z.string(), z.unknown()),
    findings: z.array(WafFinding),
    detected_regions: z.array(z.array(z.string().nullable())),
    source_paths: z.array(z.string()),
    controls_meta: z.array(WafRunControl),
    secret_findings: z.array(WafSecret),
    plan_changes: z.record(z.string(), z.unknown()).nullable(),
    diagnostics: z.array(WafDiagnostic),
    source_snapshot: z.record(z.string(), z.string()).nullable(),
  })
  .meta({ id: 'WafRunDetail' });

const findings = z.array(WafFinding);
/** How the failures of two runs differ; each failure is in one list. */
export const WafComparison = z
  .strictObject({
    before: WafRunSummary,
    after: WafRunSummary,
    new: findings.describe('fails, and did not before'),
    new_by_control: findings.describe('fails by a control that the earlier run did not have'),
    fixed: findings,
    persisting: findings,
    changed_severity: z.array(z.strictObject({ before: WafFinding, after: WafFinding })),
    waived: findings.describe('failed, and a waiver covers it now'),
    no_longer_evaluated: findings.describe('failed, and could not be decided now'),
    resource_gone: findings.describe('failed, and its resource is not in the code any more'),
    control_not_loaded: findings.describe('failed, and its control was not run now'),
    score_delta: z.int().describe('above zero is better'),
    pillar_deltas: z.record(z.string(), z.int().nullable()),
  })
  .meta({ id: 'WafComparison' });
