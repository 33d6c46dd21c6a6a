import { parseDirectives } from '@securescan/core';
import { describe, expect, it } from 'vitest';
import { suggestionFor, severityPinFor } from '../src/index.ts';
import { ignoredRulesBlock } from '../src/github-review/suggestion.ts';
import { makeFinding } from './sample.ts';

/** The file after someone committed the suggestion for one of its lines. */
function commit(text: string, line: number, suggestion: string): string {
  const fence = /^(`{3,})suggestion\n([^]*)\n\1$/m.exec(suggestion);
  if (fence === null) throw new Error('there is no suggestion to commit');
  const lines = text.split('\n');
  return [...lines.slice(0, line - 1), fence[2], ...lines.slice(line)].join('\n');
}

const FILES: readonly (readonly [string, string])[] = [
  ['a.py', 'import os\ndef f(x):\n    return eval(x)\n'],
  ['deep/b.ts', 'const a = 1;\nexport const f = (x) =>\n\t\teval(x);\n'],
  ['q.sql', 'select 1;\nselect *\n  from t;\n'],
  ['Dockerfile', 'FROM x\nRUN a\nRUN curl http://x | sh\n'],
  ['main.tf', 'a = 1\nb = 2\n  c = "x"\n'],
  ['Makefile', 'all:\n\techo\n\trm -rf `pwd` ```x```\n'],
];

describe('an accepted suggestion', () => {
  it.each(FILES)('suppresses exactly its finding in %s, and changes no line', (filePath, text) => {
    const finding = makeFinding({ filePath, lineStart: 3, ruleId: 'rule-1' });
    const source = text.split('\n')[2] ?? '';
    const after = commit(text, 3, suggestionFor(finding, [source]) ?? '');
    expect(parseDirectives(filePath, after).map(({ targetLine, ruleIds }) => ({ targetLine, ruleIds }))).toEqual([
      { targetLine: 4, ruleIds: ['rule-1'] },
    ]);
    const kept = after.split('\n').filter((line) => !line.includes('securescan:'));
    expect(kept.join('\n')).toBe(text);
    expect(after.split('\n')[3]).toBe(source);
  });
});

describe('no suggestion is made', () => {
  it.each([
    ['in a language without line comments', { filePath: 'package.json', lineStart: 3, ruleId: 'r' }, ['"a": 1']],
    ['in the first line, which may be a shebang', { filePath: 'a.sh', lineStart: 1, ruleId: 'r' }, ['#!/bin/sh']],
    ['for a rule id that a directive cannot hold', { filePath: 'a.py', lineStart: 3, ruleId: 'a b' }, ['x']],
    ['without a rule', { filePath: 'a.py', lineStart: 3, ruleId: null }, ['x']],
    ['without a file', { filePath: null, lineStart: 3, ruleId: 'r' }, ['x']],
    ['when the line is unknown', { filePath: 'a.py', lineStart: 3, ruleId: 'r' }, []],
    [
      'when the line holds a marker',
      { filePath: 'a.py', lineStart: 3, ruleId: 'r' },
      ['x # <!-- securescan:fp:aa -->'],
    ],
  ])('%s', (_name, fields, lines) => {
    expect(suggestionFor(makeFinding(fields), lines)).toBeNull();
  });
});

describe('configuration blocks', () => {
  it('quote what YAML would read as something else', () => {
    const rules = ['plain.rule', 'yes', '123', '@scope/pkg', 'a: b', '#x', '<!-- securescan:fp:aa -->'];
    expect(ignoredRulesBlock(rules)).toBe(
      [
        'Ignore these rules everywhere in `.securescan.yml`:',
        '',
        '```yaml',
        'ignored_rules:',
        '  - plain.rule',
        '  - "yes"',
        '  - "123"',
        '  - "@scope/pkg"',
        '  - "a: b"',
        '  - "#x"',
        '  - "\\u003c!-- securescan:fp:aa -->"',
        '```',
        '',
      ].join('\n'),
    );
    expect(severityPinFor(makeFinding({ ruleId: 'null', severity: 'high' }))).toContain('  "null": medium');
  });
});
