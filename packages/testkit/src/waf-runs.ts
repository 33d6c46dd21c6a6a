import type { NewWafRun, WafFinding } from '@securescan/store';

/** A finding of a run as it is stored; each field differs from its neighbours, so that mixed-up columns show. */
export function makeWafFinding(changes: Partial<WafFinding> = {}): WafFinding {
  return {
    check_id: 'waf-sec-010.tf.aws.encrypted',
    check_title: 'Buckets are encrypted',
    control_id: 'WAF-SEC-010',
    pillar: 'security',
    severity: 'high',
    status: 'FAIL',
    resource: 'aws_s3_bucket.logs',
    message: 'attribute missing',
    remediation: 'Set it',
    example: { compliant: 'a = 1', non_compliant: null },
    regulatory_mapping: [{ framework: 'ISO 27001', controls: ['A.8.24'] }],
    file: 'main.tf',
    line: 3,
    end_line: 9,
    fingerprint: 'f'.repeat(64),
    waived: null,
    ...changes,
  };
}

export function makeWafRun(number: number, changes: Partial<NewWafRun> = {}): NewWafRun {
  return {
    id: `00000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`,
    createdAt: new Date(Date.UTC(2026, 0, 1) + number * 60_000).toISOString(),
    project: 'shop',
    branch: 'main',
    gitSha: 'abc123',
    triggeredBy: 'ci',
    iacFramework: 'terraform',
    stage: 'prod',
    path: 'infra',
    score: 66,
    pillarScores: { security: 50, cost: 82 },
    posture: { pass: 1, fail: 1, pillars: { security: { pass: 0, fail: 1 } } },
    controlsLoaded: 70,
    controlsRun: 2,
    schemaVersion: '1.0',
    run: { is_cicd: true },
    detectedRegions: [
      ['eu-central-1', 'aws', null],
      ['westeurope', 'azure', '1'],
    ],
    sourcePaths: ['infra', 'modules'],
    controlsMeta: [{ id: 'WAF-SEC-010', title: 'Encryption' }],
    secretFindings: [{ file: 'a.tf', line_no: 1 }],
    planChanges: { summary: { add: 1 } },
    diagnostics: [],
    sourceSnapshot: { 'main.tf': 'resource {}' },
    createdBy: 'key-1',
    requestId: 'req-1',
    findings: [makeWafFinding()],
    ...changes,
  };
}
