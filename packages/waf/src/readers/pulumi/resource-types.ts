import { snakeCase } from '../program/snake-case.ts';

/** Packages of Pulumi and the prefix of the resource types of their provider in Terraform. */
const PREFIXES: Readonly<Record<string, string>> = {
  aws: 'aws',
  azure: 'azurerm',
  gcp: 'google',
  digitalocean: 'digitalocean',
  cloudflare: 'cloudflare',
  hcloud: 'hcloud',
  oci: 'oci',
  openstack: 'openstack',
};

/** Types whose name does not follow from module and class. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  'aws.bedrock.Agent': 'aws_bedrockagent',
  'aws.bedrock.AgentAgent': 'aws_bedrockagent_agent',
  'aws.rds.Instance': 'aws_db_instance',
  'aws.rds.SubnetGroup': 'aws_db_subnet_group',
  'aws.lb.LoadBalancer': 'aws_lb',
  'aws.alb.LoadBalancer': 'aws_alb',
  'aws.ebs.Volume': 'aws_ebs_volume',
  'aws.ec2.LaunchTemplate': 'aws_launch_template',
  'aws.cloudtrail.Trail': 'aws_cloudtrail',
  'azure.storage.Account': 'azurerm_storage_account',
  'azure.mssql.Server': 'azurerm_mssql_server',
  'azure.core.ResourceGroup': 'azurerm_resource_group',
};

/** Modules that are no part of a type: `aws.ec2.Instance` is `aws_instance`. */
const SILENT_MODULES = new Set(['aws.ec2', 'azure.compute', 'azure.core', 'azure.network']);

/** Modules that have another name in types. */
const MODULE_NAMES: Readonly<Record<string, string>> = {
  'aws.lambda_': 'lambda',
  'gcp.projects': 'project',
};

/**
 * The resource type of Terraform for a class of a Pulumi package: `aws`, `s3`, `BucketV2` is `aws_s3_bucket`; most
 * classes are made from the types by rule. Undefined for what is no resource of a known package.
 */
export function pulumiType(packageName: string, path: readonly string[]): string | undefined {
  const prefix = Object.hasOwn(PREFIXES, packageName) ? PREFIXES[packageName] : undefined;
  const className = path.at(-1)?.replace(/V\d$/, '') ?? '';
  // Functions begin with a small letter, arguments are no resources.
  if (prefix === undefined || !/^[A-Z]\w*$/.test(className) || className.endsWith('Args') || className === 'Provider')
    return undefined;
  const module = path.length > 1 ? (path[0] ?? '') : '';
  const full = `${packageName}.${module}`;
  const key = `${full}.${className}`;
  if (Object.hasOwn(EXCEPTIONS, key)) return EXCEPTIONS[key];
  const named = Object.hasOwn(MODULE_NAMES, full) ? (MODULE_NAMES[full] ?? module) : module;
  const middle = named === '' || SILENT_MODULES.has(full) ? '' : `${named.toLowerCase()}_`;
  return `${prefix}_${middle}${snakeCase(className)}`;
}
