import type { LicencePolicy } from '@securescan/inventory';
import { describe, expect, it } from 'vitest';
import { judgeSubject } from './judge.ts';
import type { Subject } from './subject.ts';

const NO_POLICY: LicencePolicy = { allow: [], deny: [] };

function subject(text: string | null, facts: Partial<Subject> = {}): Subject {
  return {
    purl: 'pkg:pypi/a@1.0',
    ecosystem: 'pypi',
    name: 'a',
    version: '1.0',
    scope: 'required',
    direct: true,
    requiredBy: [],
    sources: ['poetry.lock'],
    evidence:
      text === null ? { kind: 'silent', source: 'poetry.lock' } : { kind: 'declared', text, source: 'poetry.lock' },
    ...facts,
  };
}

function judge(one: Subject, policy = NO_POLICY) {
  const finding = judgeSubject(one, policy, { path: 'poetry.lock', line: 3 });
  return finding === null ? null : `${finding.ruleId} ${finding.severity} ${finding.title}`;
}

describe('licences by themselves', () => {
  it.each([
    ['MIT', null],
    ['MPL-2.0', null],
    ['GPL-2.0-only WITH Classpath-exception-2.0', null],
    ['MIT OR GPL-3.0-only', null],
    ['MPL-2.0 OR LGPL-2.1-only', null],
    ['GPL-3.0-only', 'licenses/copyleft medium Copyleft license: a@1.0 (GPL-3.0-only)'],
    ['LGPL-2.1-or-later', 'licenses/copyleft medium Copyleft license: a@1.0 (LGPL-2.1-or-later)'],
    ['MIT AND AGPL-3.0-only', 'licenses/copyleft medium Copyleft license: a@1.0 (MIT AND AGPL-3.0-only)'],
    ['SSPL-1.0', 'licenses/copyleft medium Copyleft license: a@1.0 (SSPL-1.0)'],
    ['GNU General Public License v3 (GPLv3)', 'licenses/copyleft medium Copyleft license: a@1.0 (GPL-3.0-only)'],
    ['CC-BY-NC-4.0', 'licenses/restricted medium Restricted license: a@1.0 (CC-BY-NC-4.0)'],
    ['Other/Proprietary License', 'licenses/restricted medium Restricted license: a@1.0 (LicenseRef-Proprietary)'],
    ['UNKNOWN', 'licenses/unknown low Unknown license: a@1.0'],
    ['UNLICENSED', 'licenses/unknown low Unknown license: a@1.0'],
    [null, 'licenses/unknown low Unknown license: a@1.0'],
  ])('%s', (text, expected) => {
    expect(judge(subject(text))).toBe(expected);
  });

  it('npm packages keep their own rule', () => {
    expect(judge(subject('GPL-2.0', { ecosystem: 'npm' }))).toMatch(/^licenses\/copyleft-npm /);
  });

  it('what only helps to develop weighs less', () => {
    expect(judge(subject('GPL-2.0', { scope: 'development' }))).toMatch(/^licenses\/copyleft low /);
  });

  it('nothing is said of what was not looked at', () => {
    expect(judge(subject(null, { evidence: { kind: 'unseen' } }))).toBeNull();
  });
});

describe('with lists of the project', () => {
  const policy = { allow: ['MIT', 'Apache-2.0', 'GPL-3.0'], deny: ['Apache-2.0', 'network-copyleft'] };
  it.each([
    ['GPL-3.0-or-later', null],
    ['Apache-2.0', 'licenses/denied high Denied license: a@1.0 (Apache-2.0)'],
    ['Apache-2.0 OR MIT', null],
    ['AGPL-3.0-only', 'licenses/denied high Denied license: a@1.0 (AGPL-3.0-only)'],
    ['BSD-3-Clause', 'licenses/not-allowed medium License not on the allow-list: a@1.0 (BSD-3-Clause)'],
    [null, 'licenses/unknown low Unknown license: a@1.0'],
  ])('%s', (text, expected) => {
    expect(judge(subject(text), policy)).toBe(expected);
  });
});

it('a finding points at the package: path, line, identity and facts', () => {
  const one = subject('GPL-3.0-only', { requiredBy: ['b', 'c'], direct: false });
  expect(judgeSubject(one, NO_POLICY, { path: 'poetry.lock', line: 3 })).toMatchObject({
    path: 'poetry.lock',
    lineStart: 3,
    lineEnd: 3,
    identity: 'pkg:pypi/a@1.0',
    remediation: expect.stringContaining('replace a'),
    metadata: {
      package: 'a',
      installed_version: '1.0',
      license: 'GPL-3.0-only',
      license_ids: ['GPL-3.0-only'],
      license_category: 'strong-copyleft',
      required_by: ['b', 'c'],
      direct: false,
    },
  });
});
