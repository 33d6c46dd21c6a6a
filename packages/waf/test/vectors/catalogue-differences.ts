/** Where a result on the recorded inputs of the whole framework is another one here. */
export interface CatalogueDifference {
  readonly because: string;
  /** Case, check, resource, and our status; null where there is no result. */
  readonly rows: readonly (readonly [case_: string, check: string, resource: string, status: string | null])[];
}

/** All of them, by reason. Part of the table in `deviations.ts`, for its length in a file of its own. */
export const catalogueDifferences: readonly CatalogueDifference[] = [
  {
    because: 'BETTER §9.9: key_exists looks into the default tags of the provider',
    rows: [['aws-hardened', 'waf-cost-010.tf.aws.compute-mandatory-tags', 'aws_cloudwatch_log_group.lg', 'PASS']],
  },
  {
    because: '§9.9: the key that the control writes as `expected` is looked for; the reference looks for none',
    rows: [
      ['fixture-compliant', 'waf-sec-130.tf.aws.data-class-tag-required', 'aws_s3_bucket.data', 'PASS'],
      [
        'fixture-fix-compliant-expected',
        'waf-sec-130.tf.aws.data-class-tag-required',
        'aws_dynamodb_table.agent_memory',
        'PASS',
      ],
      ['fixture-fix-compliant-expected', 'waf-sec-130.tf.aws.data-class-tag-required', 'aws_s3_bucket.data', 'PASS'],
      ['aws-hardened', 'waf-sec-130.tf.aws.data-class-tag-required', 'aws_db_instance.db', 'PASS'],
      ['aws-hardened', 'waf-sec-130.tf.aws.data-class-tag-required', 'aws_s3_bucket.data', 'PASS'],
    ],
  },
  {
    because: 'BETTER §9.3: instances of a known for_each are blocks of their own',
    rows: [
      ['references-and-expressions', 'waf-cost-010.tf.aws.compute-mandatory-tags', 'aws_s3_bucket.b', null],
      ['references-and-expressions', 'waf-sec-130.tf.aws.data-class-tag-required', 'aws_s3_bucket.b', null],
      ['references-and-expressions', 'waf-sov-010.tf.any.resource-tag-data-residency', 'aws_s3_bucket.b', null],
      ['references-and-expressions', 'waf-sov-100.tf.any.resource-tag-portability', 'aws_s3_bucket.b', null],
      ['references-and-expressions', 'waf-sus-090.tf.aws.cost-explorer-export-s3', 'aws_s3_bucket.b', null],
      ['references-and-expressions', 'waf-sov-100.tf.aws.s3-lifecycle-policy-defined', 'aws_s3_bucket.b', null],
      ['references-and-expressions', 'waf-cost-010.tf.aws.compute-mandatory-tags', 'aws_s3_bucket.b["a"]', 'PASS'],
      ['references-and-expressions', 'waf-cost-010.tf.aws.compute-mandatory-tags', 'aws_s3_bucket.b["b"]', 'PASS'],
      ['references-and-expressions', 'waf-sec-130.tf.aws.data-class-tag-required', 'aws_s3_bucket.b["a"]', 'FAIL'],
      ['references-and-expressions', 'waf-sec-130.tf.aws.data-class-tag-required', 'aws_s3_bucket.b["b"]', 'FAIL'],
      ['references-and-expressions', 'waf-sov-010.tf.any.resource-tag-data-residency', 'aws_s3_bucket.b["a"]', 'FAIL'],
      ['references-and-expressions', 'waf-sov-010.tf.any.resource-tag-data-residency', 'aws_s3_bucket.b["b"]', 'FAIL'],
      ['references-and-expressions', 'waf-sov-100.tf.aws.s3-lifecycle-policy-defined', 'aws_s3_bucket.b["a"]', 'FAIL'],
      ['references-and-expressions', 'waf-sov-100.tf.aws.s3-lifecycle-policy-defined', 'aws_s3_bucket.b["b"]', 'FAIL'],
      ['references-and-expressions', 'waf-sov-100.tf.any.resource-tag-portability', 'aws_s3_bucket.b["a"]', 'FAIL'],
      ['references-and-expressions', 'waf-sov-100.tf.any.resource-tag-portability', 'aws_s3_bucket.b["b"]', 'FAIL'],
      ['references-and-expressions', 'waf-sus-090.tf.aws.cost-explorer-export-s3', 'aws_s3_bucket.b["a"]', 'FAIL'],
      ['references-and-expressions', 'waf-sus-090.tf.aws.cost-explorer-export-s3', 'aws_s3_bucket.b["b"]', 'FAIL'],
    ],
  },
  {
    because: '§9.3: a value that is not known before a plan is not decided',
    rows: [
      ['references-and-expressions', 'waf-rel-030.tf.aws.rds-multi-az', 'aws_db_instance.db', 'SKIP'],
      ['references-and-expressions', 'waf-sov-030.tf.aws.db-instance-backup-retention', 'aws_db_instance.db', 'SKIP'],
      ['references-and-expressions', 'waf-sus-030.tf.aws.preferred-regions', 'provider.aws', 'SKIP'],
    ],
  },
  {
    because: 'BETTER §9.3: variables, local values and merges are worked out',
    rows: [
      ['references-and-expressions', 'waf-cost-010.tf.aws.compute-mandatory-tags', 'aws_db_instance.db', 'PASS'],
      ['references-and-expressions', 'waf-sec-030.tf.aws.rds-encryption-enabled', 'aws_db_instance.db', 'PASS'],
      ['references-and-expressions', 'waf-sov-050.tf.aws.rds-storage-encrypted', 'aws_db_instance.db', 'PASS'],
    ],
  },
  {
    because: 'BETTER §9.10: the operator is evaluated',
    rows: [
      ['aws-bare-minimum', 'waf-sec-050.tf.aws.no-unrestricted-ssh', 'aws_security_group.open', 'FAIL'],
      ['aws-bare-minimum', 'waf-sov-060.tf.aws.no-wildcard-iam-policy', 'aws_iam_policy.star', 'FAIL'],
      ['aws-hardened', 'waf-sec-050.tf.aws.no-unrestricted-ssh', 'aws_security_group.web', 'PASS'],
      ['azure-minimum', 'waf-sov-090.tf.azurerm.nsg-no-open-outbound', 'azurerm_network_security_rule.any', 'PASS'],
      ['modules-only', 'waf-sov-080.tf.any.module-source-version-pinned', 'module.git', 'PASS'],
      ['modules-only', 'waf-sov-080.tf.any.module-source-version-pinned', 'module.local', 'PASS'],
      ['modules-only', 'waf-sov-080.tf.any.module-source-version-pinned', 'module.unpinned', 'PASS'],
      ['modules-only', 'waf-sov-080.tf.any.module-source-version-pinned', 'module.vpc', 'PASS'],
    ],
  },
  {
    because: 'BETTER §9.7: scope `any` is supported',
    rows: [
      ['fixture-compliant', 'waf-sov-020.tf.aws.no-hardcoded-non-sovereign-region', 'provider.aws', 'PASS'],
      [
        'fixture-fix-compliant-expected',
        'waf-sov-020.tf.aws.no-hardcoded-non-sovereign-region',
        'provider.aws',
        'PASS',
      ],
      ['aws-bare-minimum', 'waf-sov-020.tf.aws.no-hardcoded-non-sovereign-region', 'provider.aws', 'FAIL'],
      ['aws-hardened', 'waf-sov-020.tf.aws.no-hardcoded-non-sovereign-region', 'provider.aws', 'PASS'],
      ['multi-cloud', 'waf-sov-020.tf.aws.no-hardcoded-non-sovereign-region', 'provider.aws', 'PASS'],
      ['providers-only', 'waf-sov-020.tf.aws.no-hardcoded-non-sovereign-region', 'provider.aws', 'FAIL'],
      ['references-and-expressions', 'waf-sov-020.tf.aws.no-hardcoded-non-sovereign-region', 'provider.aws', 'SKIP'],
      ['eks-and-network', 'waf-sov-020.tf.aws.no-hardcoded-non-sovereign-region', 'provider.aws', 'PASS'],
    ],
  },
  {
    because: 'BETTER §8.2: name_pattern is honoured',
    rows: [
      ['aws-bare-minimum', 'waf-sov-040.tf.aws.log-group-kms-encryption', 'aws_cloudwatch_log_group.lg', null],
      ['aws-hardened', 'waf-sov-040.tf.aws.log-group-kms-encryption', 'aws_cloudwatch_log_group.lg', null],
      ['variables-and-terraform-only', 'waf-sov-020.tf.aws.region-variable-validation', 'var.cost_center', null],
      ['variables-and-terraform-only', 'waf-sov-020.tf.aws.region-variable-validation', 'var.db_password', null],
      ['variables-and-terraform-only', 'waf-sov-020.tf.aws.region-variable-validation', 'var.environment', null],
      ['variables-and-terraform-only', 'waf-sov-020.tf.azurerm.location-variable-validation', 'var.cost_center', null],
      ['variables-and-terraform-only', 'waf-sov-020.tf.azurerm.location-variable-validation', 'var.db_password', null],
      ['variables-and-terraform-only', 'waf-sov-020.tf.azurerm.location-variable-validation', 'var.environment', null],
      ['variables-and-terraform-only', 'waf-sov-020.tf.google.region-variable-validation', 'var.cost_center', null],
      ['variables-and-terraform-only', 'waf-sov-020.tf.google.region-variable-validation', 'var.db_password', null],
      ['variables-and-terraform-only', 'waf-sov-020.tf.google.region-variable-validation', 'var.environment', null],
      ['references-and-expressions', 'waf-sov-020.tf.aws.region-variable-validation', 'var.encrypted', null],
    ],
  },
  {
    because: 'BETTER §9.9: only a reference from a resource of the named type counts',
    rows: [
      [
        'fixture-fix-compliant-expected',
        'waf-sov-100.tf.aws.s3-lifecycle-policy-defined',
        'aws_s3_bucket.data',
        'FAIL',
      ],
      ['aws-hardened', 'waf-sov-090.tf.aws.vpc-endpoint-s3', 'aws_vpc.main', 'FAIL'],
      ['multi-cloud', 'waf-sov-100.tf.aws.s3-lifecycle-policy-defined', 'aws_s3_bucket.b', 'FAIL'],
    ],
  },
];
