import type { ScannerReport } from '@securescan/core';
import { describe, expect, it } from 'vitest';
import { type FakeWorld, makeFakeContext, ROOT } from '../../test/fake-context.ts';
import { waf } from './index.ts';

const PUBLIC_DATABASE = `resource "aws_db_instance" "shop" {
  engine              = "postgres"
  instance_class      = "db.t4g.micro"
  publicly_accessible = true
  storage_encrypted   = true
}
`;
const POD = `apiVersion: v1
kind: Pod
metadata:
  name: shop
spec:
  containers:
    - name: shop
      image: shop:1.0.0
      securityContext:
        privileged: true
`;
const BUCKET = `Resources:
  Site:
    Type: AWS::S3::Bucket
    Properties:
      AccessControl: PublicRead
`;

async function scan(files: Readonly<Record<string, string>>, world: FakeWorld = {}): Promise<ScannerReport> {
  return waf.run(makeFakeContext({ ...world, files }));
}

function places({ findings }: ScannerReport): readonly string[] {
  return findings.map(({ ruleId, path, lineStart }) => `${ruleId ?? ''} ${path ?? ''}:${lineStart ?? ''}`);
}

describe('infrastructure code', () => {
  it.each([
    ['Terraform', { 'infra/main.tf': PUBLIC_DATABASE }, 'ss-sec-022.tf.aws.public infra/main.tf:4'],
    ['OpenTofu', { 'main.tofu': PUBLIC_DATABASE }, 'ss-sec-022.tf.aws.public main.tofu:4'],
    ['Kubernetes', { 'k8s/pod.yaml': POD }, 'ss-sec-070.k8s.privileged k8s/pod.yaml:10'],
    ['CloudFormation', { 'stack.template': BUCKET }, 'ss-sec-010.cfn.aws.acl stack.template:5'],
    [
      'values from elsewhere',
      {
        'main.tf': PUBLIC_DATABASE.replace('= true\n  storage', '= var.open\n  storage').concat('variable "open" {}\n'),
        'terraform.tfvars': 'open = true\n',
      },
      'ss-sec-022.tf.aws.public main.tf:4',
    ],
    [
      'a file that code reads',
      {
        'iam/main.tf': 'resource "aws_iam_policy" "p" {\n  policy = file("${path.module}/all.json")\n}\n',
        'iam/all.json': '{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}',
      },
      'ss-sec-040.tf.aws.policy iam/main.tf:2',
    ],
  ])('%s is judged, at the line that is wrong', async (_name, files, expected) => {
    const report = await scan(files);
    expect(places(report)).toContain(expected);
    expect(report.incomplete ?? null).toBeNull();
  });

  it('says what is wrong, where, and what to do', async () => {
    const { findings } = await scan({ 'main.tf': PUBLIC_DATABASE });
    expect(findings.find(({ ruleId }) => ruleId === 'ss-sec-022.tf.aws.public')).toMatchObject({
      severity: 'high',
      title: 'The database has a public address (aws_db_instance.shop)',
      remediation: 'Remove publicly_accessible, or set it to false.',
      cwe: 'CWE-668',
      lineEnd: 4,
      metadata: {
        control: 'SS-SEC-022',
        pillar: 'security',
        resources: ['aws_db_instance.shop'],
        regulatory_mapping: expect.arrayContaining(['GDPR: Art. 32']) as unknown,
        references: [expect.stringMatching(/^https:/)],
      },
    });
  });

  it('makes one finding of what count makes of one block', async () => {
    const { findings } = await scan({ 'main.tf': PUBLIC_DATABASE.replace('{', '{\n  count = 3') });
    const [first, ...others] = findings.filter(({ ruleId }) => ruleId === 'ss-sec-022.tf.aws.public');
    expect(others).toEqual([]);
    expect(first?.metadata?.['resources']).toHaveLength(3);
  });

  it('is skipped where there is none', async () => {
    const context = makeFakeContext({ files: { 'package.json': '{}', 'src/a.ts': '' } });
    expect(await waf.findSkipReason(context)).toMatchObject({ code: 'nothing-to-scan' });
  });

  it('finds nothing in other YAML and JSON', async () => {
    const report = await scan({ 'a.yaml': 'kind: x\n', 'b.json': '{"Resources": 1}', '.github/workflows/ci.yml': POD });
    expect(report).toEqual({ findings: [], notes: [] });
  });
});

