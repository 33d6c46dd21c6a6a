import { describe, expect, it } from 'vitest';
import { findRootModules } from '../src/evaluate/configuration-tree.ts';
import { evaluateTree, showProblems, showResources, showValue } from './evaluate.ts';

function arguments_(text: string, more = ''): unknown {
  const result = evaluateTree({ 'main.tf': `resource "x" "y" {\n${text}\n}\nvariable "u" {}\n${more}` });
  expect(showProblems(result)).toEqual([]);
  return (showResources(result) as Readonly<Record<string, unknown>>)['x.y'];
}

const NO_VALUE = '?the variable u has no value';

describe('expressions', () => {
  const cases: Readonly<Record<string, readonly [source: string, value: unknown]>> = {
    'a conditional': ['true ? 1 : 2', 1],
    'a condition that is unknown': ['var.u ? 1 : 2', NO_VALUE],
    'a condition that is unknown and does not matter': ['var.u ? "a" : "a"', 'a'],
    'a connection that one side settles': ['[var.u && false, true || var.u]', [false, true]],
    arithmetic: ['(1 + 2 * 3) % 4 - 10 / 4', 0.5],
    comparisons: [
      '["1" == 1, [1] == [1], null == null, 2 >= 2, { a = 1 } != { a = 1 }]',
      [false, true, true, true, false],
    ],
    'a text with an unknown part': ['"a-${var.u}"', NO_VALUE],
    'a text that is nothing but an interpolation': ['"${[1]}"', [1]],
    'a text with directives': [
      '"%{ for k, v in { b = 2, a = 1 } }${k}=${v};%{ endfor }%{ if false }x%{ else }y%{ endif }"',
      'a=1;b=2;y',
    ],
    'a for over a map': ['{ for k, v in { a = 1, b = 2 } : upper(k) => v + 1 if v > 1 }', { B: 3 }],
    'a for that groups': ['{ for p in [["x", 1], ["y", 2], ["x", 3]] : p[0] => p[1]... }', { x: [1, 3], y: [2] }],
    'a for over something unknown': ['[for x in var.u : x]', NO_VALUE],
    'a splat': ['[{ a = { b = 1 } }, { a = { b = 2 } }][*].a.b', [1, 2]],
    'a splat over a single value and over null': ['[{ a = 1 }[*].a, null[*].a]', [[1], []]],
    'an old splat': ['[{ a = [1, 2] }].*.a[0]', [1, 2]],
    indexes: ['[[1, 2][1], { a = 3 }["a"], [4].0]', [2, 3, 4]],
    'expanded arguments': ['max([1, 5, 2]...)', 5],
    'keys that are worked out': ['{ (upper("a")) = 1, "b-${1 + 1}" = 2 }', { A: 1, 'b-2': 2 }],
  };
  for (const [name, [source, value]] of Object.entries(cases)) {
    it(name, () => {
      expect(arguments_(`a = ${source}`)).toEqual({ a: value });
    });
  }
});

