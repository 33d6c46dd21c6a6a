import type { RawFinding } from '@securescan/model';
import { measureCpuMs } from '@securescan/testkit';
import { describe, expect, it } from 'vitest';
import { normalise } from './normalise.ts';
import type { SourceFacts } from './types.ts';

const SOURCES: ReadonlyMap<string, SourceFacts> = new Map([
  [
    'a.py',
    {
      lines: new Map([
        [3, 'password = "hunter22"'],
        [4, 'x = 1'],
      ]),
      directives: [],
    },
  ],
]);

function one(raw: Partial<RawFinding>, scanner = 'semgrep') {
  const finding: RawFinding = { severity: 'high', title: 'T', description: 'D.', ruleId: 'R', ...raw };
  const [draft] = normalise([{ scanner, scanType: 'code', findings: [finding] }], {
    root: '/repo',
    scanId: 'scan-1',
    sources: SOURCES,
  });
  if (draft === undefined) throw new Error('nothing came out');
  return draft;
}

describe('normalise', () => {
  it('keeps what the tool said of a path outside the root', () => {
    expect(one({ path: '/tmp/x.py' })).toMatchObject({ filePath: null, metadata: { reported_path: '/tmp/x.py' } });
    for (const path of ['/repo', '/repo/', '.']) expect(one({ path }).metadata).not.toHaveProperty('reported_path');
  });

  it.each<[string, Partial<RawFinding>, [number | null, number | null, number | null]]>([
    ['line 0 is no line', { lineStart: 0, lineEnd: 4, column: 2 }, [null, null, null]],
    ['a negative line is no line', { lineStart: -3 }, [null, null, null]],
    ['an end before the start is the start', { lineStart: 5, lineEnd: 2, column: 1 }, [5, 5, 1]],
    ['no end stays open', { lineStart: 5 }, [5, null, null]],
    ['fractions are no lines', { lineStart: 1.5, lineEnd: Number.NaN }, [null, null, null]],
  ])('%s', (_name, raw, [lineStart, lineEnd, column]) => {
    expect(one(raw)).toMatchObject({ lineStart, lineEnd, column });
  });

  it.each<[string, string | null, object]>([
    ['CWE-89', 'CWE-89', {}],
    ['cwe-89', 'CWE-89', {}],
    ['89', 'CWE-89', {}],
    ['CWE-089', 'CWE-89', {}],
    ['CWE-95: Eval Injection', 'CWE-95', { cwe_text: 'CWE-95: Eval Injection' }],
    ['CWE-79, CWE-89', 'CWE-79', { cwes: ['CWE-79', 'CWE-89'], cwe_text: 'CWE-79, CWE-89' }],
    ['NVD-CWE-Other', null, { cwe_text: 'NVD-CWE-Other' }],
    ['CWE-0', null, { cwe_text: 'CWE-0' }],
    ['', null, {}],
  ])('weakness %j', (text, cwe, metadata) => {
    expect(one({ cwe: text })).toMatchObject({ cwe, metadata });
    expect(Object.keys(one({ cwe: text }).metadata)).toEqual(Object.keys(metadata));
  });

  it('makes texts encodable and titles one line', () => {
    expect(one({ title: ' a\n\tb\0 \ud800', description: 'x\0y' })).toMatchObject({
      title: 'a b \ufffd',
      description: 'xy',
    });
    expect(one({ title: ' \n ' }).title).toBe('R');
    expect(one({ title: '', ruleId: null }).title).toBe('Finding without a title');
  });

  it('takes no stamp of the pipeline from a tool', () => {
    const metadata = {
      suppressed_by: 'inline',
      original_severity: 'info',
      also_reported_by: [],
      compliance_why: {},
      k: 1,
    };
    expect(one({ metadata }).metadata).toEqual({ k: 1 });
  });

  it('keeps a key __proto__ a key', () => {
    const metadata = JSON.parse('{"__proto__": {"polluted": "a\\u0000"}}') as Record<string, never>;
    const out = one({ metadata }).metadata;
    expect(Object.hasOwn(out, '__proto__')).toBe(true);
    expect((out as { polluted?: string }).polluted).toBeUndefined();
  });

  it('bounds the depth of metadata', () => {
    let deep: Record<string, unknown> = { end: 1 };
    for (let i = 0; i < 5000; i += 1) deep = { deep };
    expect(JSON.stringify(one({ metadata: deep as Record<string, never> }).metadata).length).toBeLessThan(1000);
  });

  it('fills the source text of the line, before what the tool quotes', () => {
    expect(one({ path: 'a.py', lineStart: 4, snippet: 'other' }).snippet).toBe('x = 1');
    expect(one({ path: 'b.py', lineStart: 4, snippet: 'other' }).snippet).toBe('other');
    expect(one({ path: 'a.py', lineStart: 4, metadata: { line_snippet: 'given' } }).snippet).toBe('given');
    expect(one({ path: 'b.py', snippet: '1\n2\n3\n4' }).snippet).toBe('1\n2\n3');
  });

  it.each<[string, Partial<RawFinding>, string]>([
    ['bandit quotes the value', { ruleId: 'B105', description: "Possible hardcoded password: 'hunter22'" }, 'bandit'],
    [
      'bandit quotes a value of another line',
      { ruleId: 'B106', description: "hardcoded: 'hunter22'", lineStart: null },
      'bandit',
    ],
    ['semgrep quotes the line', { cwe: 'CWE-798', description: 'Found password = "hunter22" here' }, 'semgrep'],
    ['remediation', { cwe: 'CWE-259', remediation: 'Replace hunter22 by a vault.' }, 'semgrep'],
    ['title', { cwe: 'CWE-321', title: 'Key hunter22 in code' }, 'semgrep'],
    [
      'metadata',
      { cwe: 'CWE-522', metadata: { lines: ['password = "hunter22"'], m: { value: 'hunter22' } } },
      'semgrep',
    ],
    ['line_snippet', { cwe: 'CWE-798', metadata: { line_snippet: 'token = "hunter22"' } }, 'semgrep'],
    ['a rule that says so', { ruleId: 'generic.hard-coded-password.x', description: 'is hunter22' }, 'semgrep'],
  ])('a credential is not repeated: %s', (_name, raw, scanner) => {
    const { snippet: _, identity: __, ...visible } = one({ path: 'a.py', lineStart: 3, ...raw }, scanner);
    expect(JSON.stringify(visible)).not.toContain('hunter22');
    expect(JSON.stringify(visible)).toContain('***');
  });

  it('masks texts that are credentials by their shape', () => {
    const token = ['ghp', 'a1B2'.repeat(9)].join('_');
    const url = ['postgres://app', 'letmein1@db.test/x'].join(':');
    const { description } = one({ cwe: 'CWE-798', description: `found ${token} and ${url}`, path: 'b.py' });
    expect(description).toBe('found *** and postgres://app:***@db.test/x');
  });

  it.each<[string, string]>([
    ['yaml', 'password: hunter22  # note'],
    ['env', 'PASSWORD=hunter22'],
    ['url', 'db = connect("hunter22", "x")'],
  ])('finds the value of a line: %s', (_name, snippet) => {
    const { snippet: _, ...visible } = one({ cwe: 'CWE-798', description: 'It is hunter22.', path: 'b.py', snippet });
    expect(visible.description).toBe('It is ***.');
  });

  it.each(['=', String.raw`\"`, `'"`, 'eyJ-', 'a.', '"a" ', '://', 'aA1'])('masks in linear time: %j', (part) => {
    const text = part.repeat(300_000 / part.length);
    const finding = { cwe: 'CWE-798', description: text, path: 'b.py', snippet: text };
    expect(measureCpuMs(() => one(finding))).toBeLessThan(3000);
  });

  it('leaves other findings and harmless words alone', () => {
    const description = "Use of 'eval' at https://bandit.test/plugins/b105_hardcoded_password_string.html";
    expect(one({ description }).description).toBe(description);
    expect(one({ cwe: 'CWE-798', description, path: 'b.py' }).description).toBe(description);
  });
});
