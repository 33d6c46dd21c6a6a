import { describe, expect, it } from 'vitest';
import { terraformReader } from '../src/readers/terraform/terraform-reader.ts';
import type { ReadOptions } from '../src/readers/reader.ts';
import type { InfrastructureState } from '../src/state/state.ts';
import { showValue } from './evaluate.ts';

function read(files: Readonly<Record<string, string>>, options?: ReadOptions): InfrastructureState {
  return terraformReader.read(
    Object.entries(files).map(([path, text]) => ({ path, text })),
    options,
  );
}

function show({ blocks }: InfrastructureState): unknown {
  return Object.fromEntries(blocks.map(({ address, attributes }) => [address, showValue(attributes)]));
}

describe('blocks', () => {
  it('are all kinds, in the order of files and lines', () => {
    const state = read({
      'b.tf': 'resource "aws_s3_bucket" "b" { acl = var.acl }\ndata "aws_ami" "u" {}\nmoved {}',
      'a.tf': `
terraform {
  required_version = ">= 1.5"
  required_providers {
    aws = { version = "5", configuration_aliases = [aws.west] }
  }
  backend "s3" { encrypt = true }
}
provider "aws" { region = local.region }
variable "acl" {
  type    = list(string)
  default = ["private"]
}
locals { region = "eu-west-1" }
output "o" { value = 1 }
module "m" { source = "./m" }
`,
      'm/main.tf': 'resource "aws_x" "y" {}',
    });
    expect(state.blocks.map(({ kind, type, name, address }) => [kind, type, name, address])).toEqual([
      ['terraform', 'terraform', '', 'terraform'],
      ['provider', 'aws', '', 'provider.aws'],
      ['variable', 'acl', 'acl', 'var.acl'],
      ['locals', 'locals', '', 'locals'],
      ['output', 'o', 'o', 'output.o'],
      ['module', 'm', 'm', 'module.m'],
      ['resource', 'aws_s3_bucket', 'b', 'aws_s3_bucket.b'],
      ['data', 'aws_ami', 'u', 'data.aws_ami.u'],
      ['resource', 'aws_x', 'y', 'module.m.aws_x.y'],
    ]);
    expect(show(state)).toEqual({
      terraform: {
        required_version: '>= 1.5',
        required_providers: [{ aws: { version: '5', configuration_aliases: ['${aws.west}'] } }],
        backend: [{ s3: { encrypt: true } }],
      },
      'provider.aws': { region: 'eu-west-1' },
      'var.acl': { type: '${list(string)}', default: ['private'] },
      locals: { region: 'eu-west-1' },
      'output.o': { value: 1 },
      'module.m': { source: './m' },
      'aws_s3_bucket.b': { acl: ['private'] },
      'data.aws_ami.u': {},
      'module.m.aws_x.y': {},
    });
    expect(state.files).toBe(3);
    expect(state.diagnostics).toEqual([]);
  });

  it('have values where they write them, not where those come from', () => {
    const { blocks } = read({
      'main.tf': `variable "tags" {
  default = { owner = "me" }
}
resource "aws_x" "y" {
  tags = var.tags
  more = [
    var.tags.owner,
    "b",
  ]
}`,
    });
    const [, block] = blocks;
    const tags = block?.attributes.entries.get('tags');
    const more = block?.attributes.entries.get('more');
    expect([tags?.span?.start.line, tags?.span?.text]).toEqual([5, 'var.tags']);
    expect(tags?.kind === 'object' && tags.entries.get('owner')?.span?.start.line).toBe(5);
    expect(more?.kind === 'list' && more.items.map((item) => [item.span?.start.line, item.span?.text])).toEqual([
      [7, 'var.tags.owner'],
      [8, '"b"'],
    ]);
  });

  it('are one for each instance, and one for an unknown number of them', () => {
    const state = read({
      'main.tf': `
variable "n" {}
resource "aws_x" "a" { count = 2 }
resource "aws_x" "b" { for_each = toset(["k", "[*]"]) }
resource "aws_x" "c" { count = var.n }
`,
    });
    expect(state.blocks.map(({ address }) => address)).toEqual([
      'var.n',
      'aws_x.a[0]',
      'aws_x.a[1]',
      'aws_x.b["[*]"]',
      'aws_x.b["k"]',
      'aws_x.c',
    ]);
  });

  it('with one name are all there', () => {
    const state = read({
      'a.tf': 'resource "aws_x" "y" { v = true }\noutput "o" { value = aws_x.y.v }',
      'b.tf': 'resource "aws_x" "y" {\n  count = 2\n  v = false\n}',
    });
    expect(state.blocks.map(({ address, attributes }) => [address, showValue(attributes)])).toEqual([
      ['aws_x.y', { v: true }],
      ['output.o', { value: true }],
      ['aws_x.y[0]', { count: 2, v: false }],
      ['aws_x.y[1]', { count: 2, v: false }],
    ]);
    expect(state.diagnostics.map(({ severity }) => severity)).toEqual(['warning']);
  });

  it('keep a dynamic block of unknown number as unknown and as it is written', () => {
    const state = read({
      'main.tf': `
variable "rules" {}
resource "aws_x" "y" {
  dynamic "ingress" {
    for_each = var.rules
    iterator = it
    content { port = it.value }
  }
  dynamic "egress" {
    for_each = [1, 2]
    content { port = egress.value }
  }
}`,
    });
    expect(show(state)).toMatchObject({
      'aws_x.y': {
        ingress: '?the variable rules has no value',
        egress: [{ port: 1 }, { port: 2 }],
        dynamic: [
          {
            ingress: {
              for_each: '?the variable rules has no value',
              iterator: 'it',
              content: [{ port: '?the variable rules has no value' }],
            },
          },
        ],
      },
    });
  });
});

