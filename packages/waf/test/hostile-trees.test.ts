import { describe, expect, it } from 'vitest';
import { createReferenceGraph } from '../src/graph/reference-graph.ts';
import { terraformReader } from '../src/readers/terraform/terraform-reader.ts';
import type { ReadOptions } from '../src/readers/reader.ts';
import type { InfrastructureState } from '../src/state/state.ts';

type Files = Readonly<Record<string, string>>;

function read(files: Files, options?: ReadOptions): InfrastructureState {
  const state = terraformReader.read(
    Object.entries(files).map(([path, text]) => ({ path, text })),
    options,
  );
  createReferenceGraph(state.blocks);
  return state;
}

function problems({ diagnostics }: InfrastructureState): readonly string[] {
  return diagnostics.map(
    ({ severity, message, span }) => `${severity} ${span.file}:${span.start.line}:${span.start.column} ${message}`,
  );
}

function times(count: number, make: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => make(index)).join('\n');
}

function tree(count: number, make: (index: number) => string): Files {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`m${index}/main.tf`, make(index)]));
}

describe('what cannot be read ends with its place', () => {
  const cases: Readonly<Record<string, readonly [files: Files, problem: RegExp]>> = {
    'local values in a circle': [
      { 'main.tf': 'locals {\n  a = local.b\n  b = local.a\n}' },
      /^error main\.tf:2:3 This depends on itself: local\.a → local\.b → local\.a\.$/,
    ],
    'resources in a circle': [
      { 'main.tf': 'resource "t" "x" { v = t.y.v }\nresource "t" "y" { v = t.x.v }' },
      /^error main\.tf:1:1 This depends on itself: t\.x → t\.y → t\.x\.$/,
    ],
    'modules in a circle': [
      { 'main.tf': 'module "a" { source = "./a" }', 'a/main.tf': 'module "b" { source = "../" }' },
      /^error a\/main\.tf:1:1 module\.b calls a module that it is part of\.$/,
    ],
    'a module that is itself': [
      { 'main.tf': 'module "a" { source = "./" }' },
      /^error main\.tf:1:1 module\.a calls a module that it is part of\.$/,
    ],
    'a module outside': [
      { 'a/main.tf': 'module "m" { source = "../../etc" }' },
      /^error a\/main\.tf:1:23 The folder "\.\.\/\.\.\/etc" of module\.m lies outside of what is read\.$/,
    ],
    'a module that is not there': [
      { 'main.tf': 'module "m" { source = "./gone" }' },
      /^warning main\.tf:1:23 The folder "\.\/gone" of module\.m has no configuration files\.$/,
    ],
    'blocks within blocks': [{ 'main.tf': 'a {\n'.repeat(5000) }, /^error main\.tf:201:3 More than 200 levels/],
    'lists within lists': [
      { 'main.tf': `resource "t" "x" {\n  v = ${'['.repeat(100_000)}` },
      /^error main\.tf:2:\d+ More than 200 levels/,
    ],
    'a chain of modules': [
      tree(1000, (index) => `module "m" { source = "../m${index + 1}" }`),
      /^error m\d+\/main\.tf:1:1 More than 400 expressions within one another\.$/,
    ],
    'a chain of local values': [
      { 'main.tf': `locals {\n${times(2000, (index) => `l${index} = [local.l${index + 1}]`)}\nl2000 = 1\n}` },
      /^error main\.tf:\d+:1 More than 400 expressions within one another\.$/,
    ],
    'modules that double': [
      tree(40, (index) => `module "a" { source = "../m${index + 1}" }\nmodule "b" { source = "../m${index + 1}" }`),
      /^error m0\/main\.tf:1:1 The configuration takes more than \d+ steps to work out\.$/,
    ],
    'references of all to all': [
      {
        'main.tf': `locals {\n  all = [${times(5000, (index) => `t.r${index}.id,`)}]\n}
${times(5000, (index) => `resource "t" "r${index}" {}\nresource "t" "s${index}" { v = local.all }`)}`,
      },
      /The configuration takes more than \d+ steps to work out\.$/,
    ],
    'policy documents that double': [
      {
        'main.tf': times(40, (index) => {
          const next = `data.aws_iam_policy_document.d${index + 1}.json`;
          return `data "aws_iam_policy_document" "d${index}" { source_policy_documents = [${next}, ${next}] }`;
        }).concat('\ndata "aws_iam_policy_document" "d40" {\n  statement { actions = ["*"] }\n}'),
      },
      /^error main\.tf:\d+:\d+ A value grows beyond 1000000 parts or 400 levels\.$/,
    ],
    'bytes that are no text': [
      { 'main.tf': 'resource "t" "x" {\n  v = "a\uFFFDb"\n}' },
      /^warning main\.tf:2:9 Bytes that are no UTF-8 text/,
    ],
    'a null character in a text': [
      { 'main.tf': 'locals { v = "a\u0000b" }' },
      /^warning main\.tf:1:16 The character U\+0000/,
    ],
    'a null character elsewhere': [{ 'main.tf': 'locals {}\n\u0000' }, /^error main\.tf:2:1 The character U\+0000/],
  };
  for (const [name, [files, problem]] of Object.entries(cases)) {
    it(name, () => {
      const start = performance.now();
      const state = read(files);
      expect(performance.now() - start).toBeLessThan(10_000);
      expect(problems(state).find((one) => problem.test(one)) ?? problems(state).join('\n')).toMatch(problem);
    });
  }

  it('a value that is given and too deep', () => {
    let deep: unknown = 1;
    for (let level = 0; level < 1000; level += 1) deep = [deep];
    expect(problems(read({ 'main.tf': 'variable "v" {}' }, { variables: { v: deep } }))).toEqual([
      'error variables:1:1 A value that is given has more than 300 levels or 200000 values.',
    ]);
  });

  it('a file of values that is not there', () => {
    expect(problems(read({ 'main.tf': 'locals {}' }, { variableFiles: ['gone.tfvars'] }))).toEqual([
      'error gone.tfvars:1:1 There is no such file with values for variables.',
    ]);
  });
});

