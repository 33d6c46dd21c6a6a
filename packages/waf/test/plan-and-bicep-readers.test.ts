import { describe, expect, it } from 'vitest';
import { needsCompilation, readers } from '../src/index.ts';
import { readBlocks, textAt } from './read-blocks.ts';

const plan = {
  format_version: '1.2',
  terraform_version: '1.9.5',
  variables: { env: { value: 'prod' }, regions: { value: ['eu-west-1'] } },
  planned_values: {
    outputs: { id: { sensitive: true, value: 'x' }, later: { sensitive: false } },
    root_module: {
      resources: [
        {
          address: 'aws_s3_bucket.a["x"]',
          mode: 'managed',
          type: 'aws_s3_bucket',
          name: 'a',
          values: {
            bucket: 'a',
            acl: null,
            region: 'eu-west-1',
            versioning: [{ enabled: true }],
            logging: [],
            cors: [],
          },
          sensitive_values: { versioning: [{}] },
        },
      ],
      child_modules: [
        {
          address: 'module.db[0]',
          resources: [
            {
              address: 'module.db[0].aws_db_instance.d',
              mode: 'managed',
              type: 'aws_db_instance',
              name: 'd',
              values: { password: 'hunter2', tags: { secret: 'y' } },
              sensitive_values: { password: true, tags: true },
            },
          ],
        },
      ],
    },
  },
  prior_state: {
    values: {
      root_module: {
        resources: [{ address: 'data.aws_ami.u', mode: 'data', type: 'aws_ami', name: 'u', values: { id: 'ami' } }],
      },
    },
  },
  resource_changes: [
    { address: 'aws_s3_bucket.a["x"]', change: { after_unknown: { arn: true, versioning: [{ mfa: true }] } } },
    { address: 'module.db[0].aws_db_instance.d', change: { after_unknown: { endpoint: true } } },
  ],
  configuration: {
    provider_config: {
      aws: {
        name: 'aws',
        full_name: 'registry.terraform.io/hashicorp/aws',
        version_constraint: '~> 5.0',
        expressions: { region: { references: ['var.env'] }, profile: { constant_value: 'p' } },
      },
    },
    root_module: {
      variables: { env: { default: 'dev' }, regions: {} },
      resources: [
        {
          address: 'aws_s3_bucket.a',
          mode: 'managed',
          type: 'aws_s3_bucket',
          name: 'a',
          expressions: {
            cors: { constant_value: [] },
            logging_target: { references: ['module.db[0].arn', 'module.db[0]'] },
          },
        },
      ],
      module_calls: {
        db: {
          source: './db',
          expressions: { bucket: { references: ['aws_s3_bucket.a["x"].id', 'aws_s3_bucket.a'] } },
          module: {
            variables: { bucket: {} },
            outputs: { arn: { expression: { references: ['aws_db_instance.d.arn', 'aws_db_instance.d'] } } },
            resources: [{ address: 'aws_db_instance.d', expressions: { name: { references: ['var.bucket'] } } }],
          },
        },
      },
    },
  },
};

describe('a plan', () => {
  const { attributes, blocks, references, problems } = readBlocks('plan', { 'plan.json': JSON.stringify(plan) });
  const find = (address: string) => blocks.find((block) => block.address === address);

  it('has planned values, without what is not set', () => {
    expect(problems).toEqual([]);
    expect(attributes['aws_s3_bucket.a["x"]']).toEqual({
      bucket: 'a',
      region: 'eu-west-1',
      versioning: [{ enabled: true }],
      cors: [],
    });
    expect(find('aws_s3_bucket.a["x"]')?.span).toBeNull();
  });

  it('has values unknown that are settled at apply', () => {
    expect(find('aws_s3_bucket.a["x"]')?.attributes.entries.get('arn')).toMatchObject({ kind: 'unknown' });
    expect(find('aws_s3_bucket.a["x"]')?.attributes.entries.get('versioning')).toMatchObject({
      unknownInside: { reason: 'known after apply' },
    });
    expect(find('module.db[0].aws_db_instance.d')?.attributes.entries.get('endpoint')).toMatchObject({
      kind: 'unknown',
    });
  });

  it('has sensitive values marked, also within', () => {
    const own = find('module.db[0].aws_db_instance.d')?.attributes.entries;
    expect(own?.get('password')?.sensitive).toBe(true);
    const tags = own?.get('tags');
    expect(tags?.kind === 'object' && tags.entries.get('secret')?.sensitive).toBe(true);
    expect(find('output.id')?.value).toMatchObject({ sensitive: true });
  });

  it('has providers, variables, modules and data of the configuration', () => {
    expect(blocks.map(({ kind, address }) => `${kind} ${address}`)).toEqual([
      'terraform terraform',
      'provider provider.aws',
      'variable var.env',
      'variable var.regions',
      'module module.db',
      'variable module.db.var.bucket',
      'data data.aws_ami.u',
      'resource aws_s3_bucket.a["x"]',
      'resource module.db[0].aws_db_instance.d',
      'output output.id',
      'output output.later',
    ]);
    expect(attributes['terraform']).toEqual({
      required_providers: [{ aws: { source: 'registry.terraform.io/hashicorp/aws', version: '~> 5.0' } }],
    });
    expect(attributes['provider.aws']).toEqual({ profile: 'p' });
    expect(find('var.env')?.value).toMatchObject({ value: 'prod' });
  });

  it('has references through modules', () => {
    expect(references['aws_s3_bucket.a["x"]']).toEqual([
      'logging_target -> module.db.aws_db_instance.d',
      'logging_target -> module.db',
    ]);
    expect(references['module.db[0].aws_db_instance.d']).toEqual([
      'name -> module.db.var.bucket',
      'name -> aws_s3_bucket.a',
    ]);
  });

  it('has regions', () => {
    const { regions } = readers.plan.read([{ path: 'p.json', text: JSON.stringify(plan) }]);
    expect(regions).toEqual([{ region: 'eu-west-1', provider: 'aws', zone: null }]);
  });
});

