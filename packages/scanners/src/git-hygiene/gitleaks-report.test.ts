import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readGitleaksReport } from './gitleaks-report.ts';

function readFixture(name: string): unknown {
  return JSON.parse(readFileSync(join(import.meta.dirname, '__fixtures__', '8.30.1', `${name}.json`), 'utf8'));
}

function read(report: unknown, files: Readonly<Record<string, string>>) {
  return readGitleaksReport(report, {
    scanned: new Set(Object.keys(files)),
    toPath: (path) => path,
    readText: async (path) => files[path] ?? null,
  });
}

describe('a report of gitleaks 8.30.1', () => {
  it('may be empty', async () => {
    expect(await read(readFixture('none'), {})).toEqual({ findings: [], notes: [] });
  });

  it('has one match', async () => {
    expect((await read(readFixture('one'), { 'app.py': '' })).findings).toMatchObject([
      {
        ruleId: 'gitleaks/github-pat',
        path: 'app.py',
        lineStart: 2,
        column: 10,
        cwe: 'CWE-798',
        severity: 'high',
        confidence: 'high',
      },
    ]);
  });

  it('has many matches, two on one line among them, and shows no secret', async () => {
    const files = { 'settings.py': '', 'src/a.js': '', 'keys/server.txt': '' };
    const { findings } = await read(readFixture('many'), files);
    expect(
      findings
        .map((f) => `${f.severity} ${f.ruleId} ${f.path}:${f.lineStart}-${f.lineEnd}:${f.column}`)
        .toSorted((a, b) => (a < b ? -1 : 1)),
    ).toEqual([
      'critical gitleaks/aws-access-token src/a.js:1-1:12',
      'critical gitleaks/private-key keys/server.txt:2-5:1',
      'high gitleaks/generic-api-key settings.py:4-4:1',
      'high gitleaks/github-oauth src/a.js:1-1:46',
      'high gitleaks/slack-bot-token settings.py:3-3:10',
    ]);
    expect(findings.every((finding) => finding.identity === undefined)).toBe(true);
  });

  it('loses matches in files that are not scanned, and says how many', async () => {
    const { findings, notes } = await read(readFixture('many'), { 'src/a.js': '' });
    expect(findings).toHaveLength(2);
    expect(notes).toEqual([expect.stringMatching(/^3 match\(es\) of gitleaks in files that are not scanned/)]);
  });

  it('loses matches that a comment on their lines excuses, and says how many', async () => {
    const { findings, notes } = await read(readFixture('one'), { 'app.py': 'x\nsecret # gitleaks:allow\n' });
    expect(findings).toEqual([]);
    expect(notes).toEqual(['1 match(es) of gitleaks are excused by a "gitleaks:allow" comment.']);
    expect((await read(readFixture('one'), { 'app.py': 'x # gitleaks:allow\ny\n' })).findings).toHaveLength(1);
  });

  it('loses nothing but odd records', async () => {
    const [record] = readFixture('one') as object[];
    const report = [null, { RuleID: 'x' }, { ...record, StartLine: -1 }, { ...record, RuleID: 'a\u001b[31m' }, record];
    const { findings, notes } = await read(report, { 'app.py': '' });
    expect(findings).toHaveLength(1);
    expect(notes).toEqual(['4 records of the gitleaks report could not be read and were left out.']);
  });

  it('shows neither match nor secret, even if they are not redacted', async () => {
    const [record] = readFixture('one') as object[];
    const report = [{ ...record, Match: 'hunter2hunter2', Secret: 'hunter2hunter2', Unknown: 'hunter2hunter2' }];
    expect(JSON.stringify(await read(report, { 'app.py': '' }))).not.toContain('hunter2');
  });

  it('that is no list is an odd record', async () => {
    expect((await read({ error: 1 }, {})).notes).toHaveLength(1);
  });
});
