import { dump } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { checkInfrastructure, type CheckRequest, loadControls, terraformReader } from '../src/index.ts';

interface Asked {
  readonly scope?: object;
  readonly provider?: string | null;
}

/** Results of one check, as `address STATUS`. */
function evaluate(
  code: string,
  assertions: readonly object[],
  { scope = { resource_types: ['aws_x'] }, provider = 'aws' }: Asked = {},
  more: Partial<CheckRequest> = {},
): readonly string[] {
  const check = { id: 'c', engine: 'terraform', provider, automated: true, scope, assertions };
  const control = { id: 'WAF-SEC-900', title: 'T', pillar: 'security', checks: [check] };
  const { controls, problems } = loadControls([{ path: 'c.yml', text: dump(control) }]);
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  const files = [{ path: 'main.tf', text: code }];
  const request = { reader: terraformReader, files, controls, today: '2026-01-01', ...more };
  return checkInfrastructure(request).evaluations.flatMap(({ results }) =>
    results.map(({ resource, status }) => `${resource} ${status}`),
  );
}

describe('which of several values count', () => {
  const code = `resource "aws_x" "mixed" {
  rule { on = false }
  rule { on = true }
}
resource "aws_x" "all" {
  rule { on = true }
  rule { on = true }
}
resource "aws_x" "gap" {
  rule { on = true }
  rule {}
}
resource "aws_x" "none" {}
`;
  it.each([
    ['first', ['FAIL', 'PASS', 'PASS', 'FAIL']],
    ['any', ['PASS', 'PASS', 'PASS', 'FAIL']],
    ['all', ['FAIL', 'PASS', 'FAIL', 'FAIL']],
    ['none', ['FAIL', 'FAIL', 'FAIL', 'PASS']],
  ])('each: %s', (each, statuses) => {
    const results = evaluate(code, [{ attribute: 'rule.on', op: 'is_true', each }]);
    expect(results.map((result) => result.split(' ')[1])).toEqual(statuses);
  });

  it('paths name one element, or all', () => {
    const of = (attribute: string): readonly string[] =>
      evaluate(code, [{ attribute, op: 'is_true' }]).map((result) => result.split(' ')[1] ?? '');
    expect(of('rule[1].on')).toEqual(['PASS', 'PASS', 'FAIL', 'FAIL']);
    expect(of('rule[*].on')).toEqual(['FAIL', 'PASS', 'FAIL', 'FAIL']);
  });

  it('paths name keys with dots', () => {
    const labels = 'resource "aws_x" "a" { labels = { "app.io/name" = "x" } }';
    for (const attribute of ['labels."app.io/name"', 'labels["app.io/name"]'])
      expect(evaluate(labels, [{ attribute, op: 'equals', expected: 'x' }])).toEqual(['aws_x.a PASS']);
  });
});

describe('a missing attribute', () => {
  it.each([
    [undefined, ['FAIL', 'FAIL', 'FAIL']],
    ['pass', ['PASS', 'PASS', 'FAIL']],
    ['skip', ['SKIP', 'SKIP', 'FAIL']],
    ['fail', ['FAIL', 'FAIL', 'FAIL']],
  ])('if_missing: %s', (ifMissing, statuses) => {
    const code = 'resource "aws_x" "a" {}\nresource "aws_x" "b" { v = null }\nresource "aws_x" "c" { v = 1 }';
    const assertion = { attribute: 'v', op: 'is_false', ...(ifMissing === undefined ? {} : { if_missing: ifMissing }) };
    expect(evaluate(code, [assertion]).map((result) => result.split(' ')[1])).toEqual(statuses);
  });
});

describe('the scope', () => {
  const code = 'resource "aws_x" "one" { kind = "a" }\nresource "aws_x" "two" { kind = var.k }\nvariable "k" {}';
  it('selects by name and by a condition; where that is not known, nothing is decided', () => {
    const assertion = [{ attribute: 'kind', op: 'attribute_exists' }];
    const named = { resource_types: ['aws_x'], name_pattern: '^t' };
    expect(evaluate(code, assertion, { scope: named })).toEqual(['aws_x.two PASS']);
    const filtered = { resource_types: ['aws_x'], filter: { attribute: 'kind', op: 'equals', value: 'b' } };
    expect(evaluate(code, assertion, { scope: filtered })).toEqual(['aws_x.two SKIP']);
  });

  it('can require a block, where its provider is in use', () => {
    const scope = { resource_types: ['aws_trail'], require: 'present' };
    expect(evaluate(code, [{ op: 'block_exists' }], { scope })).toEqual(['aws_trail FAIL']);
    expect(evaluate(code, [{ op: 'block_exists' }], { scope, provider: 'google' })).toEqual([]);
  });
});