describe('what is large and sound is read', () => {
  it.each<readonly [string, Files, number]>([
    ['a list of 100,000 elements', { 'main.tf': `resource "t" "x" { v = [${'"x",'.repeat(100_000)}] }` }, 1],
    [
      'the same list in 10,000 resources',
      {
        'main.tf': `locals { l = [${'"x",'.repeat(100_000)}] }\nresource "t" "x" {\n  count = 10000\n  v = local.l\n}`,
      },
      10_001,
    ],
    [
      'instances that refer to instances',
      {
        'main.tf':
          'resource "t" "a" { count = 10000 }\nresource "t" "b" {\n  count = 10000\n  v = t.a[count.index].id\n}',
      },
      20_000,
    ],
    [
      'thousands of root modules with one that they share',
      {
        ...tree(3000, (index) => `module "m" { source = "../shared" }\nresource "t" "x" { v = ${index} }`),
        'shared/main.tf': 'resource "t" "s" {}',
      },
      9000,
    ],
    [
      'module instances that resources name by their number',
      {
        'main.tf':
          'module "m" {\n  source = "./m"\n  count = 2000\n  v = count.index\n}\nresource "t" "x" {\n  count = 2000\n  v = module.m[count.index].o\n}',
        'm/main.tf': 'variable "v" {}\noutput "o" { value = var.v }',
      },
      8000,
    ],
    [
      'a key of 200,000 characters',
      { 'main.tf': `resource "t" "x" { for_each = { "${'['.repeat(200_000)}" = 1 } }` },
      1,
    ],
  ])('%s', (_, files, blocks) => {
    const start = performance.now();
    const state = read(files);
    expect(performance.now() - start).toBeLessThan(10_000);
    expect(problems(state)).toEqual([]);
    expect(state.blocks).toHaveLength(blocks);
  });
});
