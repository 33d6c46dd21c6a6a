import { describe, expect, it } from 'vitest';
import { lintConfig } from './lint.ts';
import type { LintRequest } from './lint.ts';

async function lint(text: string, over: Partial<LintRequest> = {}) {
  const { issues } = await lintConfig({
    source: { state: 'read', text },
    displayPath: '.securescan.yml',
    directory: '/p',
    exists: () => Promise.resolve(false),
    today: '2026-08-01',
    ...over,
  });
  return issues.map(({ level, location, message, position }) =>
    [level, location, position && `${position.line}:${position.column}`, message].join(' | '),
  );
}

describe('lintConfig', () => {
  it('says why a file cannot be read', async () => {
    expect(await lint('', { source: { state: 'unreadable', message: 'is a directory' } })).toEqual([
      'error |  |  | config file cannot be read: is a directory',
    ]);
  });

  it('warns of a baseline that is not there yet, since the next command may write it', async () => {
    expect(await lint('baseline: b.json\n')).toEqual([
      "warning | baseline | 1:11 | baseline file does not exist yet: /p/b.json; 'securescan baseline' writes it",
    ]);
  });

  it('looks for rule packs beside the file, and not for what semgrep fetches', async () => {
    const asked: string[] = [];
    const exists = (path: string) => {
      asked.push(path);
      return Promise.resolve(true);
    };
    await lint('semgrep_rules: [p/ci, r/python, auto, ../shared/x.yml, /abs/y.yml]\n', { exists });
    expect(asked).toEqual(['/shared/x.yml', '/abs/y.yml']);
  });

  it('warns of licences that nobody declares, and of brackets that stay open', async () => {
    const licenceIds = ['MIT', 'GPL-3.0', 'Apache-2.0'];
    const text =
      'licenses: { allow: [mit, LicenseRef-Own], deny: [GPL-3.0-onlyy, gpl-3.0-or-later] }\nexclude: ["a/[b", "[c]/*"]\n';
    const issues = await lint(text, { licenceIds });
    expect(issues).toHaveLength(2);
    expect(issues[0]).toMatch(
      /^warning \| licenses\.deny\[0\] \| 1:50 \| .*GPL-3\.0-onlyy.* is no SPDX licence id .*did you mean 'GPL-3\.0-only'/,
    );
    expect(issues[1]).toMatch(/^warning \| exclude\[0\] \| .* the bracket in 'a\/\[b' is not closed/);
  });

  it('warns of ignores that have ended', async () => {
    const text = 'ignored_rules:\n  - { id: A, until: 2026-07-31 }\n  - { id: B, until: 2026-08-01 }\n';
    expect(await lint(text)).toEqual([
      "warning | ignored_rules[0] | 2:5 | the entry for rule 'A' ended on 2026-07-31; remove it or set a later day",
    ]);
  });

  it('does not take an ignore for some files for one that defeats an override', async () => {
    expect(await lint('severity_overrides: { A: low }\nignored_rules: [{ id: A, path: tests }]\n')).toEqual([]);
  });

  it('takes wildcards and scanners in the keys of overrides', async () => {
    expect(await lint("severity_overrides: { 'bandit:B1*': low, '*': info }\n")).toEqual([]);
  });

  it('knows scanners when it is told which there are', async () => {
    const scannerIds = ['bandit', 'semgrep'];
    expect(await lint('scanners: { bandti: { enabled: false }, x: {} }\n', { scannerIds })).toEqual([
      "warning | scanners.bandti | 1:21 | no scanner is called 'bandti' (did you mean 'bandit'?)",
      "warning | scanners.x | 1:44 | no scanner is called 'x'; there are bandit, semgrep",
    ]);
    expect(await lint('scanners: { x: {} }\n')).toEqual([]);
  });
});