describe('what is no plan', () => {
  it.each([
    [
      'the line stream',
      '{"type":"version","terraform":"1.9.5"}\n{"type":"planned_change","change":{}}\n',
      /line stream/,
    ],
    ['a state', '{"format_version":"1.0","values":{}}', /no `planned_values`/],
    ['other JSON', '{"name":"x"}', /neither `resource_changes` nor/],
    ['text', 'hello', /neither JSON nor/],
  ])('%s is refused', (_, text, message) => {
    const { problems, blocks } = readBlocks('plan', { 'plan.json': text });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^error plan\.json:1:1 /);
    expect(problems[0]).toMatch(message);
    expect(blocks).toEqual([]);
  });

  it('is passed over beside a plan', () => {
    const files = { 'package.json': '{}', 'plan.json': JSON.stringify(plan) };
    expect(readBlocks('plan', files)).toMatchObject({ files: 1, problems: [] });
  });
});

describe('Bicep', () => {
  const arm = JSON.stringify({
    $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
    parameters: {
      location: { type: 'string', defaultValue: 'westeurope' },
      key: { type: 'secureString', defaultValue: 'k' },
    },
    variables: { tls: { min: 'TLS1_2' }, again: "[variables('tls').min]" },
    resources: [
      {
        type: 'Microsoft.Storage/storageAccounts',
        name: 'x',
        location: "[parameters('location')]",
        properties: {
          minimumTlsVersion: "[variables('again')]",
          id: "[resourceId('a', 'b')]",
          literal: '[[not an expression]',
          key: "[parameters('key')]",
        },
        dependsOn: ["[resourceId('Microsoft.Network/virtualNetworks', 'n')]"],
        resources: [{ type: 'blobServices', name: 'default' }],
      },
      { type: 'Microsoft.Network/virtualNetworks', name: 'n' },
      {
        type: 'Microsoft.Resources/deployments',
        name: 'inner',
        properties: {
          parameters: { where: { value: "[parameters('location')]" } },
          template: {
            parameters: { where: { type: 'string' } },
            resources: { vault: { type: 'Microsoft.KeyVault/vaults', name: 'v', location: "[parameters('where')]" } },
          },
        },
      },
    ],
  });

  it('is read as the template that it makes, under its own path', () => {
    const { attributes, problems, references, blocks } = readBlocks('bicep', { 'main.bicep': arm });
    expect(problems).toEqual([]);
    expect(attributes['Microsoft.Storage/storageAccounts.x']).toMatchObject({
      location: 'westeurope',
      properties: { minimumTlsVersion: 'TLS1_2', literal: '[not an expression]' },
    });
    expect(attributes['Microsoft.KeyVault/vaults.vault']).toMatchObject({ location: 'westeurope' });
    expect(attributes).toHaveProperty(['Microsoft.Storage/storageAccounts/blobServices.default']);
    expect(references['Microsoft.Storage/storageAccounts.x']).toEqual([
      'dependsOn -> Microsoft.Network/virtualNetworks.n',
    ]);
    const account = blocks.find(({ name }) => name === 'x');
    expect(textAt(account, 'properties')).toBe(`"[resourceId('a', 'b')]"`);
    expect(account?.span?.file).toBe('main.bicep');
    const { regions } = readers.bicep.read([{ path: 'main.bicep', text: arm }]);
    expect(regions).toEqual([{ region: 'westeurope', provider: 'azure', zone: null }]);
  });

  it('is an error as long as it is not compiled', () => {
    const file = { path: 'main.bicep', text: 'param location string' };
    expect([needsCompilation(file), needsCompilation({ path: 'main.bicep', text: arm })]).toEqual([true, false]);
    const { problems, blocks, files } = readBlocks('bicep', { [file.path]: file.text });
    expect(problems).toEqual([
      expect.stringMatching(/^error main\.bicep:1:1 .*not supported without the bicep program/),
    ]);
    expect([blocks, files]).toEqual([[], 1]);
  });
});
