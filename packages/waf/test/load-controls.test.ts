import { describe, expect, it } from 'vitest';
import { loadControls, pillarOf, selectControls, validateControl } from '../src/index.ts';

const HEAD = 'id: WAF-SEC-900\ntitle: A control\npillar: security\nseverity: high\n';

function control(assertion: string, scope = '{block_type: resource, resource_types: [aws_x]}'): string {
  return `${HEAD}checks:
  - id: one
    engine: terraform
    provider: aws
    automated: true
    scope: ${scope}
    assertions:
      - ${assertion}
`;
}

function problemsOf(...texts: readonly string[]): readonly string[] {
  const files = texts.map((text, index) => ({ path: `c${index}.yml`, text }));
  return loadControls(files).problems.map(
    ({ severity, file, line, column, message }) => `${severity} ${file}:${line}:${column} ${message}`,
  );
}

const MISTAKES: Readonly<Record<string, readonly [text: string, problem: RegExp]>> = {
  'an unknown operator': [
    control('{attribute: v, op: is_ture}'),
    /^error c0\.yml:12:28 "is_ture" is no operator\. Did you mean is_true\?$/,
  ],
  'an operator in another case': [
    control('{attribute: v, op: Is_True}'),
    /^error c0\.yml:12:28 .*Did you mean is_true/,
  ],
  'no operator': [control('{attribute: v}'), /^error c0\.yml:12:9 op is missing/],
  'a comparison with nothing': [control('{attribute: v, op: equals}'), /^error c0\.yml:12:28 equals needs expected/],
  'a bound that is no number': [
    control('{attribute: v, op: greater_than_or_equal, expected: many}'),
    /^error c0\.yml:12:61 greater_than_or_equal compares with a number/,
  ],
  'a list that is a mapping': [control('{attribute: v, op: in, values: {a: 1}}'), /^error .*with a list of values/],
  'an invalid pattern': [
    control("{attribute: v, op: matches, pattern: '('}"),
    /^error c0\.yml:12:46 "\(" is no valid regular expression: .*missing closing \)/,
  ],
  'a path that is none': [control('{attribute: a..b, op: is_true}'), /^error .*is no path of an attribute/],
  'an unknown kind of block': [
    control('{attribute: v, op: is_true}', '{block_type: Resource}'),
    /^error c0\.yml:10:25 block_type must be one of resource, .* Did you mean resource\?$/,
  ],
  'an unknown pillar': [
    HEAD.replace('security', 'securty'),
    /^error c0\.yml:3:9 "securty" is no pillar; .*mean security/,
  ],
  'an unknown severity': [
    HEAD.replace('high', 'hihg'),
    /^error c0\.yml:4:11 severity must be one of .*Did you mean high/,
  ],
  'no id': [HEAD.replace('id: WAF-SEC-900\n', ''), /^error c0\.yml:1:1 id is missing/],
  'a text that is a list': [HEAD.replace('A control', '[a, b]'), /^error c0\.yml:2:8 title must be a text, not a list/],
  'checks that are a text': [`${HEAD}checks: all\n`, /^error c0\.yml:5:9 checks must be a list of mappings/],
  'a member with a typo': [`${HEAD}categroy: iam\n`, /^warning c0\.yml:5:1 "categroy" is not known here.*category/],
  'a bare switch': [`${HEAD}category: no\n`, /^warning c0\.yml:5:11 no without quotes is a text here/],
  'no YAML': [`${HEAD}checks: [\n`, /^error c0\.yml:\d+:\d+ Not valid YAML/],
  'a key twice': [`${HEAD}id: other\n`, /^error c0\.yml:5:\d+ Not valid YAML: duplicated mapping key/],
  nothing: ['', /^error c0\.yml:1:1 /],
  'a list': ['- a\n', /^error c0\.yml:1:1 A control is a mapping/],
  'a text': ['hello', /^error c0\.yml:1:1 A control is a mapping/],
  'nesting without end': [`a: ${'['.repeat(100_000)}`, /^error c0\.yml:1:\d+ Not valid YAML/],
  'aliases that double': [
    `a0: &a0 [x]\n${Array.from({ length: 40 }, (_, n) => `a${n + 1}: &a${n + 1} [*a${n}, *a${n}]`).join('\n')}\n`,
    /^error c0\.yml:1:1 A control has at most 100000 values/,
  ],
};

describe('mistakes in control files', () => {
  it.each(Object.entries(MISTAKES))('%s', (_name, [text, problem]) => {
    const found = problemsOf(text);
    expect(found.join('\n')).toMatch(new RegExp(problem.source, 'm'));
    const isError = problem.source.startsWith('^error');
    expect(found.some((one) => one.startsWith('error'))).toBe(isError);
  });

  it('an id that is taken names the other file', () => {
    const text = control('{attribute: v, op: is_true}');
    expect(problemsOf(text, text)).toEqual([
      'error c1.yml:1:5 The id "WAF-SEC-900" is taken by c0.yml; give each control its own.',
    ]);
  });

  it('are warnings where reading is lenient, and the control is left out', () => {
    const files = [{ path: 'a.yml', text: control('{attribute: v, op: is_even}') }];
    const { controls, problems } = loadControls(files, { lenient: true });
    expect([controls.length, problems.map(({ severity }) => severity)]).toEqual([0, ['warning']]);
  });
});

describe('controls', () => {
  it('are loaded when active, unless others are asked for', () => {
    const draft = control('{attribute: v, op: is_true}').replace('severity', 'status: draft\nseverity');
    const files = [{ path: 'a.yml', text: draft }];
    expect(loadControls(files)).toEqual({ controls: [], problems: [] });
    expect(loadControls(files, { statuses: ['draft'] }).controls.map(({ status }) => status)).toEqual(['draft']);
  });

  it('without an automated check are not loaded', () => {
    const text = control('{attribute: v, op: no_matter}').replace('automated: true', 'automated: false');
    expect(loadControls([{ path: 'a.yml', text }])).toEqual({ controls: [], problems: [] });
  });

  it('are selected by pillar and by id in any case', () => {
    const { controls } = loadControls([{ path: 'a.yml', text: control('{attribute: v, op: is_true}') }]);
    expect(selectControls(controls, { pillars: ['security'], ids: ['waf-sec-900'] })).toEqual(controls);
    expect(selectControls(controls, { pillars: ['cost'] })).toEqual([]);
    expect(['SEC', 'perf', 'operational', 'sustainability', 'nonsense'].map(pillarOf)).toEqual([
      'security',
      'performance',
      'operations',
      'sustainability',
      null,
    ]);
  });

  it('that did not come from a file are validated with paths', () => {
    const value = {
      id: 'A-1',
      title: 'A',
      pillar: 'cost',
      checks: [{ automated: true, id: 'c', engine: 'terraform' }],
    };
    expect(validateControl(value)).toMatchObject({ control: { id: 'A-1', severity: 'medium' }, errors: [] });
    const { control: none, errors } = validateControl({ ...value, checks: [{ automated: true, engine: 'terraform' }] });
    expect([none, errors]).toEqual([
      null,
      [{ path: ['checks', 0], message: 'id is missing; give it a text that is not blank.' }],
    ]);
    for (const odd of [null, 1, 'x', [], { __proto__: null }]) expect(validateControl(odd).control).toBeNull();
  });
});
