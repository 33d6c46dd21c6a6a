import type { ReportInput } from '../../src/report/report-input.ts';
import type { DocumentFinding, ResultDocument } from '../../src/result/document.ts';

/** Characters that mean something to a terminal, a page, a spreadsheet, Markdown or XML. */
export const HOSTILE = '\u001b[31m<script>alert(1)</script>\u202e=cmd|x ](javascript:x) @all ```';

const pillar = { pass: 1, fail: 1, skip: 0, waived: 0, score: 50, weighted_score: 37, coverage: 100 };

export function makeFinding(change: Partial<DocumentFinding> = {}): DocumentFinding {
  return {
    check_id: 'waf-sec-901.tf.aws.encrypted',
    check_title: 'Volumes are encrypted',
    control_id: 'WAF-SEC-901',
    pillar: 'security',
    severity: 'high',
    status: 'FAIL',
    resource: 'aws_ebs_volume.data',
    message: "'encrypted' is false, expected true",
    remediation: 'Set encrypted = true.',
    example: null,
    regulatory_mapping: [],
    file: 'infra/storage/main.tf',
    line: 3,
    end_line: 3,
    fingerprint: 'f'.repeat(64),
    waived: null,
    ...change,
  };
}

const control = {
  id: 'WAF-SEC-901',
  title: 'Storage is encrypted',
  pillar: 'security',
  severity: 'high',
  category: 'data',
  description: 'Data at rest is unreadable without its key.',
  rationale: 'A disk that leaves the building is read by whoever finds it.',
  threat: [],
  regulatory_mapping: [{ framework: 'ISO 27001', controls: ['A.8.24'] }],
  checks: [
    {
      id: 'waf-sec-901.tf.aws.encrypted',
      title: 'Volumes are encrypted',
      severity: 'high',
      remediation: 'Set encrypted = true.',
      example: null,
    },
  ],
};

/** A run with a failure, a waived control, a pass, an unknown, one that did not apply, a secret and an unread file. */
export function makeReport(change: Partial<ResultDocument> = {}): ReportInput {
  const document: ResultDocument = {
    schema_version: '1.0',
    project: 'shop',
    branch: 'main',
    git_sha: '0123abc',
    triggered_by: 'local',
    run: { is_cicd: false },
    iac_framework: 'terraform',
    stage: '',
    score: 33,
    score_model: 'wafpass-1',
    pillar_scores: { security: 33, cost: 0 },
    posture: {
      ...pillar,
      pillars: {
        security: { ...pillar, waived: 1 },
        cost: { pass: 0, fail: 0, skip: 1, waived: 0, score: null, weighted_score: null, coverage: 0 },
      },
    },
    path: 'infra',
    controls_loaded: 5,
    controls_run: 5,
    detected_regions: [['eu-west-1', 'aws', 'eu-west-1a']],
    source_paths: ['infra'],
    controls_meta: [
      control,
      { ...control, id: 'WAF-SEC-902', title: 'Buckets are private' },
      { ...control, id: 'WAF-SEC-903', title: 'Keys are rotated', severity: 'medium' },
      { ...control, id: 'WAF-SEC-904', title: `Hostile ${HOSTILE}`, severity: 'critical' },
      { ...control, id: 'WAF-COST-901', title: 'Old objects are deleted', pillar: 'cost', severity: 'low' },
    ],
    findings: [
      makeFinding(),
      makeFinding({ check_id: 'waf-sec-901.tf.aws.key', message: "'kms_key_id' not found", line: 1, end_line: 4 }),
      makeFinding({
        resource: `module.storage["${'long-'.repeat(20)}end"].aws_ebs_volume.this`,
        file: `infra/${'deeply/'.repeat(14)}nested/main.tf`,
        line: 12,
      }),
      makeFinding({
        control_id: 'WAF-SEC-902',
        check_id: 'waf-sec-902.tf.aws.acl',
        resource: 'aws_s3_bucket.site',
        message: 'is public',
        waived: { reason: 'A public site', expires: '2031-09-30' },
      }),
      makeFinding({ control_id: 'WAF-SEC-903', status: 'PASS', message: 'All assertions passed.' }),
      makeFinding({ control_id: 'WAF-SEC-903', status: 'SKIP', message: 'value not known before plan', line: 9 }),
      makeFinding({
        control_id: 'WAF-SEC-904',
        check_id: HOSTILE,
        severity: 'critical',
        resource: HOSTILE,
        message: `=HYPERLINK("x") ${HOSTILE}`,
        remediation: HOSTILE,
        file: `${HOSTILE}.tf`,
        line: 1,
      }),
    ],
    secret_findings: [
      {
        file: 'infra/main.tf',
        line_no: 7,
        pattern_name: 'Hardcoded password',
        severity: 'critical',
        matched_key: 'password',
        masked_value: 'Tr0u********',
        suppressed: false,
      },
      {
        file: 'infra/main.tf',
        line_no: 8,
        pattern_name: 'Hardcoded token',
        severity: 'high',
        matched_key: 'token',
        masked_value: 'tok-********',
        suppressed: true,
      },
    ],
    plan_changes: null,
    diagnostics: [
      { severity: 'error', file: 'infra/broken.tf', line: 4, column: 1, message: 'a block is not closed' },
      { severity: 'warning', file: 'infra/main.tf', line: 9, column: 3, message: 'unknown function' },
    ],
    ...change,
  };
  const lines: Readonly<Record<string, string>> = {
    'infra/storage/main.tf:3': '  encrypted = false',
    [`${HOSTILE}.tf:1`]: `  tags = "${HOSTILE}"`,
  };
  return {
    document,
    controls: [
      {
        id: 'WAF-SEC-901',
        status: 'FAIL',
        waiver: null,
        dropped: [{ check: 'a.google', reason: 'no provider google' }],
      },
      { id: 'WAF-SEC-902', status: 'WAIVED', waiver: { reason: 'A public site', expires: '2031-09-30' }, dropped: [] },
      { id: 'WAF-SEC-903', status: 'PASS', waiver: null, dropped: [] },
      { id: 'WAF-SEC-904', status: 'FAIL', waiver: null, dropped: [] },
      { id: 'WAF-COST-901', status: 'SKIP', waiver: null, dropped: [] },
    ],
    notices: ['waiver for WAF-REL-001 is used by nothing'],
    changes: ['risk score 12, was 10', 'regression: WAF-SEC-901 PASS to FAIL'],
    conclusion: 'Exit code: 1 (2 controls failed)',
    controlsFrom: 'the built-in catalogue',
    version: '1.0.0',
    generatedAt: '2026-11-25T09:00:00.000Z',
    lineOf: (file, line) => lines[`${file}:${line}`] ?? null,
  };
}
