/** Checks whose examples come out in another way than recorded. Part of the table in `deviations.ts`. */
export const exampleDifferences: Readonly<
  Record<string, { readonly because: string; readonly compliant: string | null; readonly nonCompliant: string | null }>
> = {
  'waf-cost-010.tf.aws.compute-mandatory-tags': {
    because: '§9.3: a value that is not known before a plan is not decided',
    compliant: 'SKIP',
    nonCompliant: 'FAIL',
  },
  'waf-cost-030.tf.aws.ec2-rightsizing-tag-required': {
    because: 'BETTER §9.9: key_exists looks into what merge() gives',
    compliant: 'PASS',
    nonCompliant: 'FAIL',
  },
  'waf-cost-030.tf.azurerm.vm-rightsizing-tag': {
    because: 'BETTER §9.9: key_exists looks into what merge() gives',
    compliant: 'PASS',
    nonCompliant: 'FAIL',
  },
  'waf-cost-050.tf.any.high-lockin-resource-tagged': {
    because: 'BETTER §9.9: key_exists looks into what merge() gives',
    compliant: 'PASS',
    nonCompliant: 'FAIL',
  },
  'waf-cost-060.tf.any.finops-review-tag-current': {
    because: 'BETTER §9.9: key_exists looks into what merge() gives',
    compliant: 'PASS',
    nonCompliant: 'FAIL',
  },
  'waf-cost-080.tf.aws.ec2-capacity-commitment-tag': {
    because: 'BETTER §9.9: key_exists looks into what merge() gives',
    compliant: 'PASS',
    nonCompliant: 'FAIL',
  },
  'waf-cost-080.tf.azurerm.vm-commitment-tag': {
    because: 'BETTER §9.9: key_exists looks into what merge() gives',
    compliant: 'PASS',
    nonCompliant: 'FAIL',
  },
  'waf-cost-090.tf.aws.vpc-endpoint-s3-exists': {
    because: '§9.3: a value that is not known before a plan is not decided',
    compliant: 'SKIP',
    nonCompliant: 'SKIP(no match)',
  },
  'waf-perf-070.tf.aws.vpc-endpoint-s3': {
    because: '§9.3: a value that is not known before a plan is not decided',
    compliant: 'SKIP',
    nonCompliant: 'SKIP(no match)',
  },
  'waf-sec-050.tf.aws.no-unrestricted-ssh': {
    because: 'BETTER §9.10: the operator is evaluated',
    compliant: 'PASS',
    nonCompliant: 'FAIL',
  },
  'waf-sec-130.tf.aws.data-class-tag-required': {
    because: '§9.9: the key that the control writes as `expected` is looked for',
    compliant: 'PASS',
    nonCompliant: 'FAIL',
  },
  'waf-sov-020.tf.aws.region-variable-validation': {
    because: 'block_exists with the name of a nested block of the language looks for it',
    compliant: 'PASS',
    nonCompliant: 'FAIL',
  },
  'waf-sov-020.tf.azurerm.location-variable-validation': {
    because: 'block_exists with the name of a nested block of the language looks for it',
    compliant: 'PASS',
    nonCompliant: 'FAIL',
  },
  'waf-sov-020.tf.google.region-variable-validation': {
    because: 'block_exists with the name of a nested block of the language looks for it',
    compliant: 'PASS',
    nonCompliant: 'FAIL',
  },
  'waf-sov-020.tf.aws.no-hardcoded-non-sovereign-region': {
    because: 'BETTER §9.7: scope `any` is supported; its variable is declared nowhere',
    compliant: 'SKIP',
    nonCompliant: 'FAIL',
  },
  'waf-sov-070.tf.aws.cloudwatch-alarm-root-login': {
    because: 'BETTER §9.10: the operator is evaluated',
    compliant: 'PASS',
    nonCompliant: 'SKIP(no match)',
  },
  'waf-sov-080.tf.any.module-source-version-pinned': {
    because: 'BETTER §9.10: the operator is evaluated',
    compliant: 'PASS',
    nonCompliant: 'FAIL',
  },
};

/** Good examples that fail, each because of what its control asks. In the order of the checks. */
export const goodThatFail: Readonly<Record<string, string>> = {
  'waf-perf-040.tf.azurerm.sql-query-insights':
    'asks for min_tls_version; the argument of azurerm_mssql_server is minimum_tls_version',
  'waf-perf-080.tf.google.cloud-run-min-instances':
    'asks for the annotation of the first version; the example shows the scaling block of the second',
  'waf-perf-090.tf.aws.ebs-gp3-volume-type': 'asks for volume_type; the argument of aws_ebs_volume is type',
  'waf-rel-100.tf.google.org-policy-reliability':
    'asks for name and spec of google_org_policy_policy; the example shows another resource',
  'waf-sec-040.tf.aws.alb-https-listener': 'fails every listener with HTTP, also the redirect that its text allows',
  'waf-sov-080.tf.any.required-providers-version-pinned':
    'asks for version at the top of the block; its sub_block is no part of the contract',
  'waf-sov-090.tf.aws.no-unrestricted-egress': 'fails a rule without ipv6_cidr_blocks: §9.9, a missing attribute fails',
  'waf-sus-070.tf.aws.lambda-no-large-layers': 'asks that layers are there, while it means that they are not',
};

/** Bad examples that pass, each because what is wrong with it is not asked for. In the order of the checks. */
export const badThatPass: Readonly<Record<string, string>> = {
  'waf-ops-050.tf.aws.codepipeline-manual-approval': 'asks for any stage, not for one that approves',
  'waf-ops-050.tf.azurerm.devops-environment-approval': 'asks for a name, not for an approval',
  'waf-ops-060.tf.aws.prometheus-alert-runbook-label': 'the word it looks for stands in a comment of the rules',
  'waf-ops-070.tf.azurerm.action-group-incident': 'asks for names, not for receivers',
  'waf-sec-040.tf.aws.cloudfront-tls-policy': 'asks for the block, not for its version of TLS',
  'waf-sec-120.tf.aws.eks-private-endpoint': 'asks for the block, not for its endpoints',
  'waf-sus-020.tf.azurerm.vm-efficient-series': 'its pattern does not match names with an underscore',
  'waf-sus-040.tf.aws.autoscaling-enabled': 'asks for both sizes, not that they differ',
  'waf-sus-070.tf.aws.lambda-no-large-layers': 'asks that layers are there, while it means that they are not',
};
