import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Three controls like those that the sandbox had when the exchanges were recorded. */
const CONTROLS: Readonly<Record<string, object>> = {
  'WAF-COST-900': {
    title: 'Budgets exist',
    pillar: 'cost',
    severity: 'medium',
    checks: [
      {
        id: 'waf-cost-900.tf.aws.budget',
        engine: 'terraform',
        provider: 'aws',
        title: 'There is a limit',
        scope: { block_type: 'resource', resource_types: ['aws_budgets_budget'] },
        assertions: [{ attribute: 'limit_amount', op: 'attribute_exists' }],
      },
    ],
  },
  'WAF-OPS-900': {
    title: 'Runtime facts',
    pillar: 'operations',
    severity: 'low',
    checks: [
      {
        id: 'waf-ops-900.tf.aws.runtime',
        engine: 'terraform',
        provider: 'aws',
        title: 'Needs runtime data',
        severity: 'low',
        scope: { block_type: 'resource', resource_types: ['aws_s3_bucket'] },
        // Nothing gives the variable a value.
        assertions: [{ attribute: 'acl', op: 'in_variable', variable: 'var.unknown_to_all' }],
      },
    ],
  },
  'WAF-SEC-900': {
    title: 'Bucket ACL is private',
    pillar: 'security',
    severity: 'high',
    checks: [
      {
        id: 'waf-sec-900.tf.aws.acl',
        engine: 'terraform',
        provider: 'aws',
        title: 'ACL must be private',
        severity: 'critical',
        scope: { block_type: 'resource', resource_types: ['aws_s3_bucket'] },
        assertions: [{ attribute: 'acl', op: 'equals', expected: 'private' }],
        remediation: 'Set acl to private.',
      },
      {
        id: 'waf-sec-900.cdk.aws.acl',
        engine: 'cdk',
        provider: 'aws',
        title: 'ACL must be private (CDK)',
        scope: { block_type: 'resource', resource_types: ['aws_s3_bucket'] },
        assertions: [{ attribute: 'acl', op: 'equals', expected: 'private' }],
      },
    ],
  },
};

export async function writeMiniControls(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true });
  for (const [id, control] of Object.entries(CONTROLS)) {
    const { checks, ...rest } = control as { readonly checks: readonly object[] };
    const whole = {
      id,
      status: 'active',
      type: ['iac'],
      description: 'For tests',
      ...rest,
      checks: checks.map((check) => ({ automated: true, ...check })),
    };
    // JSON is YAML.
    await writeFile(join(directory, `${id}.yml`), JSON.stringify(whole));
  }
}