describe('a module', () => {
  it('has variables with defaults, types, files of values and given values', () => {
    const files = {
      'main.tf': `
variable "a" { default = "default" }
variable "b" { default = "default" }
variable "c" { default = "default" }
variable "d" { type = number }
variable "e" {
  type    = list(object({ x = optional(number, 7), y = string }))
  default = [{ y = 1, z = 2 }]
}
resource "x" "y" {
  values = [var.a, var.b, var.c, var.d, var.e]
}`,
      'terraform.tfvars': 'b = "tfvars"\nc = "tfvars"\nd = "5"',
      'z.auto.tfvars.json': '{"c": "auto ${literal}"}',
    };
    const result = evaluateTree(files, { variables: { a: 'given' } });
    expect(showProblems(result)).toEqual([]);
    expect(showResources(result)).toEqual({
      'x.y': { values: ['given', 'tfvars', 'auto ${literal}', 5, [{ x: 7, y: '1' }]] },
    });
  });

  it('has local values in any order, and reports those that depend on themselves', () => {
    const result = evaluateTree({
      'main.tf':
        'locals {\n  a = local.b + 1\n  b = 1\n  c = local.d\n  d = local.c\n}\nresource "x" "y" {\n  v = [local.a, local.c]\n}',
    });
    expect(showResources(result)).toEqual({ 'x.y': { v: [2, '?it depends on itself'] } });
    expect(showProblems(result)).toEqual(['main.tf:4:3 This depends on itself: local.c → local.d → local.c.']);
  });

  it('has references to what is written in resources, the rest being unknown', () => {
    const result = evaluateTree({
      'main.tf': `
resource "a" "one" {
  name = "n"
  rule { port = 1 }
}
data "d" "x" { owner = "me" }
resource "b" "two" {
  v = [a.one.name, a.one.rule[0].port, a.one.id, a.one.rule[0].id, data.d.x.owner, data.d.x.id]
}`,
    });
    const settled = (address: string): string => `?${address} is settled when it is created`;
    expect(showResources(result)).toMatchObject({
      'b.two': { v: ['n', 1, settled('a.one'), settled('a.one'), 'me', settled('data.d.x')] },
    });
  });

  it('has instances', () => {
    const result = evaluateTree({
      'main.tf': `
variable "u" {}
resource "x" "none" { count = 0 }
resource "x" "two" {
  count = 2
  i     = count.index
}
resource "x" "each" {
  for_each = { b = 1, a = 2 }
  k        = "\${each.key}\${each.value}"
}
resource "x" "set" {
  for_each = toset(["q"])
  k        = each.value
}
resource "x" "unknown" {
  for_each = var.u
  k        = each.key
}
resource "x" "refs" {
  v = [x.two[1].i, x.two[*].i, x.each["a"].k, [for k, v in x.each : v.k], x.unknown["z"].k]
}`,
    });
    expect(showProblems(result)).toEqual([]);
    expect(showResources(result)).toEqual({
      'x.two[0]': { count: 2, i: 0 },
      'x.two[1]': { count: 2, i: 1 },
      'x.each["a"]': { for_each: { b: 1, a: 2 }, k: 'a2' },
      'x.each["b"]': { for_each: { b: 1, a: 2 }, k: 'b1' },
      'x.set["q"]': { for_each: ['q'], k: 'q' },
      'x.unknown[*]': { for_each: NO_VALUE, k: NO_VALUE },
      'x.refs': { v: [1, [0, 1], 'a2', ['a2', 'b1'], NO_VALUE] },
    });
  });

  it('has dynamic blocks', () => {
    expect(
      arguments_(`
  dynamic "rule" {
    for_each = { a = 1, b = 2 }
    iterator = it
    content {
      name = it.key
      dynamic "port" {
        for_each = [it.value, 9]
        content { number = port.value }
      }
    }
  }
  dynamic "maybe" {
    for_each = var.u
    content { v = maybe.value }
  }`),
    ).toEqual({
      rule: [
        { name: 'a', port: [{ number: 1 }, { number: 9 }] },
        { name: 'b', port: [{ number: 2 }, { number: 9 }] },
      ],
      maybe: ['the variable u has no value?'],
    });
  });

  it('calls local modules, one instance after the other', () => {
    const result = evaluateTree({
      'main.tf': `
module "net" {
  source   = "./modules/net"
  for_each = { a = "10.0.0.0/16" }
  cidr     = each.value
}
module "far" { source = "terraform-aws-modules/vpc/aws" }
resource "x" "y" { v = [module.net["a"].first, module.far.id] }`,
      'modules/net/main.tf': `
variable "cidr" {}
module "inner" {
  source = "../inner"
  cidr   = cidrsubnet(var.cidr, 8, 1)
}
output "first" { value = module.inner.out }`,
      'modules/inner/main.tf': `
variable "cidr" {}
resource "x" "subnet" { cidr = var.cidr }
output "out" { value = x.subnet.cidr }`,
    });
    expect(showProblems(result)).toEqual([]);
    expect(showResources(result)).toEqual({
      'x.y': { v: ['10.0.1.0/24', '?module.far is not part of what is read'] },
      'module.net["a"].module.inner.x.subnet': { cidr: '10.0.1.0/24' },
    });
  });

  it('gives one output of one instance, whatever the others depend on', () => {
    const result = evaluateTree({
      'main.tf': `
module "m" {
  source   = "./m"
  for_each = { a = 1 }
  input    = local.first
}
locals {
  first  = module.m["a"].first
  second = module.m["a"].second
  no     = module.m["b"].first
}
output "o" { value = local.second }
output "n" { value = local.no }`,
      'm/main.tf': `
variable "input" {}
output "first" { value = "x" }
output "second" { value = var.input }`,
    });
    expect(showProblems(result)).toEqual(['main.tf:10:12 There is no b in this object.']);
    expect(
      result.objects.filter(({ kind, module }) => kind === 'output' && module === '').map((one) => one.result?.kind),
    ).toEqual(['string', 'unknown']);
  });

  it('has override files', () => {
    const result = evaluateTree({
      'main.tf': 'resource "x" "y" {\n  a = 1\n  b = 2\n  n { v = 1 }\n  n { v = 2 }\n}\nlocals {\n  l = 1\n}',
      'main_override.tf': 'resource "x" "y" {\n  b = local.l\n  n { v = 3 }\n}\nlocals {\n  l = 5\n}',
      'override.tf.json': '{"resource": {"x": {"y": {"c": 4}, "z": {"d": 1}}}}',
    });
    expect(showProblems(result)).toEqual([]);
    expect(showResources(result)).toEqual({ 'x.y': { a: 1, b: 5, c: 4, n: [{ v: 3 }] }, 'x.z': { d: 1 } });
  });

  it('reports what cannot be worked out, with its place, and goes on', () => {
    const result = evaluateTree({
      'main.tf': `resource "x" "y" {
  a = var.nope
  b = foo
  c = [1][3]
  d = 1
}
module "m" { source = "../out" }
module "n" { source = "./missing" }
module "self" { source = "./self" }
resource "x" "list" { for_each = ["a"] }
resource "x" "y" {}`,
      'self/main.tf': 'module "again" { source = "../self" }',
    });
    expect(showProblems(result)).toEqual([
      'main.tf:11:1 The resource x.y is declared twice; references mean the first one.',
      'main.tf:2:7 Nothing declares the variable nope.',
      'main.tf:3:7 There is nothing named foo here.',
      'main.tf:4:7 There is no element 3: the list has 1.',
      'main.tf:10:34 `for_each` takes a map or a set of texts; toset() makes a set of a list.',
      'main.tf:7:23 The folder "../out" of module.m lies outside of what is read.',
      'main.tf:8:23 The folder "./missing" of module.n has no configuration files.',
      'self/main.tf:1:1 module.again calls a module that it is part of.',
    ]);
  });

  it('marks what is sensitive', () => {
    const { objects } = evaluateTree({
      'main.tf':
        'variable "s" {\n  default   = "x"\n  sensitive = true\n}\nresource "x" "y" {\n  a = "p-${var.s}"\n  b = { c = [upper(var.s)] }\n  d = 1\n}',
    });
    const marks = [...(objects.find(({ address }) => address === 'x.y')?.attributes ?? [])].map(
      ([, { value }]) => value.sensitive,
    );
    expect(marks).toEqual([true, true, false]);
  });

  it('says where each value is written', () => {
    const { objects } = evaluateTree({
      'main.tf': 'variable "v" {\n  default = "x"\n}\nresource "x" "y" {\n  a = var.v\n}',
    });
    const attribute = objects.find(({ address }) => address === 'x.y')?.attributes.get('a');
    expect([attribute?.span.start.line, attribute?.value.span?.start.line, attribute?.expression.span.text]).toEqual([
      5,
      2,
      'var.v',
    ]);
  });

  it('is read from JSON as well', () => {
    const result = evaluateTree({
      'main.tf.json': JSON.stringify({
        '//': 'comment',
        variable: { v: { default: 'x' } },
        locals: { l: '${upper(var.v)}' },
        resource: {
          x: {
            y: { a: 'p-${local.l}', n: { '${var.v}': [1, true, null] }, lifecycle: { prevent_destroy: true } },
            z: [{ count: 2, i: '${count.index}' }],
          },
        },
      }),
    });
    expect(showProblems(result)).toEqual([]);
    expect(showResources(result)).toEqual({
      'x.y': { a: 'p-X', n: { x: [1, true, null] }, lifecycle: [{ prevent_destroy: true }] },
      'x.z[0]': { count: 2, i: 0 },
      'x.z[1]': { count: 2, i: 1 },
    });
  });

  it('has errors of JSON with their place, within escaped texts, too', () => {
    expect(showProblems(evaluateTree({ 'a.tf.json': '{\n  "locals": {"a": 1,}\n}' }))).toEqual([
      'a.tf.json:2:21 Expected a text in double quotes, found `}`.',
    ]);
    expect(showProblems(evaluateTree({ 'a.tf.json': '{"locals": {"a": "\\u0041\\n${b c}"}}' }))).toEqual([
      'a.tf.json:1:31 Expected `}`, which closes what is put into the text, found `c`.',
    ]);
  });
});

