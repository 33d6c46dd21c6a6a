import { describe, expect, it } from 'vitest';
import { readers } from '../src/index.ts';
import { readBlocks, textAt } from './read-blocks.ts';

const template = `AWSTemplateFormatVersion: "2010-09-09"
Description: shop
Parameters:
  Env: {Type: String, Default: prod}
  Size: {Type: Number, Default: "20"}
  Names: {Type: CommaDelimitedList, Default: "a, b"}
  Secret: {Type: String, NoEcho: true, Default: dev-only}
  Open: {Type: String}
Mappings:
  Sizes:
    prod: {class: db.r5.large}
Conditions:
  IsProd: !Equals [!Ref Env, prod]
  NotProd: !Not [!Condition IsProd]
  Unclear: !Equals [!Ref Open, x]
Resources:
  Key:
    Type: AWS::KMS::Key
  Db:
    Type: AWS::RDS::DBInstance
    DependsOn: Key
    Properties:
      DBInstanceIdentifier: !Sub "shop-\${Env}"
      AllocatedStorage: !Ref Size
      DBInstanceClass: !FindInMap [Sizes, !Ref Env, class]
      KmsKeyId: !GetAtt Key.Arn
      MultiAZ: !If [IsProd, true, false]
      Port: !If [NotProd, 1, !Ref AWS::NoValue]
      Engine: !If [Unclear, a, b]
      Names: !Join ["-", !Ref Names]
      Second: !Select [1, !Split [".", "x.y.z"]]
      MasterUserPassword: !Ref Secret
      DBSubnetGroupName: !ImportValue net
      AvailabilityZone: eu-west-1a
      Tags: [{Key: owner, Value: me}]
Outputs:
  Arn: {Value: !Ref Db}
`;

describe('a template in YAML', () => {
  const { attributes, blocks, references, problems } = readBlocks('cloudformation', { 'db.yaml': template });
  const db = blocks.find(({ name }) => name === 'Db');

  it('has its parameters, mappings, conditions and functions worked out', () => {
    expect(problems).toEqual([]);
    expect(attributes['AWS::RDS::DBInstance.Db']).toEqual({
      AllocatedStorage: 20,
      AvailabilityZone: 'eu-west-1a',
      DBInstanceClass: 'db.r5.large',
      DBInstanceIdentifier: 'shop-prod',
      DependsOn: 'Key',
      MasterUserPassword: 'dev-only',
      MultiAZ: true,
      Names: 'a-b',
      Second: 'y',
      Tags: { owner: 'me' },
    });
    expect(db?.attributes.entries.get('MasterUserPassword')?.sensitive).toBe(true);
  });

  it('has the rest unknown, with the expression', () => {
    expect(textAt(db, 'KmsKeyId')).toBe('!GetAtt Key.Arn');
    expect(textAt(db, 'Engine')).toBe('!If [Unclear, a, b]');
    expect(textAt(db, 'DBSubnetGroupName')).toBe('!ImportValue net');
    expect(db?.attributes.entries.get('KmsKeyId')?.kind).toBe('unknown');
    expect(db?.attributes.entries.has('Port')).toBe(false);
  });

  it('keeps the place of every value', () => {
    expect(db?.attributes.entries.get('AllocatedStorage')?.span?.start).toMatchObject({ line: 24, column: 25 });
    expect(db?.span?.start.line).toBe(20);
  });

  it('knows what refers to what', () => {
    expect(references['AWS::RDS::DBInstance.Db']).toEqual([
      'KmsKeyId -> AWS::KMS::Key.Key',
      'DependsOn -> AWS::KMS::Key.Key',
    ]);
    expect(references['output.Arn']).toEqual([' -> AWS::RDS::DBInstance.Db']);
  });

  it('has blocks of every kind, and its region', () => {
    expect(blocks.map(({ kind, address }) => `${kind} ${address}`)).toEqual([
      'terraform template.db',
      ...['Env', 'Size', 'Names', 'Secret', 'Open'].map((name) => `variable param.${name}`),
      'output output.Arn',
      'resource AWS::KMS::Key.Key',
      'resource AWS::RDS::DBInstance.Db',
    ]);
    const { regions } = readers.cloudformation.read([{ path: 'db.yaml', text: template }]);
    expect(regions).toEqual([{ region: 'eu-west-1', provider: 'aws', zone: 'eu-west-1a' }]);
  });
});

it('takes values of parameters from outside', () => {
  const { blocks } = readers.cloudformation.read([{ path: 'db.yaml', text: template }], { variables: { Env: 'dev' } });
  const db = blocks.find(({ name }) => name === 'Db');
  expect(db?.attributes.entries.get('MultiAZ')).toMatchObject({ value: false });
  expect(db?.attributes.entries.get('Port')).toMatchObject({ value: 1 });
});

it('reads JSON, and passes other documents over', () => {
  const text = JSON.stringify({
    Resources: { A: { Type: 'AWS::SQS::Queue', Properties: { Q: { Ref: 'B' } } }, B: {} },
  });
  const { attributes, problems, files } = readBlocks('cloudformation', {
    'a.json': text,
    'b.json': '{"Resources": 1}',
  });
  expect(attributes).toHaveProperty(['AWS::SQS::Queue.A'], {});
  expect(problems).toEqual(['error a.json:1:81 The resource B is not read: it has no `Type` that is a text.']);
  expect(files).toBe(1);
});

it.each([
  [
    'PublicRead',
    { PolicyDocument: { Statement: { Effect: 'Allow', Action: 's3:Get*', Resource: 'a' } } },
    [true, false],
  ],
  ['Denied', { PolicyDocument: { Statement: { Effect: 'Deny', Action: '*', Resource: '*' } } }, [false, false]],
  ['Own', { PolicyDocument: { Statement: [{ Effect: 'Allow', Action: ['a:b'], Resource: ['*'] }] } }, [false, true]],
])('tells wildcards of a policy: %s', (id, Properties, expected) => {
  const text = JSON.stringify({ Resources: { [id]: { Type: 'AWS::IAM::Policy', Properties } } });
  const { attributes } = readBlocks('cloudformation', { 'a.json': text });
  const policy = attributes[`AWS::IAM::Policy.${id}`] as Record<string, unknown>;
  expect([policy['_HasWildcardActions'], policy['_HasWildcardResources']]).toEqual(expected);
});
