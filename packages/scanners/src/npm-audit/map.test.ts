import { describe, expect, it } from 'vitest';
import { readLockedPackages } from './lockfile.ts';
import { toRawFindings } from './map.ts';
import { NpmAuditReport } from './schema.ts';

const text = `{
  "lockfileVersion": 3,
  "packages": {
    "": {},
    "node_modules/a": {
      "version": "1.0.0"
    },
    "node_modules/b/node_modules/a": {
      "version": "2.5.0"
    }
  }
}
`;
const lockfile = { path: 'web/package-lock.json', packages: readLockedPackages(text) };
const advisory = {
  source: 7,
  title: 'Bad thing in a',
  url: 'https://github.com/advisories/GHSA-aaaa-bbbb-cccc',
  severity: 'moderate',
  cwe: ['CWE-1321'],
  cvss: { score: 5.6, vectorString: null },
  range: '<2.0.0',
};

function map(report: unknown) {
  return toRawFindings(NpmAuditReport.parse(report), lockfile);
}

function mapPackage(entry: Record<string, unknown>) {
  return map({ vulnerabilities: { a: { name: 'a', severity: 'high', nodes: ['node_modules/a'], ...entry } } }).findings;
}

describe('a package', () => {
  it('has a finding per advisory, at its line of the lockfile', () => {
    expect(mapPackage({ via: [advisory], fixAvailable: true })).toEqual([
      {
        severity: 'medium',
        title: 'Bad thing in a in a@<2.0.0',
        description: 'Bad thing in a. a 1.0.0 is installed; versions <2.0.0 are affected.',
        path: 'web/package-lock.json',
        lineStart: 5,
        lineEnd: 5,
        ruleId: 'GHSA-aaaa-bbbb-cccc',
        cwe: 'CWE-1321',
        remediation: 'Run npm audit fix: a version of a without it is within the declared ranges.',
        identity: 'npm:a@1.0.0',
        metadata: {
          package: 'a',
          installed_version: '1.0.0',
          fix_available: true,
          range: '<2.0.0',
          references: ['https://github.com/advisories/GHSA-aaaa-bbbb-cccc'],
          cvss_score: 5.6,
        },
      },
    ]);
  });

  it('is reported for the installed versions that an advisory is about', () => {
    const nodes = ['node_modules/b/node_modules/a', 'node_modules/a'];
    const other = { ...advisory, url: 'https://github.com/advisories/GHSA-dddd-eeee-ffff', range: '>=1.0.0' };
    expect(
      mapPackage({ via: [advisory, other], nodes }).map(({ ruleId, identity, lineStart }) => [
        ruleId,
        identity,
        lineStart,
      ]),
    ).toEqual([
      ['GHSA-aaaa-bbbb-cccc', 'npm:a@1.0.0', 5],
      ['GHSA-dddd-eeee-ffff', 'npm:a@1.0.0', 5],
      ['GHSA-dddd-eeee-ffff', 'npm:a@2.5.0', 8],
    ]);
  });

  it.each([
    [
      'another package must move',
      { name: 'b', version: '3.0.0', isSemVerMajor: true },
      'Update b to 3.0.0, a major step; it brings a.',
    ],
    ['itself must move', { name: 'a', version: '2.0.0', isSemVerMajor: false }, 'Update a to 2.0.0.'],
    ['nothing is known', false, null],
    ['something odd is said', 'soon', null],
  ])('when %s', (_name, fixAvailable, remediation) => {
    expect(mapPackage({ via: [advisory], fixAvailable })[0]?.remediation).toBe(remediation);
  });

  it('without a reason keeps a finding of its own', () => {
    expect(mapPackage({ via: [] })).toMatchObject([{ ruleId: 'npm-audit/a', severity: 'high' }]);
  });

  it('that only depends on a vulnerable one has none', () => {
    const report = {
      vulnerabilities: {
        b: { name: 'b', severity: 'high', via: ['a'], nodes: [] },
        a: { name: 'a', severity: 'high', via: [advisory], nodes: ['node_modules/a'] },
      },
    };
    expect(map(report).findings.map(({ identity }) => identity)).toEqual(['npm:a@1.0.0']);
  });
});

it('an advisory of npm 6 has a finding per version', () => {
  const npm6 = {
    id: 1179,
    module_name: 'a',
    severity: 'critical',
    title: 'Old thing',
    url: 'https://npmjs.com/advisories/1179',
    cwe: 'CWE-79',
    vulnerable_versions: '<3.0.0',
    patched_versions: '>=3.0.0',
    overview: 'Overview',
    findings: [{ version: '1.0.0' }, { version: '2.5.0' }, { version: '1.0.0' }],
  };
  expect(map({ advisories: { 1179: npm6 } }).findings).toMatchObject([
    {
      ruleId: 'npm-audit/1179',
      severity: 'critical',
      identity: 'npm:a@1.0.0',
      remediation: 'Update a to >=3.0.0.',
      cwe: 'CWE-79',
    },
    { ruleId: 'npm-audit/1179', severity: 'critical', identity: 'npm:a@2.5.0' },
  ]);
});

it('a lockfile that is no JSON knows nothing', () => {
  const packages = readLockedPackages('{"packages": ');
  expect(packages.findVersion('node_modules/a')).toBeNull();
  expect(packages.findLine(null, 'a')).toBeNull();
});

it('the first lockfile version is read too', () => {
  const packages = readLockedPackages('{\n"dependencies": {\n"a": {\n"version": "1.0.0"\n}\n}\n}');
  expect(packages.findVersion('node_modules/a')).toBe('1.0.0');
  expect(packages.findLine(null, 'a')).toBe(3);
});