describe('configuration that would take for ever', () => {
  it.each([
    [
      'texts that double',
      `locals {\n  t0 = "xxxxxxxxxxxxxxxx"\n${Array.from({ length: 60 }, (_, at) => `  t${at + 1} = "\${local.t${at}}\${local.t${at}}"`).join('\n')}\n}`,
    ],
    [
      'lists that double',
      `locals {\n  t0 = [1]\n${Array.from({ length: 60 }, (_, at) => `  t${at + 1} = [local.t${at}, local.t${at}]`).join('\n')}\n}`,
    ],
    [
      'loops within loops',
      'locals {\n  l = range(1000)\n  t = [for a in local.l : [for b in local.l : [for c in local.l : 1]]]\n}',
    ],
    ['many instances', 'resource "x" "y" {\n  count = 1e12\n}'],
    [
      'a chain of local values',
      `locals {\n${Array.from({ length: 5000 }, (_, at) => `  t${at} = local.t${at + 1}`).join('\n')}\n  t5000 = 1\n}`,
    ],
  ])('%s', (_, text) => {
    expect(evaluateTree({ 'main.tf': text }, { limits: { maxSteps: 1_000_000 } }).diagnostics.length).toBeGreaterThan(
      0,
    );
  });

  it('modules that call each other many times over', () => {
    const files = Object.fromEntries(
      Array.from({ length: 20 }, (_, at) => [
        `m${at}/main.tf`,
        `module "a" {\n  source = "../m${at + 1}"\n  count = 10\n}\nmodule "b" {\n  source = "../m${at + 1}"\n  count = 10\n}`,
      ]),
    );
    const result = evaluateTree(
      { ...files, 'main.tf': 'module "m" { source = "./m0" }', 'm20/main.tf': 'locals {}' },
      { limits: { maxSteps: 100_000 } },
    );
    expect(showProblems(result).at(-1)).toContain('takes more than 100000 steps');
  });

  it('a list of 100,000 elements is none', () => {
    const result = evaluateTree({
      'main.tf': `locals {\n  l = [${'"x",'.repeat(100_000)}]\n}\noutput "o" {\n  value = length(local.l)\n}`,
    });
    expect(showProblems(result)).toEqual([]);
    expect(result.objects.slice(1).map(({ result: value }) => (value === null ? null : showValue(value)))).toEqual([
      100_000,
    ]);
  });
});

describe('the modules of a tree', () => {
  it.each([
    [
      'that nobody calls are its roots',
      {
        'a/main.tf': 'module "m" {\n  source = "../lib"\n}',
        'lib/x.tf': '',
        'b/c.tf.json': '{"module":{"m":{"source":"./d"}}}',
        'b/d/e.tofu': '',
        'f.txt': '',
      },
      ['a', 'b'],
    ],
    ['are all roots when each is called', { 'a/x.tf': 'source = "../b"', 'b/x.tf': 'source = "../a"' }, ['a', 'b']],
    ['can be at the top', { 'x.tf': '', 'y.tf': '' }, ['']],
  ])('%s', (_, files, roots) => {
    expect(findRootModules(Object.entries(files).map(([path, text]) => ({ path, text: text ?? '' })))).toEqual(roots);
  });
});

describe('problems', () => {
  it('are errors when something is left out, and warnings when one value is unknown', () => {
    const severities = evaluateTree({
      'main.tf': 'a {\nb {}\nresource "x" "y" {\n  v = var.nope\n}\n',
    }).diagnostics.map(({ severity }) => severity);
    expect(severities).toEqual(['error', 'warning']);
  });
});
