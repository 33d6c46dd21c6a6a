import { describe, expect, it } from 'vitest';
import { functionNames } from '../src/evaluate/functions/call-function.ts';
import { evaluateTree, showProblems, showValue } from './evaluate.ts';

function work(expression: string): unknown {
  const result = evaluateTree({
    'main.tf': `output "o" {\n  value = ${expression}\n}\nvariable "u" {}\n`,
    'a/x.txt': 'hello',
    't.tpl': 'Hi ${name}!',
  });
  const problems = showProblems(result);
  if (problems.length > 0) return { problem: problems[0]?.replace(/^main\.tf:2:\d+ /, '') };
  const output = result.objects.find(({ kind }) => kind === 'output');
  return output?.result === undefined || output.result === null ? undefined : showValue(output.result);
}

/** Expected values are those of Terraform's documentation or of `terraform console`. */
const cases: readonly (readonly [expression: string, value: unknown])[] = [
  ['abs(-12.4)', 12.4],
  ['ceil(5.1)', 6],
  ['floor(4.9)', 4],
  ['log(16, 2)', 4],
  ['max(12, 54, 3)', 54],
  ['min([12, 54, 3]...)', 3],
  ['parseint("FF", 16)', 255],
  ['pow(3, 2)', 9],
  ['signum(-13)', -1],
  ['chomp("hello\\n\\n")', 'hello'],
  ['endswith("hello world", "world")', true],
  [
    'format("Hello, %s! %05.2f %d%% %q %x %-4s|%4s|%v", "Ann", 3.14159, 5, "a", 255, "l", "r", [1])',
    'Hello, Ann! 03.14 5% "a" ff l   |   r|[1]',
  ],
  ['formatlist("%s-%s", "a", ["b", "c"])', ['a-b', 'a-c']],
  ['indent(2, "a\\nb")', 'a\n  b'],
  ['join("-", ["foo", "bar"], ["baz"])', 'foo-bar-baz'],
  ['lower("HELLO")', 'hello'],
  ['regex("[a-z]+", "53453453.345345aaabbbccc23454")', 'aaabbbccc'],
  ['regex("(\\\\d\\\\d\\\\d\\\\d)-(\\\\d\\\\d)", "2019-02-01")', ['2019', '02']],
  ['regex("^(?:(?P<scheme>[^:/?#]+):)?", "https://x")', { scheme: 'https' }],
  ['regexall("[a-z]+", "1234abcd5678efgh9")', ['abcd', 'efgh']],
  ['length(regexall("(a+)+$", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab"))', 0],
  ['replace("1 + 2 + 3", "+", "-")', '1 - 2 - 3'],
  ['replace("hello world", "/w.*d/", "everybody")', 'hello everybody'],
  ['split(",", "foo,bar,baz")', ['foo', 'bar', 'baz']],
  ['startswith("hello", "he")', true],
  ['strcontains("hello", "ell")', true],
  ['strrev("hello")', 'olleh'],
  ['substr("hello world", 1, 4)', 'ello'],
  ['substr("hello world", -5, -1)', 'world'],
  ['title("hello world")', 'Hello World'],
  ['trim("?!hello?!", "!?")', 'hello'],
  ['trimprefix("helloworld", "hello")', 'world'],
  ['trimsuffix("helloworld", "world")', 'hello'],
  ['trimspace("  hello\\n\\n")', 'hello'],
  ['upper("hello")', 'HELLO'],
  ['templatestring("a $${x}", { x = 1 })', 'a 1'],
  ['alltrue(["true", true])', true],
  ['alltrue([])', true],
  ['anytrue([true, false])', true],
  ['chunklist(["a", "b", "c"], 2)', [['a', 'b'], ['c']]],
  ['coalesce("", "b")', 'b'],
  ['coalescelist([], ["c"])', ['c']],
  ['compact(["a", "", "b", null])', ['a', 'b']],
  ['concat(["a"], ["b", "c"])', ['a', 'b', 'c']],
  ['contains(["a", "b"], "a")', true],
  ['distinct(["a", "b", "a"])', ['a', 'b']],
  ['element(["a", "b", "c"], 4)', 'b'],
  ['element(["a", "b", "c"], -1)', 'c'],
  ['flatten([["a", []], ["b", [["c"]]]])', ['a', 'b', 'c']],
  ['index(["a", "b"], "b")', 1],
  ['keys({ b = 1, a = 2 })', ['a', 'b']],
  ['values({ b = 1, a = 2 })', [2, 1]],
  ['length("👨‍👩‍👧")', 1],
  ['length({ a = 1 })', 1],
  ['list("a")', ['a']],
  ['map("a", 1)', { a: 1 }],
  ['lookup({ a = "x" }, "b", "y")', 'y'],
  ['matchkeys(["i-1", "i-2"], ["a", "b"], ["b"])', ['i-2']],
  ['merge({ a = 1, b = 2 }, null, { b = 3 })', { a: 1, b: 3 }],
  ['one(["x"])', 'x'],
  ['one([])', null],
  ['range(3)', [0, 1, 2]],
  ['range(1, 8, 3)', [1, 4, 7]],
  ['range(4, 1)', [4, 3, 2]],
  ['reverse([1, 2])', [2, 1]],
  ['setintersection(["a", "b"], ["b", "c"])', ['b']],
  [
    'setproduct(["a", "b"], [1])',
    [
      ['a', 1],
      ['b', 1],
    ],
  ],
  ['setsubtract(["a", "b"], ["a"])', ['b']],
  ['setunion(["a"], ["b", "a"])', ['a', 'b']],
  ['slice(["a", "b", "c"], 1, 3)', ['b', 'c']],
  ['sort(["e", "a", "B"])', ['B', 'a', 'e']],
  ['sum([1, 2.5])', 3.5],
  ['transpose({ a = ["1", "2"], b = ["2"] })', { '1': ['a'], '2': ['a', 'b'] }],
  ['zipmap(["a", "b"], [1, 2])', { a: 1, b: 2 }],
  ['base64encode("Hällo")', 'SMOkbGxv'],
  ['base64decode("SMOkbGxv")', 'Hällo'],
  ['csvdecode("a,b\\n1,\\"x,\\"\\"y\\"\\n")', [{ a: '1', b: 'x,"y' }]],
  ['jsonencode({ b = "<&>", a = [1, null, true] })', '{"a":[1,null,true],"b":"\\u003c\\u0026\\u003e"}'],
  ['jsondecode("{\\"a\\":[1,null]}").a[0]', 1],
  ['yamldecode("a:\\n- 1\\n- x: true\\n")', { a: [1, { x: true }] }],
  ['yamlencode({ a = [1] })', 'a:\n  - 1\n'],
  ['urlencode("a b&ä*")', 'a+b%26%C3%A4%2A'],
  ['urldecode("a+b%26")', 'a b&'],
  ['md5("hello world")', '5eb63bbbe01eeed093cb22bb8f5acdc3'],
  ['sha1("hello world")', '2aae6c35c94fcfb415dbe95f408b9ce91ee846ed'],
  ['sha256("hello world")', 'b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9'],
  ['substr(sha512("hello world"), 0, 8)', '309ecc48'],
  ['base64sha256("hello world")', 'uU0nuZNNPgilLlLX2n2r+sSE7+N6U4DukIj3rOLvzek='],
  ['substr(base64sha512("hello world"), 0, 8)', 'MJ7MSJwS'],
  ['uuidv5("dns", "www.terraform.io")', 'a5008fae-b28c-5ba5-96cd-82b4c53552d6'],
  ['cidrhost("10.12.112.0/20", 16)', '10.12.112.16'],
  ['cidrhost("10.12.112.0/20", -1)', '10.12.127.255'],
  ['cidrhost("fd00:fd12:3456:7890:00a2::/72", 34)', 'fd00:fd12:3456:7890::22'],
  ['cidrnetmask("172.16.0.0/12")', '255.240.0.0'],
  ['cidrsubnet("172.16.0.0/12", 4, 2)', '172.18.0.0/16'],
  ['cidrsubnet("fd00:fd12:3456:7890::/56", 16, 162)', 'fd00:fd12:3456:7800:a200::/72'],
  ['cidrsubnets("10.1.0.0/16", 4, 4, 8, 4)', ['10.1.0.0/20', '10.1.16.0/20', '10.1.32.0/24', '10.1.48.0/20']],
  ['cidrcontains("10.0.0.0/8", "10.2.3.4")', true],
  ['tobool("true")', true],
  ['tolist(toset(["b", "a", "b"]))', ['a', 'b']],
  ['tomap({ a = 1 })', { a: 1 }],
  ['tonumber("1.5")', 1.5],
  ['toset([3, 1, 3])', [1, 3]],
  ['tostring(1000000000000000000000)', '1000000000000000000000'],
  ['type("a")', 'string'],
  ['issensitive(upper(sensitive("a")))', true],
  ['issensitive(nonsensitive(sensitive("a")))', false],
  ['ephemeralasnull("a")', 'a'],
  ['try(var.u.x.y, 1)', '?the variable u has no value'],
  ['try({}.a, "b")', 'b'],
  ['can({}.a)', false],
  ['file("a/x.txt")', 'hello'],
  ['file("${path.module}/a/x.txt")', 'hello'],
  ['filebase64("a/x.txt")', 'aGVsbG8='],
  ['filemd5("a/x.txt")', '5d41402abc4b2a76b9719d911017c592'],
  ['filesha1("a/x.txt")', 'aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d'],
  ['substr(filesha256("a/x.txt"), 0, 8)', '2cf24dba'],
  ['substr(filesha512("a/x.txt"), 0, 8)', '9b71d224'],
  ['substr(filebase64sha256("a/x.txt"), 0, 8)', 'LPJNul+w'],
  ['substr(filebase64sha512("a/x.txt"), 0, 8)', 'm3HSJL1i'],
  ['fileexists("a/x.txt")', true],
  ['templatefile("t.tpl", { name = "Ann" })', 'Hi Ann!'],
  ['basename("foo/bar.txt")', 'bar.txt'],
  ['dirname("foo/bar.txt")', 'foo'],
  ['pathexpand("/x")', '/x'],
  ['timeadd("2017-11-22T00:00:00Z", "10m")', '2017-11-22T00:10:00Z'],
  ['timecmp("2017-11-22T00:00:00Z", "2017-11-22T01:00:00+01:00")', 0],
];

