import { describe, expect, it } from 'vitest';
import { createReferenceGraph } from '../src/graph/reference-graph.ts';
import { terraformReader } from '../src/readers/terraform/terraform-reader.ts';
import type { InfrastructureBlock } from '../src/state/block.ts';

function read(files: Readonly<Record<string, string>>): readonly InfrastructureBlock[] {
  return terraformReader.read(Object.entries(files).map(([path, text]) => ({ path, text }))).blocks;
}

/** What the block refers to, as `path: address`. */
function references(files: Readonly<Record<string, string>> | string, address: string): readonly string[] {
  const block = read(typeof files === 'string' ? { 'main.tf': files } : files).find((one) => one.address === address);
  return (block?.references ?? []).map((one) => `${one.path.join('.')}: ${one.address}`);
}

describe('references', () => {
  it('are found wherever an expression may hold one', () => {
    expect(
      references(
        `
resource "t" "a" {}
resource "t" "many" { count = 2 }
data "d" "b" {}
resource "t" "x" {
  call      = join(",", [t.a.id])
  text      = "pre-\${t.a.id}-post"
  directive = "%{ if t.a.on }\${data.d.b.x}%{ endif }"
  heredoc   = <<-E
    \${t.a.id}
  E
  object    = { (t.a.k) = { deep = data.d.b.v } }
  condition = t.a.on ? 1 : 2
  sum       = 1 + t.a.n
  loop      = [for t in data.d.b.l : t.a if t.on]
  splat     = t.many[*].id
  one       = t.many[0].id
  any       = t.many[t.a.n].id
  none      = t.gone.id
  nested {
    inner { v = (t.a.id) }
  }
  depends_on = [data.d.b]
}`,
        't.x',
      ),
    ).toEqual([
      'call: t.a',
      'text: t.a',
      'directive: t.a',
      'directive: data.d.b',
      'heredoc: t.a',
      'object: t.a',
      'object: data.d.b',
      'condition: t.a',
      'sum: t.a',
      'loop: data.d.b',
      'splat: t.many',
      'one: t.many[0]',
      'any: t.a',
      'any: t.many',
      'depends_on: data.d.b',
      'nested.inner.v: t.a',
    ]);
  });

  it('lead through local values, by the part that is named', () => {
    const text = `
resource "t" "a" {}
resource "t" "b" {}
locals {
  both = { a = t.a.id, b = [t.b.id, t.a.id] }
  more = local.both
  loop = local.pool
  pool = [local.loop, t.a.id]
}
resource "t" "x" {
  part  = local.more.a
  index = local.more.b[0]
  whole = local.more
  cycle = local.loop
}`;
    expect(references(text, 't.x')).toEqual(['part: t.a', 'index: t.b', 'whole: t.a', 'whole: t.b', 'cycle: t.a']);
  });

  it('lead into modules by variables and out of them by outputs', () => {
    const files = {
      'main.tf': `
resource "t" "key" {}
module "m" {
  for_each = toset(["eu", "us"])
  source   = "./m"
  key      = t.key.id
}
resource "t" "x" {
  all = values(module.m)[*].bucket
  one = module.m["eu"].bucket
}`,
      'm/main.tf': `
variable "key" {}
resource "t" "bucket" { kms = var.key }
output "bucket" { value = t.bucket.id }`,
    };
    expect(references(files, 'module.m["eu"].t.bucket')).toEqual(['kms: module.m["eu"].var.key', 'kms: t.key']);
    expect(references(files, 't.x')).toEqual([
      'all: module.m',
      'all: module.m["eu"].t.bucket',
      'all: module.m["us"].t.bucket',
      'one: module.m["eu"]',
      'one: module.m["eu"].t.bucket',
    ]);
  });

  it('of instances are those of their own key', () => {
    const text = `
resource "t" "a" {}
resource "t" "b" {}
resource "t" "n" { count = 2 }
locals { map = { a = t.a.id, b = t.b.id } }
resource "t" "each" {
  for_each = local.map
  v        = each.value
}
resource "t" "next" {
  for_each = local.map
  v        = t.each[each.key].id
}
resource "t" "count" {
  count = 2
  v     = t.n[count.index].id
}`;
    expect(references(text, 't.each["b"]')).toEqual(['for_each: t.a', 'for_each: t.b', 'v: t.b']);
    expect(references(text, 't.next["a"]').at(-1)).toBe('v: t.each["a"]');
    expect(references(text, 't.count[1]')).toEqual(['v: t.n[1]']);
  });

  it('of dynamic blocks stand where the blocks that they make do', () => {
    const text = `
resource "t" "a" {}
resource "t" "b" {}
resource "t" "x" {
  dynamic "rule" {
    for_each = [t.a.id]
    iterator = it
    content {
      from = it.value
      to   = t.b.id
    }
  }
}`;
    expect(references(text, 't.x')).toEqual(['rule: t.a', 'rule.from: t.a', 'rule.to: t.b']);
  });
});

describe('the graph', () => {
  const blocks = read({
    'dev/main.tf': `
resource "t" "a" { count = 2 }
resource "t" "all" { v = t.a[*].id }
resource "t" "one" { v = t.a[1].id }
variable "n" {}
resource "t" "open" { count = var.n }
resource "t" "third" { v = t.open[3].id }`,
    'prod/main.tf': 'resource "t" "a" {}\nresource "t" "all" { v = t.a.id }',
  });
  const graph = createReferenceGraph(blocks);
  const at = (root: string, address: string): InfrastructureBlock => {
    const found = blocks.find((one) => one.root === root && one.address === address);
    if (found === undefined) throw new Error(`no block ${address}`);
    return found;
  };
  const show = (links: ReturnType<typeof graph.targetsOf>): readonly string[] =>
    links.map(({ block, path }) => `${block.root ?? ''}/${block.address} ${path.join('.')}`);

  it('finds who refers to an instance, by its key or to all', () => {
    expect(show(graph.referrersOf(at('dev', 't.a[0]')))).toEqual(['dev/t.all v']);
    expect(show(graph.referrersOf(at('dev', 't.a[1]')))).toEqual(['dev/t.all v', 'dev/t.one v']);
  });

  it('keeps root modules apart', () => {
    expect(show(graph.referrersOf(at('prod', 't.a')))).toEqual(['prod/t.all v']);
    expect(show(graph.targetsOf(at('dev', 't.all')))).toEqual(['dev/t.a[0] v', 'dev/t.a[1] v']);
  });

  it('takes a block of unknown number for any of its instances', () => {
    expect(show(graph.referrersOf(at('dev', 't.open')))).toEqual(['dev/t.third v']);
    expect(show(graph.targetsOf(at('dev', 't.third')))).toEqual(['dev/t.open v']);
  });
});
