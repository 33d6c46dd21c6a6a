import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ReaderId, readers, readPlanChanges, scanSecrets } from '../src/index.ts';

const SEEDS: readonly (readonly [ReaderId, string, string])[] = [
  [
    'plan',
    'p.json',
    '{"planned_values":{"root_module":{"resources":[{"address":"a.b","type":"a","name":"b","values":{"x":[{}]}}]}},"resource_changes":[{"address":"a.b","change":{"after_unknown":{"y":true}}}]}',
  ],
  [
    'cdk',
    'a.ts',
    "import * as s3 from 'aws-cdk-lib/aws-s3'; enum E { A = `x${1}` } const o = { ...p, k: [1, -2] }; new s3.Bucket(this, 'B', { versioned: !true, name: E.A, ...o });",
  ],
  [
    'cdk',
    'cdk.out/a.template.json',
    '{"Conditions":{"C":{"Fn::Equals":[{"Ref":"P"},"a"]}},"Parameters":{"P":{"Type":"Number","Default":"1"}},"Resources":{"A":{"Type":"AWS::S3::Bucket","Properties":{"X":{"Fn::If":["C",{"Fn::Sub":"${P}-x"},{"Ref":"AWS::NoValue"}]}}}}}',
  ],
  [
    'cloudformation',
    'a.yaml',
    'Parameters:\n  P: {Type: String, Default: a}\nResources:\n  A: &a\n    Type: AWS::SQS::Queue\n    Properties:\n      Q: !Join ["-", [!Ref P, !GetAtt A.Arn]]\n  B: *a\n',
  ],
  [
    'pulumi',
    'a.py',
    'import pulumi_aws as aws\nclass E:\n    A = f"{x}y"\nb = aws.s3.Bucket("b", versioning={"enabled": not True, **k}, n=[1, *c], t=aws.s3.XArgs(a=E.A))\n',
  ],
  [
    'pulumi',
    'Pulumi.yaml',
    'variables: {a: b}\nresources:\n  k: {type: "aws:kms:Key", properties: {a: "${a}", b: "${k.arn}", c: {fn::x: 1}}}\n',
  ],
  [
    'bicep',
    'a.bicep',
    '{"resources":[{"type":"A/b","name":"[parameters(\'p\')]","dependsOn":["[resourceId(\'A/b\', \'c\')]"]}],"parameters":{"p":{"defaultValue":"[variables(\'v\').w]"}},"variables":{"v":{"w":"x"}}}',
  ],
  [
    'kubernetes',
    'a.yaml',
    'apiVersion: v1\nkind: List\nitems:\n- apiVersion: apps/v1\n  kind: Deployment\n  metadata: {name: a}\n  spec: {template: {metadata: {labels: {a: b}}, spec: {containers: [{name: c, env: []}]}}}\n',
  ],
];

/** A text with a few stretches cut out, doubled or replaced. */
const mutated = (text: string): fc.Arbitrary<string> =>
  fc
    .array(
      fc.tuple(
        fc.nat(text.length),
        fc.nat(12),
        fc.constantFrom(
          '',
          '{',
          '}',
          '[',
          ']',
          '"',
          "'",
          '`',
          '${',
          ':',
          ',',
          '\n',
          '\0',
          '*a',
          '!Ref ',
          '- ',
          '\uD800',
          '9e999',
          '__proto__',
        ),
      ),
      { minLength: 1, maxLength: 4 },
    )
    .map((changes) =>
      changes.reduce((all, [at, length, put]) => all.slice(0, at) + put + all.slice(at + length), text),
    );

describe('nothing is thrown for what stands in a file', () => {
  it.each(SEEDS)('%s %s', (id, path, seed) => {
    const { blocks, diagnostics } = readers[id].read([{ path, text: seed }]);
    expect([blocks.length > 0, diagnostics]).toEqual([true, []]);
    fc.assert(
      fc.property(mutated(seed), (text) => {
        const state = readers[id].read([{ path, text }]);
        for (const { span } of state.diagnostics) expect(span.end.offset).toBeLessThanOrEqual(text.length);
        for (const { attributes, span } of state.blocks) {
          expect(attributes.kind).toBe('object');
          expect(span === null || span.end.offset <= text.length).toBe(true);
        }
        scanSecrets([{ path, text }]);
      }),
      { numRuns: 300 },
    );
  });

  it('of a plan file more than that it is none', () => {
    fc.assert(
      fc.property(mutated(SEEDS[0]?.[2] ?? ''), (text) => {
        try {
          readPlanChanges(text, '');
        } catch (error) {
          expect(String(error)).toMatch(/is no plan/);
        }
      }),
      { numRuns: 300 },
    );
  });
});
