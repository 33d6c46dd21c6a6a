import type { QualifiedName } from '../program/evaluate-program.ts';

/** Constructs by service and class, and the resource types of Terraform that checks know them by. */
const TYPES: Readonly<Record<string, string>> = {
  's3.Bucket': 'aws_s3_bucket',
  'dynamodb.Table': 'aws_dynamodb_table',
  'dynamodb.TableV2': 'aws_dynamodb_table',
  'lambda.Function': 'aws_lambda_function',
  'lambda.DockerImageFunction': 'aws_lambda_function',
  'lambda_nodejs.NodejsFunction': 'aws_lambda_function',
  'bedrock.Agent': 'aws_bedrockagent',
  'sqs.Queue': 'aws_sqs_queue',
  'sns.Topic': 'aws_sns_topic',
  'kms.Key': 'aws_kms_key',
  'rds.DatabaseInstance': 'aws_db_instance',
  'rds.DatabaseCluster': 'aws_rds_cluster',
  'ec2.Vpc': 'aws_vpc',
  'ec2.SecurityGroup': 'aws_security_group',
  'ec2.Instance': 'aws_instance',
  'ec2.Volume': 'aws_ebs_volume',
  'efs.FileSystem': 'aws_efs_file_system',
  'ecr.Repository': 'aws_ecr_repository',
  'ecs.Cluster': 'aws_ecs_cluster',
  'eks.Cluster': 'aws_eks_cluster',
  'iam.Role': 'aws_iam_role',
  'iam.User': 'aws_iam_user',
  'kinesis.Stream': 'aws_kinesis_stream',
  'logs.LogGroup': 'aws_cloudwatch_log_group',
  'cloudtrail.Trail': 'aws_cloudtrail',
  'secretsmanager.Secret': 'aws_secretsmanager_secret',
};

/** Classes that are known without an import that says where they come from. */
const KNOWN_BY_NAME: Readonly<Record<string, string>> = {
  Bucket: 'aws_s3_bucket',
  Table: 'aws_dynamodb_table',
  Function: 'aws_lambda_function',
  Agent: 'aws_bedrockagent',
  Queue: 'aws_sqs_queue',
};

const LIBRARY = /^(?:aws-cdk-lib|@aws-cdk\/[\w-]+|@aws-cdk)(?:\/|$)/;

/** Whether a name comes from the libraries of the CDK. */
export function isLibraryName({ module }: QualifiedName): boolean {
  return module !== null && LIBRARY.test(module);
}

/** The resource type of a construct, undefined for what is none. */
export function constructType(name: QualifiedName): string | undefined {
  const className = name.path.at(-1) ?? '';
  if (name.module === null) return Object.hasOwn(KNOWN_BY_NAME, className) ? KNOWN_BY_NAME[className] : undefined;
  if (!isLibraryName(name)) return undefined;
  const service = [...name.module.split('/'), ...name.path.slice(0, -1)]
    .findLast((part) => /^aws[-_]/.test(part) && part !== 'aws-cdk-lib')
    ?.replace(/^aws[-_]/, '')
    .replace(/-alpha$/, '')
    .replaceAll('-', '_');
  const key = `${service ?? ''}.${className}`;
  return Object.hasOwn(TYPES, key) ? TYPES[key] : undefined;
}