describe('values that are not known before a plan', () => {
  const code = 'variable "v" {}\nresource "aws_x" "a" { v = var.v }';
  it('are not decided, or texts that match nothing', () => {
    const assertion = [{ attribute: 'v', op: 'is_true' }];
    expect(evaluate(code, assertion)).toEqual(['aws_x.a SKIP']);
    expect(evaluate(code, assertion, {}, { unknown: 'fail' })).toEqual(['aws_x.a FAIL']);
    expect(evaluate(code, [{ attribute: 'v', op: 'not_matches', pattern: '^us-' }], {}, { unknown: 'fail' })).toEqual([
      'aws_x.a PASS',
    ]);
  });

  it('fail a negative check by what is known of them', () => {
    const policy = 'resource "aws_x" "a" { p = "{\\"Action\\":\\"*\\",\\"Resource\\":\\"${aws_y.b.arn}\\"}" }';
    const not = (pattern: string): readonly string[] =>
      evaluate(policy, [{ attribute: 'p', op: 'json_not_contains_pattern', pattern }]);
    expect(not(String.raw`"Action":\s*"\*"`)).toEqual(['aws_x.a FAIL']);
    expect(not('"Effect"')).toEqual(['aws_x.a SKIP']);
  });
});

describe('operators that look around', () => {
  const CASES: Readonly<Record<string, readonly [assertion: object, code: string, results: readonly string[]]>> = {
    'an associated resource of a type, by an attribute, with a text in another': [
      {
        op: 'has_associated_resource',
        associated_resource_type: 'aws_e',
        associated_attribute: 'x_id',
        filter_attribute: 'service',
        filter_contains: 's3',
      },
      `resource "aws_x" "a" {}
resource "aws_x" "b" {}
resource "aws_x" "c" {}
resource "aws_e" "a" {
  x_id    = aws_x.a.id
  service = "com.\${var.region}.s3"
}
resource "aws_e" "b" {
  x_id    = aws_x.b.id
  service = "ec2"
}
resource "aws_e" "c" {
  other   = aws_x.c.id
  service = "s3"
}
variable "region" {}`,
      ['aws_x.a PASS', 'aws_x.b FAIL', 'aws_x.c FAIL'],
    ],
    'a value in the list of a variable': [
      { attribute: 'v', op: 'in_variable', variable: 'var.allowed' },
      `variable "allowed" { default = ["eu"] }
variable "given" {}
resource "aws_x" "a" { v = "eu" }
resource "aws_x" "b" { v = "us" }
resource "aws_x" "c" { v = var.given }`,
      ['aws_x.a PASS', 'aws_x.b FAIL', 'aws_x.c SKIP'],
    ],
    'the region of each ARN': [
      { attribute: 'rule.arn', op: 'region_in_arn_matches', allowed_values_variable: 'var.allowed' },
      `variable "allowed" { default = ["eu-west-1"] }
resource "aws_x" "a" {
  rule { arn = "arn:aws:backup:eu-west-1:1:v" }
  rule { arn = "arn:aws:backup:us-east-1:1:v" }
}
resource "aws_x" "b" {
  rule { arn = "arn:aws:backup:eu-west-1:1:v" }
}
resource "aws_x" "c" {}`,
      ['aws_x.a FAIL', 'aws_x.b PASS', 'aws_x.c SKIP'],
    ],
    'a metric filter for the metric': [
      { attribute: 'metric', op: 'has_associated_metric_filter', filter_pattern: '{ $.type = Root }' },
      `resource "aws_cloudwatch_log_metric_filter" "f" {
  pattern = "{$.type = \\"Root\\" && $.x = 1}"
  metric_transformation { name = "Root" }
}
resource "aws_x" "a" { metric = "Root" }
resource "aws_x" "b" { metric = "CPU" }`,
      ['aws_x.a PASS', 'aws_x.b FAIL'],
    ],
    'the bucket of a trail': [
      { attribute: 'bucket', op: 'references_cloudtrail_bucket' },
      `resource "aws_s3_bucket" "t" {}
resource "aws_s3_bucket" "o" {}
resource "aws_cloudtrail" "c" { s3_bucket_name = aws_s3_bucket.t.id }
resource "aws_x" "a" { bucket = aws_s3_bucket.t.id }
resource "aws_x" "b" { bucket = aws_s3_bucket.o.id }
resource "aws_x" "c" { bucket = "by-name" }`,
      ['aws_x.a PASS', 'aws_x.b FAIL', 'aws_x.c SKIP'],
    ],
    'not true while all conditions hold': [
      {
        attribute: 'egress',
        op: 'not_all_true_with',
        conditions: [
          { attribute: 'from', op: 'equals', expected: 0 },
          { attribute: 'cidr', op: 'equals', expected: '0.0.0.0/0' },
        ],
      },
      `variable "c" {}
resource "aws_x" "a" {
  egress = true
  from   = 0
  cidr   = "0.0.0.0/0"
}
resource "aws_x" "b" {
  egress = true
  from   = 443
  cidr   = "0.0.0.0/0"
}
resource "aws_x" "c" {
  egress = true
  from   = 0
  cidr   = var.c
}
resource "aws_x" "d" {
  egress {
    from = 1
    cidr = "0.0.0.0/0"
  }
  egress {
    from = 0
    cidr = "0.0.0.0/0"
  }
}
resource "aws_x" "e" {}`,
      ['aws_x.a FAIL', 'aws_x.b PASS', 'aws_x.c SKIP', 'aws_x.d FAIL', 'aws_x.e PASS'],
    ],
    'not one value next to another': [
      {
        attribute: 'rule.direction',
        op: 'not_equals_with_sibling',
        value: 'Outbound',
        sibling_condition: { attribute: 'to', op: 'equals', expected: '*' },
      },
      `resource "aws_x" "a" {
  rule {
    direction = "Inbound"
    to        = "*"
  }
  rule {
    direction = "Outbound"
    to        = "*"
  }
}
resource "aws_x" "b" {
  rule {
    direction = "Outbound"
    to        = "10.0.0.0/8"
  }
}`,
      ['aws_x.a FAIL', 'aws_x.b PASS'],
    ],
    'keys that the provider adds to all': [
      { attribute: 'tags', op: 'key_exists', key: 'owner' },
      `provider "aws" {
  default_tags { tags = { owner = "us" } }
}
provider "aws" { alias = "west" }
resource "aws_x" "a" {}
resource "aws_x" "b" { provider = aws.west }`,
      ['aws_x.a PASS', 'aws_x.b FAIL'],
    ],
    'an own ARN is not that of the provider': [
      { attribute: 'arn', op: 'not_equals', expected: 'arn:aws:iam::aws:policy/AdministratorAccess' },
      `variable "arn" {}
resource "aws_x" "a" { arn = aws_iam_policy.own.arn }
resource "aws_x" "b" { arn = var.arn }`,
      ['aws_x.a PASS', 'aws_x.b SKIP'],
    ],
  };

  it.each(Object.entries(CASES))('%s', (_name, [assertion, code, results]) => {
    expect(evaluate(code, [assertion])).toEqual(results);
  });

  it('versions of all providers, and of modules from a registry only', () => {
    const code = `terraform {
  required_providers {
    aws    = { version = "~> 5" }
    google = { source = "hashicorp/google" }
    old    = "~> 1"
  }
}
module "a" { source = "ns/name/aws" }
module "b" {
  source  = "host.io/ns/name/aws//sub"
  version = "1"
}
module "c" { source = "git::https://x/y.git" }`;
    const all = [{ attribute: 'version', op: 'attribute_exists_on_all_providers' }];
    expect(evaluate(code, all, { scope: { block_type: 'terraform' } })).toEqual(['terraform FAIL']);
    const some = [{ attribute: 'version', op: 'attribute_exists_if', condition: 'source_starts_with_registry' }];
    expect(evaluate(code, some, { scope: { block_type: 'module' } })).toEqual([
      'module.a FAIL',
      'module.b PASS',
      'module.c PASS',
    ]);
  });
});

describe('checks that do not run', () => {
  it('are listed with the reason', () => {
    const check = (id: string, more: object): object => ({ id, engine: 'terraform', automated: true, ...more });
    const control = {
      id: 'WAF-SEC-900',
      title: 'T',
      pillar: 'security',
      checks: [
        check('a', { engine: 'cdk' }),
        check('b', { provider: 'google' }),
        check('c', { provider: 'aws', severity: 'low' }),
      ],
    };
    const { controls } = loadControls([{ path: 'c.yml', text: dump(control) }]);
    const { evaluations } = checkInfrastructure({
      reader: terraformReader,
      files: [{ path: 'main.tf', text: 'resource "aws_x" "a" {}' }],
      controls,
      today: '2026-01-01',
      severity: 'medium',
    });
    expect(evaluations.flatMap(({ dropped }) => dropped.map(({ reason }) => reason))).toEqual([
      'it is for cdk, not for terraform',
      'the code does not use the provider google',
      'its severity low is too low for this run',
    ]);
    expect(evaluations[0]?.status).toBe('SKIP');
  });
});
