import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { functionNames } from '../src/evaluate/functions/call-function.ts';
import { evaluateTree, showProblems } from './evaluate.ts';

const argument = fc.oneof(
  fc.constantFrom(
    'null',
    'true',
    '0',
    '-1',
    '1.5',
    '1e308',
    '9007199254740993',
    '""',
    '[]',
    '{}',
    'var.u',
    '[null]',
    '[[1]]',
    '{ a = [] }',
  ),
  fc.constantFrom(
    '"10.0.0.0/8"',
    '"::/0"',
    '"2026-01-01T00:00:00Z"',
    '"1h"',
    '"(a+)+$"',
    '"/(/"',
    '"/a*/"',
    '"$1$$"',
    '"%d%s%[3]q"',
    '"__proto__"',
  ),
  fc.constantFrom(
    '{ __proto__ = 1 }',
    '["a", var.u]',
    'toset(["a", 1])',
    'sensitive("x")',
    'local.long',
    'local.many',
    'range(1000)',
    'x.y',
  ),
  fc
    .string({ unit: 'binary', maxLength: 8 })
    .map((text) => `jsondecode(${JSON.stringify(JSON.stringify(text)).replace(/[$%]\{/g, '')})`),
);
const call = fc
  .tuple(fc.constantFrom(...functionNames), fc.array(argument, { maxLength: 4 }))
  .map(([name, args]) => `${name}(${args.join(', ')})`);

describe('functions with any arguments', () => {
  it('never end in a crash, nor in a text or list beyond the limits', () => {
    fc.assert(
      fc.property(call, (expression) => {
        const start = performance.now();
        const { diagnostics } = evaluateTree({
          'main.tf': `
variable "u" {}
resource "x" "y" { a = 1 }
locals {
  long = join("", [for a in range(1000) : join("", [for b in range(100) : "abcdefghi\\n"])])
  many = flatten([for a in range(100) : range(100)])
}
output "o" { value = ${expression} }`,
        });
        expect(diagnostics).toBeInstanceOf(Array);
        expect(performance.now() - start).toBeLessThan(10_000);
      }),
      { numRuns: Number(process.env['FUZZ_RUNS'] ?? 100) },
    );
  });

  it.each([
    'replace(local.long, "a", local.long)',
    'replace(local.long, "/a/", local.long)',
    'replace(local.long, "", local.long)',
    'join(local.long, range(1000))',
    'indent(1000, local.long)',
    'format("%[1]s%[1]s%[1]s", local.long)',
    'formatlist("%s%s", local.long, range(100))',
  ])('are refused when the text would be too long: %s', (expression) => {
    const result = evaluateTree({
      'main.tf': `locals {\n  long = join("", [for a in range(1000) : join("", [for b in range(100) : "abcdefghi\\n"])])\n}\noutput "o" {\n  value = ${expression}\n}`,
    });
    expect(showProblems(result)).toEqual([`main.tf:5:11 The text would have more than 2000000 characters.`]);
  });
});
