import fc from 'fast-check';
import { dump } from 'js-yaml';
import { expect, it } from 'vitest';
import { checkInfrastructure, loadControls, OPERATORS, terraformReader, validateControl } from '../src/index.ts';

const CODE = `variable "v" {}
provider "aws" {}
resource "aws_x" "a" {
  v = { a = [1, "two", null, var.v], b = "text" }
  rule { on = true }
  rule {}
}
resource "aws_x" "b" { v = aws_x.a.id }
`;

const word = fc.constantFrom(
  'v',
  'v.a',
  'v.a[0]',
  'rule.on',
  'rule[*].on',
  'var.v',
  'v."a"',
  'none',
  '(',
  'a.*',
  '(?=x)a+',
);
const assertion = fc.record(
  {
    attribute: word,
    op: fc.constantFrom(...OPERATORS),
    expected: fc.jsonValue({ maxDepth: 3 }),
    pattern: word,
    key: word,
    fallback_attribute: word,
    if_missing: fc.constantFrom('pass', 'fail', 'skip'),
    each: fc.constantFrom('first', 'any', 'all', 'none'),
    variable: word,
    allowed_values_variable: word,
    filter_pattern: word,
    conditions: fc.constant([{ attribute: 'a', op: 'equals', expected: 1 }]),
    sibling_condition: fc.constant({ attribute: 'b', op: 'not_empty' }),
  },
  { requiredKeys: ['op'] },
);

it('any value is a control or has problems', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const { control, errors } = validateControl(value);
      expect(control === null).toBe(errors.length > 0);
    }),
  );
});

it('any text is a control file or has problems, at a place in it', () => {
  const text = fc.oneof(
    fc.string(),
    fc
      .array(fc.constantFrom('a', ': ', '- ', '\n', '  ', '[', '{', '&x ', '*x', '|', '#', '"', '!!', '?'))
      .map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(text, (content) => {
      const { controls, problems } = loadControls([{ path: 'c.yml', text: content }]);
      expect(controls).toEqual([]);
      for (const { line, column } of problems) expect(Math.min(line, column)).toBeGreaterThan(0);
    }),
  );
});

it('every assertion that is loaded can be evaluated, with any value compared', () => {
  fc.assert(
    fc.property(
      fc.array(assertion, { minLength: 1, maxLength: 3 }),
      fc.constantFrom('skip', 'fail'),
      (assertions, unknown) => {
        const check = { id: 'c', engine: 'terraform', automated: true, scope: { block_type: 'any' }, assertions };
        const control = { id: 'C-1', title: 'T', pillar: 'cost', checks: [check] };
        const { controls } = loadControls([{ path: 'c.yml', text: dump(control) }]);
        const files = [{ path: 'main.tf', text: CODE }];
        const { evaluations } = checkInfrastructure({
          reader: terraformReader,
          files,
          controls,
          today: '2026-01-01',
          unknown,
        });
        for (const { results } of evaluations) {
          for (const { status, message } of results) {
            expect(['PASS', 'FAIL', 'SKIP']).toContain(status);
            expect(message).not.toBe('');
          }
        }
      },
    ),
    { numRuns: 300 },
  );
});