describe('a tree', () => {
  it('may hold many root modules, with values of their own, and foreign copies that are not read', () => {
    const state = read({
      'dev/main.tf': 'variable "size" {}\nresource "aws_x" "y" { size = var.size }',
      'dev/terraform.tfvars': 'size = "small"',
      'prod/main.tofu': 'variable "size" {}\nresource "aws_x" "y" { size = var.size }',
      'prod/main.tf': 'resource "aws_x" "superseded" {}',
      'prod/x.auto.tfvars.json': '{"size": "large"}',
      'prod/.terraform/modules/x/main.tf': 'resource "aws_x" "z" {}',
      'node_modules/x/main.tf': 'resource "aws_x" "z" {}',
    });
    expect(
      state.blocks
        .filter(({ kind }) => kind === 'resource')
        .map(({ address, root, attributes }) => [root, address, showValue(attributes)]),
    ).toEqual([
      ['dev', 'aws_x.y', { size: 'small' }],
      ['prod', 'aws_x.y', { size: 'large' }],
    ]);
    expect(state.files).toBe(3);
  });

  it('has no folder that is passed over because it seems to be called', () => {
    const state = read({
      'a/main.tf': '# source = "../b"\nmodule "c" { source = "../c" }',
      'b/main.tf': 'resource "aws_x" "b" {}',
      'c/main.tf': 'resource "aws_x" "c" {}\nmodule "d" { source = "../d" }',
      'd/main.tf': 'resource "aws_x" "d" {}',
    });
    expect(state.blocks.filter(({ kind }) => kind === 'resource').map(({ address }) => address)).toEqual([
      'aws_x.b',
      'module.c.aws_x.c',
      'module.c.module.d.aws_x.d',
    ]);
  });

  it('is read with byte-order marks, both line ends and JSON', () => {
    const state = read({
      'a.tf': '\uFEFFresource "aws_x" "a" {\r\n  v = 1\r\n}\r\n',
      'b.tf.json': '{"resource": {"aws_x": {"b": {"v": 2, "rule": [{"p": 1}, {"p": 2}]}}}}',
    });
    expect(state.diagnostics).toEqual([]);
    expect(show(state)).toEqual({ 'aws_x.a': { v: 1 }, 'aws_x.b': { v: 2, rule: [{ p: 1 }, { p: 2 }] } });
  });
});

describe('a text that is unknown in places', () => {
  const pieces = (expression: string): unknown => {
    const { blocks } = read({
      'main.tf': `variable "u" {}\nresource "t" "x" {\n  v = ${expression}\n}`,
      'policy.tftpl': '{"Action": "*", "Resource": "${arn}"}',
    });
    const value = blocks[1]?.attributes.entries.get('v');
    return value?.kind === 'unknown' ? value.pieces : value;
  };

  it.each([
    ['"a-${var.u}-b"', ['a-', '-b']],
    ['"${var.u}"', undefined],
    ['"x${"a-${var.u}"}%{ if var.u }y%{ endif }z"', ['xa-', '', 'z']],
    ['jsonencode({ Action = "*", Resource = "${var.u}/*" })', ['{"Action":"*","Resource":"', '/*"}']],
    ['jsonencode([1, var.u, { a = var.u }])', ['[1,', ',{"a":', '}]']],
    ['"<${jsonencode({ a = var.u })}>"', ['<{"a":', '}>']],
    ['<<-E\n  {"Action": "${var.u}"}\n  E', ['{"Action": "', '"}\n']],
    ['templatefile("${path.module}/policy.tftpl", { arn = var.u })', ['{"Action": "*", "Resource": "', '"}']],
    ['true ? "a-${var.u}" : 1', ['a-', '']],
    // What is made of it is another text.
    ['upper("a-${var.u}")', undefined],
    ['"a-${var.u}" == "b"', undefined],
    ['"a-${var.u}" ? 1 : 2', undefined],
    ['["a-${var.u}"][0]', ['a-', '']],
    ['[for x in ["a-${var.u}"] : x if x]', undefined],
  ])('%s', (expression, expected) => {
    expect(pieces(expression)).toEqual(expected);
  });
});