describe('functions', () => {
  it.each(cases)('%s', (expression, value) => {
    expect(work(expression)).toEqual(value);
  });

  it('are all among these cases', () => {
    const called = new Set(
      cases.flatMap(([expression]) => [...expression.matchAll(/(\w+)\(/g)].map(([, name]) => name)),
    );
    expect(functionNames.filter((name) => !called.has(name))).toEqual([]);
  });
});

describe('what functions do not work out', () => {
  it.each([
    ['timestamp()', '?the time of the run'],
    ['uuid()', '?a random value'],
    ['provider::aws::arn_parse("x")', '?provider::aws::arn_parse() belongs to a provider'],
    ['file("../secret")', '?the file ../secret is not part of what is read'],
    ['file("/etc/passwd")', '?the file /etc/passwd is not part of what is read'],
    ['upper(var.u)', '?the variable u has no value'],
    ['[upper(var.u), length([var.u])]', ['?the variable u has no value', 1]],
    ['merge({ a = 1 }, { b = var.u })', { a: 1, b: '?the variable u has no value' }],
    ['contains(["a", var.u], "a")', true],
    ['contains(["b", var.u], "a")', '?the variable u has no value'],
    ['nope(1)', { problem: 'There is no function nope.' }],
    ['upper()', { problem: 'upper() takes 1 argument, not 0.' }],
    ['regex("(", "a")', { problem: 'The pattern is not valid: error parsing regexp: missing closing ): `(`.' }],
    ['jsondecode("{")', { problem: expect.stringContaining('This is no JSON') as unknown }],
    ['1 / 0', { problem: 'A division by zero.' }],
    ['range(100000)', { problem: 'A range has at most 1024 numbers.' }],
    [
      'yamldecode("a: &a [x,x,x,x,x,x,x,x,x,x]\\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]\\nf: [*e,*e,*e,*e,*e,*e,*e,*e,*e,*e]\\n")',
      { problem: expect.stringContaining('This is no YAML') as unknown },
    ],
  ])('%s', (expression, value) => {
    expect(work(expression)).toEqual(value);
  });
});
