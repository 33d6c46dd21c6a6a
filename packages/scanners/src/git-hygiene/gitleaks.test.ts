import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readGitleaksReport } from './gitleaks.ts';

function readFixture(name: string): unknown {
  return JSON.parse(readFileSync(join(import.meta.dirname, '__fixtures__', '8.30.1', `${name}.json`), 'utf8'));
}

const keep = (path: string): string => path;

describe('readGitleaksReport', () => {
  it('reads a report of gitleaks 8.30.1 without matches', () => {
    expect(readGitleaksReport(readFixture('none'), keep)).toEqual({ findings: [], notes: [] });
  });

  it('reads one match', () => {
    expect(readGitleaksReport(readFixture('one'), keep).findings).toMatchObject([
      { ruleId: 'git-hygiene/gitleaks-github-pat', path: 'app.py', lineStart: 2, cwe: 'CWE-798', severity: 'high' },
    ]);
  });

  it('reads many matches, two on one line among them, and shows no secret', () => {
    const { findings } = readGitleaksReport(readFixture('many'), keep);
    expect(findings.map(({ path, lineStart }) => `${path}:${lineStart}`).toSorted()).toEqual([
      'settings.py:3',
      'settings.py:4',
      'src/a.js:1',
      'src/a.js:1',
    ]);
    expect(JSON.stringify(findings)).not.toMatch(/xoxb-|AKIA|gho_/);
  });

  it('leaves out files that are not scanned', () => {
    expect(readGitleaksReport(readFixture('many'), () => null).findings).toEqual([]);
  });

  it('counts odd records and keeps the rest', () => {
    const [record] = readFixture('one') as object[];
    const report = [null, { RuleID: 'x' }, { ...record, StartLine: -1 }, { ...record, Unknown: 1 }];
    const { findings, notes } = readGitleaksReport(report, keep);
    expect(findings).toHaveLength(1);
    expect(notes).toEqual(['3 records of the gitleaks report could not be read and were left out.']);
  });
});
