import fc from 'fast-check';
import { SEVERITIES, type Finding } from '@securescan/model';
import { fakeFingerprint, makeFinding } from './sample.ts';

const ESC = '\u001b';

/** Texts that have broken programs before. */
export const HOSTILE_TEXTS: readonly string[] = [
  '',
  '\u0000',
  `${ESC}[2J${ESC}[31mred${ESC}[0m`,
  `${ESC}]8;;https://evil.example${ESC}\\click${ESC}]8;;${ESC}\\`,
  '\u009b31m',
  '\ud800 high alone',
  'low alone \udc00',
  '\u202Egnp.exe',
  '\u2066isolate',
  '\ufeffbom',
  '\u{e0041}\u{e0042} tags',
  'line\r\nbreak\rand\nmore\u2028sep\u0085nel\fff\vvt',
  '=HYPERLINK("http://evil.example","x")',
  '+1',
  '-1',
  '@SUM(A1)',
  '\t=1+1',
  '"quoted","comma"',
  "it's",
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '</style><style>*{display:none}',
  '<!-- securescan:diff -->',
  '<!-- securescan:fp:aaaaaaaaaaaa -->',
  '-->',
  ']]>',
  '<![CDATA[x]]>',
  '&lt;already&gt; &amp; &#0; &nbsp;',
  '[click](javascript:alert(1))',
  '![img](https://evil.example/x.png)',
  '@someone and @org/team',
  'fixes #123 and GH-7',
  '| a | b |\n| - | - |',
  '`code` ``more`` ```fence',
  '```suggestion\nrm -rf\n```',
  '</details></summary>',
  '$x^2$',
  '{0} {1} {{',
  '../../etc/passwd',
  '/absolute/path',
  'C:\\windows\\path',
  '//host/share',
  'a?b#c%d e',
  'https://user:pass@evil.example/',
  'file with\nnewline',
  '🔥👨‍👩‍👧‍👦 Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘!͖̬̰̙̗̿̋ͥͥ̂ͣ̐́́͜͞',
  'ünï/файл.py',
  '火'.repeat(50),
];

/** Any sequence of UTF-16 units, halves of pairs included, or one of the texts above. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom(...HOSTILE_TEXTS) },
  {
    weight: 1,
    arbitrary: fc
      .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 40 })
      .map((units) => String.fromCharCode(...units)),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(...HOSTILE_TEXTS), fc.constantFrom(...HOSTILE_TEXTS))
      .map((two) => two.join('')),
  },
);

const nullable = fc.option(hostileText, { nil: null });
const line = fc.option(fc.integer({ min: -1, max: 100_000 }), { nil: null });

/** A finding in which every text is hostile. */
export const hostileFinding: fc.Arbitrary<Finding> = fc
  .record({
    scanner: hostileText,
    severity: fc.constantFrom(...SEVERITIES),
    title: hostileText,
    description: hostileText,
    filePath: nullable,
    lineStart: line,
    lineEnd: line,
    column: line,
    ruleId: nullable,
    cwe: fc.oneof(fc.constantFrom('CWE-89', 'cwe-79', null), hostileText),
    remediation: nullable,
    complianceTags: fc.array(hostileText, { maxLength: 3 }),
    fingerprint: fc.oneof(fc.constant(''), fc.integer({ min: 0, max: 5 }).map(fakeFingerprint)),
    metadata: fc.record(
      {
        suppressed_by: fc.constantFrom('inline', 'config', 'baseline', null),
        original_severity: fc.constantFrom(...SEVERITIES, null),
        confidence: hostileText,
        target_url: hostileText,
        also_reported_by: fc.array(
          fc.record({ scanner: hostileText, rule_id: nullable, severity: fc.constantFrom(...SEVERITIES) }),
          { maxLength: 2 },
        ),
      },
      { requiredKeys: [] },
    ),
  })
  .map((fields) => makeFinding(fields));

/** One text of 100 kB without a blank, and one with. */
export const LONG_FINDING = makeFinding({
  title: 'x'.repeat(100_000),
  description: 'word '.repeat(20_000),
  filePath: `src/${'d/'.repeat(200)}${'f'.repeat(255)}.py`,
  lineStart: 1,
  ruleId: 'r'.repeat(10_000),
  remediation: '火'.repeat(100_000),
  fingerprint: fakeFingerprint(9),
});
