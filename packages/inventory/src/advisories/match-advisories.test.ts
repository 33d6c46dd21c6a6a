import { describe, expect, it } from 'vitest';
import { collectBom } from '../collect-bom.ts';
import { matchAdvisories } from './match-advisories.ts';

function bomOf(files: Readonly<Record<string, string>>) {
  return collectBom(
    Object.entries(files).map(([path, text]) => ({ path, text })),
    { name: 'x' },
  );
}

function advisory(ecosystem: string, name: string, events: readonly object[], more: object = {}) {
  return {
    id: 'TEST-1',
    summary: 'A made-up weakness',
    affected: [{ package: { ecosystem, name }, ranges: [{ type: 'ECOSYSTEM', events }] }],
    ...more,
  };
}

const bom = bomOf({
  'requirements.txt': 'Flask_Login==1.5.2\nunpinned>=1\n',
  'package-lock.json': JSON.stringify({
    packages: { 'node_modules/@s/p': { version: '1.2.3' }, 'node_modules/p': { version: '2.0.0' } },
  }),
  'go.mod': 'module m\ngo 1.22\nrequire github.com/BurntSushi/toml v1.3.2\n',
  'pom.xml':
    '<project><dependencies><dependency><groupId>org.g</groupId><artifactId>a</artifactId><version>1.0-rc1</version></dependency></dependencies></project>',
});

function matchedPurls(record: unknown): readonly string[] {
  return matchAdvisories(bom, [record]).matches.map(({ purl }) => purl);
}

describe('advisories of the OSV schema', () => {
  it.each([
    ['introduced and fixed', 'PyPI', 'flask-login', [{ introduced: '1.0' }, { fixed: '1.6' }], true],
    ['fixed before', 'PyPI', 'Flask.Login', [{ introduced: '0' }, { fixed: '1.5' }], false],
    ['fixed in exactly this version', 'PyPI', 'flask-login', [{ introduced: '0' }, { fixed: '1.5.2' }], false],
    ['introduced again', 'PyPI', 'flask-login', [{ introduced: '0' }, { fixed: '1.4' }, { introduced: '1.5' }], true],
    ['events in any order', 'PyPI', 'flask-login', [{ fixed: '1.6' }, { introduced: '1.0' }], true],
    ['last affected', 'PyPI', 'flask-login', [{ introduced: '0' }, { last_affected: '1.5.2' }], true],
    ['after the last affected', 'PyPI', 'flask-login', [{ introduced: '0' }, { last_affected: '1.5.1' }], false],
    ['scoped npm names', 'npm', '@s/p', [{ introduced: '0' }], true],
    ['another scope', 'npm', '@t/p', [{ introduced: '0' }], false],
    ['Go without the v', 'Go', 'github.com/BurntSushi/toml', [{ introduced: '1.0.0' }, { fixed: '1.4.0' }], true],
    ['Maven qualifiers', 'Maven', 'org.g:a', [{ introduced: '0' }, { fixed: '1.0' }], true],
    ['no version, no match', 'PyPI', 'unpinned', [{ introduced: '0' }], false],
    ['an ecosystem nobody knows', 'Hex', 'p', [{ introduced: '0' }], false],
  ])('%s', (_name, ecosystem, name, events, expected) => {
    expect(matchedPurls(advisory(ecosystem, name, events)).length > 0).toBe(expected);
  });

  it('explicit versions count beside ranges; ranges of commits do not', () => {
    const affected = {
      package: { ecosystem: 'npm', name: 'p' },
      versions: ['2.0.0'],
      ranges: [{ type: 'GIT', events: [{ introduced: '0' }] }],
    };
    expect(matchedPurls({ id: 'T', affected: [affected] })).toEqual(['pkg:npm/p@2.0.0']);
    expect(matchedPurls({ id: 'T', affected: [{ ...affected, versions: ['1.9.9'] }] })).toEqual([]);
  });

  it('carries score, fixes, aliases and references', () => {
    const record = advisory(
      'npm',
      '@s/p',
      [{ introduced: '0' }, { fixed: '1.3.0' }, { introduced: '2.0.0' }, { fixed: '2.1.0' }],
      {
        aliases: ['CVE-2', 'CVE-1', 'CVE-2'],
        severity: [
          { type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' },
          { type: 'CVSS_V2', score: 'AV:N/AC:L/Au:N/C:P/I:P/A:P' },
        ],
        references: [{ type: 'WEB', url: 'https://h.test/1' }],
      },
    );
    expect(matchAdvisories(bom, [record])).toEqual({
      unfit: 0,
      matches: [
        {
          purl: 'pkg:npm/%40s/p@1.2.3',
          advisoryId: 'TEST-1',
          aliases: ['CVE-1', 'CVE-2'],
          summary: 'A made-up weakness',
          severity: 'critical',
          score: 9.8,
          vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
          fixedVersions: ['1.3.0', '2.1.0'],
          references: ['https://h.test/1'],
        },
      ],
    });
  });

  it.each([
    [{ database_specific: { severity: 'HIGH' } }, 'high'],
    [{ database_specific: { severity: 'MODERATE' } }, 'medium'],
    [{ severity: [{ type: 'CVSS_V3', score: 'garbage' }] }, 'medium'],
  ])('%j is %s', (more, severity) => {
    expect(matchAdvisories(bom, [advisory('npm', 'p', [{ introduced: '0' }], more)]).matches[0]?.severity).toBe(
      severity,
    );
  });

  it('withdrawn records match nothing; unfit ones are counted; the order of the input does not matter', () => {
    const a = advisory('npm', 'p', [{ introduced: '0' }]);
    const b = { ...a, id: 'TEST-0' };
    const withdrawn = { ...a, id: 'W', withdrawn: '2024-01-01T00:00:00Z' };
    const forwards = matchAdvisories(bom, [a, null, b, withdrawn, { id: 5 }]);
    expect(forwards.matches.map(({ advisoryId }) => advisoryId)).toEqual(['TEST-0', 'TEST-1']);
    expect(forwards.unfit).toBe(2);
    expect(matchAdvisories(bom, [withdrawn, { id: 5 }, b, null, a])).toEqual(forwards);
  });
});