describe('what could not be judged', () => {
  it('names code that cannot be parsed, and is incomplete', async () => {
    const report = await scan({ 'bad.tf': 'resource "x" {\n', 'main.tf': PUBLIC_DATABASE });
    expect(places(report)).toContain('ss-sec-022.tf.aws.public main.tf:4');
    expect(report.notes).toContainEqual(expect.stringMatching(/could not be read whole: bad\.tf:\d+: /));
    expect(report.incomplete).not.toBeNull();
  });

  it('names charts of Helm', async () => {
    const files = { 'shop/Chart.yaml': 'name: shop\n', 'shop/templates/pod.yaml': POD };
    expect(await scan(files)).toMatchObject({ findings: [], notes: [expect.stringContaining('shop/templates')] });
  });

  it('counts checks whose values are not known before a plan', async () => {
    const report = await scan({
      'main.tf': PUBLIC_DATABASE.replace('= true\n  storage', '= var.open\n  storage').concat('variable "open" {}\n'),
    });
    expect(places(report).join()).not.toContain('ss-sec-022');
    expect(report.notes).toContainEqual(expect.stringMatching(/could not be decided before a plan/));
  });
});

describe('controls of a project', () => {
  const control = `id: ACME-001
title: Names begin with acme
pillar: operations
severity: low
description: Every bucket is named after us.
checks:
  - id: acme-001.names
    engine: terraform
    provider: any
    automated: true
    title: The name begins with acme
    scope:
      block_type: resource
      resource_types: [aws_s3_bucket]
    assertions:
      - attribute: bucket
        op: matches
        pattern: ^acme-
        message: The name does not begin with acme.
    remediation: Rename the bucket.
`;
  const bucket = { 'main.tf': 'resource "aws_s3_bucket" "b" {\n  bucket = "logs"\n}\n' };
  const options = { wafControls: [`${ROOT}/policy/acme.yml`] };

  it('are used instead of the built-in ones', async () => {
    const report = await scan({ ...bucket, 'policy/acme.yml': control }, { options });
    expect(places(report)).toEqual(['acme-001.names main.tf:2']);
  });

  it('that are wrong end the scan with their line', async () => {
    const broken = control.replace('op: matches', 'op: mtches');
    await expect(scan({ ...bucket, 'policy/acme.yml': broken }, { options })).rejects.toThrow(/policy\/acme\.yml:17/);
  });

  it.each([
    ['that do not exist', `${ROOT}/policy/none.yml`, /policy\/none\.yml, where no control/],
    ['outside of the target', '/etc/controls', /outside of what is scanned/],
  ])('%s end the scan', async (_name, path, message) => {
    await expect(scan(bucket, { options: { wafControls: [path] } })).rejects.toThrow(message);
  });
});

describe('waivers', () => {
  const waiver = (expires: string): Readonly<Record<string, string>> => ({
    'main.tf': PUBLIC_DATABASE,
    '.wafpass-skip.yml': `waivers:\n  - id: SS-SEC-022\n    reason: moves next month\n    expires: "${expires}"\n`,
  });

  it('mark findings that they hold for', async () => {
    const { findings } = await scan(waiver('2031-01-01'));
    const waived = findings.filter(({ metadata }) => metadata?.['waived'] !== undefined);
    expect(waived.map(({ ruleId }) => ruleId)).toEqual(['ss-sec-022.tf.aws.public']);
    expect(waived[0]?.metadata?.['waived']).toEqual({ reason: 'moves next month', expires: '2031-01-01' });
  });

  it('that have ended mark nothing, and are named', async () => {
    const { findings, notes } = await scan(waiver('1969-01-01'));
    expect(findings.filter(({ metadata }) => metadata?.['waived'] !== undefined)).toEqual([]);
    expect(notes).toContainEqual(expect.stringMatching(/SS-SEC-022.*1969-01-01/));
  });
});
