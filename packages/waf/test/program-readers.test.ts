import { describe, expect, it } from 'vitest';
import { readBlocks, textAt } from './read-blocks.ts';

describe('CDK in TypeScript', () => {
  const files = {
    'lib/stack.ts': `import { aws_s3 as s3, aws_kms, Stack } from 'aws-cdk-lib';
import { Function as Fn } from 'aws-cdk-lib/aws-lambda';
import * as ddb from 'aws-cdk-lib/aws-dynamodb';
import { Queue } from './own-queue';
import { Stage, settings, NAME as name } from './settings';
const on = true, off = !on;
// new s3.Bucket(this, 'InAComment', { versioned: false });
const text = "new s3.Bucket(this, 'InAText')";
class Config { static readonly DAYS = 30; }
export class Shop extends Stack {
  constructor(scope: any, id: string) {
    super(scope, id);
    const shared = { versioned: on, ...settings.bucket };
    let changing = 1;
    changing = 2;
    new s3.Bucket(this, \`\${name}-data\`, { ...shared, versioned: off, encryption: s3.BucketEncryption.KMS } as const);
    new s3.Bucket(this, 'FromEnum', { bucketName: Stage.Prod, maxAge: Config.DAYS, size: changing, lines: [1, ...[2]] });
    new ddb.Table(this, 'T', id === 'x' ? { pointInTimeRecovery: true } : {});
    new Fn(this, 'F', { environment: { LOG_LEVEL: settings['level'] }, tracing: undefined! });
    new Queue(this, 'Foreign', {});
    new Map();
  }
}`,
    'lib/settings.ts': `export { NAME } from './names';
export enum Stage { Dev = 'dev', Prod = 'prod' }
export const settings = { level: 'info', bucket: { publicReadAccess: false, tags: { costCentre: 'a' } } };`,
    'lib/names.ts': `export const NAME = 'shop' + '-' + 1;`,
    'node_modules/x/index.ts': `new aws_s3.Bucket(this, 'Copied', {});`,
    'lib/types.d.ts': `new aws_s3.Bucket(`,
  };
  const { attributes, problems, blocks } = readBlocks('cdk', files);

  it('has constants, enums, imports and spreads resolved', () => {
    expect(problems).toEqual([]);
    expect(Object.keys(attributes)).toEqual([
      'aws_s3_bucket.shop-1-data',
      'aws_s3_bucket.FromEnum',
      'aws_dynamodb_table.T',
      'aws_lambda_function.F',
    ]);
    expect(attributes['aws_s3_bucket.shop-1-data']).toMatchObject({
      versioning: { enabled: false },
      encryption: 'KMS',
      public_read_access: false,
      tags: { costCentre: 'a' },
      _cdk_class: 'Bucket',
      _source_path: 'lib/stack.ts',
    });
    expect(attributes['aws_s3_bucket.FromEnum']).toMatchObject({ bucket_name: 'prod', max_age: 30, lines: [1, 2] });
    expect(attributes['aws_lambda_function.F']).toMatchObject({ environment: { variables: { LOG_LEVEL: 'info' } } });
  });

  it('has everything else unknown', () => {
    expect(textAt(blocks[1], 'size')).toBe('changing');
    expect(blocks[2]?.attributes.rest).toMatchObject({ kind: 'unknown' });
  });
});

describe('Pulumi', () => {
  it('in Python has Args classes, constants and variables resolved', () => {
    const { attributes, references, problems, blocks } = readBlocks('pulumi', {
      '__main__.py': `import pulumi, pulumi_aws as aws
from pulumi_aws import kms, s3 as storage
from settings import NAME, Flags
tags = dict(owner="me")
key = kms.Key("key", deletion_window_in_days=30, opts=pulumi.ResourceOptions(protect=True))
data = storage.BucketV2(
    f"{NAME}-data",
    versioning=storage.BucketVersioningArgs(enabled=Flags.ON),
    kms_key=key.arn,
    tags={**tags, "b": 'x' "y"},
    **more,
)
count = 1
count += 1
db = aws.rds.Instance(resource_name="db", port=count, storage_encrypted=not False)
def make(n):
    return aws.s3.Bucket(n, acl="private")
aws.s3.get_bucket(bucket="x")
`,
      'settings.py': `NAME: str = "shop"\nclass Flags:\n    ON = True\n`,
      '.venv/a.py': 'import pulumi_aws as aws\naws.s3.Bucket("copied")\n',
    });
    expect(problems).toEqual([]);
    expect(Object.keys(attributes)).toEqual([
      'aws_kms_key.key',
      'aws_s3_bucket.shop-data',
      'aws_db_instance.db',
      'aws_s3_bucket.unknown',
    ]);
    expect(attributes['aws_kms_key.key']).toEqual({ deletion_window_in_days: 30, _source_path: '__main__.py' });
    expect(attributes['aws_db_instance.db']).toMatchObject({ storage_encrypted: true });
    expect(references['aws_s3_bucket.shop-data']).toEqual(['kms_key -> aws_kms_key.key']);
    // What stands before an unknown spread may be replaced by it.
    expect(blocks[1]?.attributes.rest).toMatchObject({ kind: 'unknown' });
    expect(textAt(blocks[2], 'port')).toBe('count');
  });

  it('in TypeScript is under the same names', () => {
    const { attributes, references } = readBlocks('pulumi', {
      'index.ts': `import * as aws from '@pulumi/aws';
import { Bucket } from '@pulumi/aws/s3';
const key = new aws.kms.Key('key', { deletionWindowInDays: 30 });
export const data = new Bucket('data', { versioning: { enabled: true }, tags: { costCentre: 'a' }, kmsKeyId: key.id });`,
    });
    expect(attributes['aws_kms_key.key']).toMatchObject({ deletion_window_in_days: 30 });
    expect(attributes['aws_s3_bucket.data']).toMatchObject({
      versioning: { enabled: true },
      tags: { costCentre: 'a' },
    });
    expect(references['aws_s3_bucket.data']).toEqual(['kmsKeyId -> aws_kms_key.key']);
  });

  it('in YAML is under the same names', () => {
    const { attributes, references, blocks } = readBlocks('pulumi', {
      'Pulumi.yaml': `name: shop
runtime: yaml
variables: {days: 30}
resources:
  key: {type: aws:kms:Key, properties: {deletionWindowInDays: "\${days}"}}
  data:
    type: aws:s3/bucketV2:BucketV2
    properties: {versioning: {enabled: true}, kmsKeyId: "\${key.arn}"}
`,
    });
    expect(attributes['aws_kms_key.key']).toEqual({ deletion_window_in_days: 30 });
    expect(attributes['aws_s3_bucket.data']).toMatchObject({ versioning: { enabled: true } });
    expect(textAt(blocks[1], 'kms_key_id')).toBe('"${key.arn}"');
    expect(references['aws_s3_bucket.data']).toEqual(['kmsKeyId -> aws_kms_key.key']);
  });
});
