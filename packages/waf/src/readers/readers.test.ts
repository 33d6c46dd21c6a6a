import { describe, expect, it } from 'vitest';
import { READER_IDS } from './reader.ts';
import { readerFor, readers } from './readers.ts';

it('has every reader under its own id', () => {
  expect(Object.keys(readers)).toEqual([...READER_IDS]);
  for (const id of READER_IDS) expect(readers[id].id).toBe(id);
});

describe('the word for a kind of code', () => {
  it('is taken in any case', () => {
    expect(readerFor(' CloudFormation ')).toBe(readers.cloudformation);
  });

  it('is refused with the known ones when it is another', () => {
    expect(() => readerFor('ansible')).toThrow(
      /Unknown kind of infrastructure code: ansible\. Known are terraform, plan/,
    );
    expect(() => readerFor('__proto__')).toThrow(/Unknown/);
  });
});

const PATHS = {
  plan: ['a.json'],
  cdk: ['a.ts', 'cdk.out/a.template.json', 'cdk.out/manifest.json'],
  cloudformation: ['a.yaml', 'a.json'],
  pulumi: ['a.py', 'a.ts', 'Pulumi.yaml'],
  bicep: ['a.bicep', 'a.json'],
  kubernetes: ['a.yaml', 'a.json'],
} as const;

/** Every document has the words by which files are told apart, so that all readers look at it. */
const MARKS = '# AWSTemplateFormatVersion Resources apiVersion deploymentTemplate.json pulumi aws\n';
const range = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);
const aliases = range(10).map(
  (index) =>
    `a${index + 1}: &a${index + 1} [${range(9)
      .map(() => `*a${index}`)
      .join(', ')}]`,
);

const BROKEN: readonly (readonly [string, string])[] = [
  ['aliases that double', `${MARKS}a0: &a0 [x, x, x]\n${aliases.join('\n')}\nResources: *a10\n`],
  ['an alias of itself', `${MARKS}apiVersion: &a [*a]\n`],
  ['a NUL', `${MARKS}\0Resources: 1\n`],
  ['open brackets', `${MARKS}${'['.repeat(100_000)}`],
  ['open braces', `${MARKS}x: ${'{"a":'.repeat(40_000)}`],
  ['dashes', `${MARKS}x:\n  ${'- '.repeat(100_000)}x`],
  ['deep JSON', `{"Resources deploymentTemplate.json apiVersion":${'['.repeat(5000)}${']'.repeat(5000)}}`],
  ['a key twice', `${MARKS}apiVersion: v1\napiVersion: v1\n`],
];

describe('broken input is reported with its place, and read by nobody to the end of the machine', () => {
  const all = Object.entries(PATHS).flatMap(([id, paths]) =>
    paths.flatMap((path) => BROKEN.map(([name, text]) => ({ id: id as keyof typeof PATHS, path, name, text }))),
  );
  it.each(all)('$id $path: $name', ({ id, path, text }) => {
    const { diagnostics, blocks } = readers[id].read([{ path, text }]);
    expect(blocks).toEqual([]);
    for (const { message, span } of diagnostics) {
      expect(message).not.toBe('');
      expect(span.file).toBe(path);
      expect(span.start.line).toBeGreaterThan(0);
    }
    // What is a valid program with other words in it declares nothing; everything else is an error.
    if (id !== 'pulumi' || path === 'Pulumi.yaml')
      expect(diagnostics.map(({ severity }) => severity)).toContain('error');
  });
});

it.each([
  ['cdk', 'a.ts', 'new s3.Bucket('],
  ['cdk', 'a.ts', '(a='],
  ['pulumi', 'a.ts', '{"a":'],
  ['pulumi', 'a.py', 'f('],
  ['pulumi', 'a.py', 'lambda: '],
] as const)('%s %s: a program without an end of `%s`', (id, path, part) => {
  const { diagnostics, blocks } = readers[id].read([{ path, text: `aws = ${part.repeat(20_000)}` }]);
  expect(blocks).toEqual([]);
  expect(diagnostics).toMatchObject([{ severity: 'error' }]);
});

const WRONG_SHAPES = JSON.stringify({
  $schema: 'deploymentTemplate.json',
  apiVersion: 'v1',
  kind: 'List',
  items: [1, null, {}, { kind: 'Pod' }, { apiVersion: 'v1', kind: 'Pod', spec: 5 }, { apiVersion: 1, kind: {} }],
  AWSTemplateFormatVersion: 5,
  Parameters: [],
  Conditions: 3,
  Outputs: 'x',
  Mappings: null,
  Resources: { A: { Type: 'A::B', Properties: [1] }, B: 5, C: [], D: { Type: 7 }, __proto__: null },
  variables: 7,
  parameters: [],
  resources: [1, {}, { type: 'a', properties: { template: 5 } }, { type: 'b', dependsOn: 3, resources: 'x' }],
  format_version: {},
  planned_values: {
    root_module: { resources: [5, {}, { address: 'a.b', type: 'a', values: [1] }], child_modules: [5] },
  },
  resource_changes: [5, { change: 7 }, { address: 'a.b', change: { after_unknown: true } }],
  configuration: {
    provider_config: { a: 5 },
    root_module: { module_calls: { a: 5 }, resources: 7, variables: { x: 5 } },
  },
});

it.each(Object.keys(PATHS) as (keyof typeof PATHS)[])('%s takes wrong shapes', (id) => {
  for (const path of PATHS[id]) expect(() => readers[id].read([{ path, text: WRONG_SHAPES }])).not.toThrow();
});

it.each([
  [
    'texts that double',
    `const a0 = 'xxxxxxxx';${range(40)
      .map((i) => `const a${i + 1} = a${i} + a${i};`)
      .join('')}`,
    'a40',
  ],
  [
    'lists that double',
    `const a0 = ['x'];${range(40)
      .map((i) => `const a${i + 1} = [...a${i}, ...a${i}];`)
      .join('')}`,
    'a40',
  ],
  ['names that mean each other', 'const a = b; const b = a;', 'a'],
  ['an object in itself', 'const a = { ...a, b: a.b };', 'a.b'],
])('a program ends: %s', (_, text, name) => {
  const program = `${text} new aws_s3.Bucket(this, 'B', { bucketName: ${name} });`;
  const { blocks, diagnostics } = readers.cdk.read([{ path: 'a.ts', text: program }]);
  const value = blocks[0]?.attributes.entries.get('bucket_name');
  // That something was not worked out is either in the value or, when nothing more is, an error.
  expect(value?.kind === 'unknown' || value?.kind === 'object' || diagnostics.length === 1).toBe(true);
});
