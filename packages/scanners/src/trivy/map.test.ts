import { describe, expect, it } from 'vitest';
import { toLicence, toMisconfiguration, toSecret, toVulnerability } from './map.ts';
import { TrivyLicence, TrivyMisconfiguration, TrivyResult, TrivySecret, TrivyVulnerability } from './schema.ts';

const result = TrivyResult.parse({
  Target: 'web/package-lock.json',
  Type: 'npm',
  Packages: [{ Name: 'left', Version: '1.0', Locations: [{ StartLine: 16 }] }, null],
});
const typical = {
  VulnerabilityID: 'CVE-2024-1',
  PkgName: 'left',
  PkgIdentifier: { PURL: 'pkg:npm/left@1.0' },
  InstalledVersion: '1.0',
  FixedVersion: '1.1',
  Severity: 'HIGH',
  Title: 'Title',
  Description: 'Description',
  CweIDs: ['CWE-79', 'CWE-80'],
  References: ['r0', 'r1', 'r2', 'r3', 'r4', 'r5'],
};

function map(change: Record<string, unknown> = {}) {
  return toVulnerability(TrivyVulnerability.parse({ ...typical, ...change }), result);
}

describe('a vulnerability', () => {
  it('is told apart by its package', () => {
    expect(map()).toEqual({
      severity: 'high',
      title: 'CVE-2024-1 in left',
      description: 'Description',
      path: 'web/package-lock.json',
      lineStart: 16,
      ruleId: 'CVE-2024-1',
      cwe: 'CWE-79',
      remediation: 'Update to 1.1',
      identity: 'npm:left@1.0',
      metadata: {
        package: 'left',
        installed_version: '1.0',
        fixed_version: '1.1',
        references: ['r0', 'r1', 'r2', 'r3', 'r4'],
        purl: 'pkg:npm/left@1.0',
      },
    });
  });

  it.each([
    ['without a fix', { FixedVersion: undefined }, { remediation: null }],
    ['without a description', { Description: null }, { description: 'Title' }],
    ['without references', { References: null }, { metadata: { references: [] } }],
    ['of unknown severity', { Severity: 'UNKNOWN' }, { severity: 'info' }],
    ['of another version', { InstalledVersion: '2.0' }, { lineStart: null, identity: 'npm:left@2.0' }],
  ])('%s', (_name, change, expected) => {
    expect(map(change)).toMatchObject(expected);
  });
});

it('a rule that passed is no finding', () => {
  const item = { ID: 'X', Title: 'Rule. More.', Severity: 'LOW', CauseMetadata: { StartLine: 3, EndLine: 4 } };
  expect(toMisconfiguration(TrivyMisconfiguration.parse({ ...item, Status: 'PASS' }), result)).toEqual([]);
  expect(toMisconfiguration(TrivyMisconfiguration.parse({ ...item, Status: 'FAIL' }), result)).toMatchObject([
    { severity: 'low', title: 'Rule', lineStart: 3, lineEnd: 4, ruleId: 'X' },
  ]);
});

it('a secret is reported without its text', () => {
  const item = { RuleID: 'r', Severity: 'CRITICAL', Title: 'Token', StartLine: 3, Match: 'the text itself' };
  const finding = toSecret(TrivySecret.parse(item), result);
  expect(finding).toMatchObject({ severity: 'critical', title: 'Possible credential: Token', cwe: 'CWE-798' });
  expect(JSON.stringify(finding)).not.toContain('the text itself');
});

it('a licence names its package', () => {
  const item = { Severity: 'HIGH', Category: 'restricted', PkgName: 'p', FilePath: '', Name: 'GPL-3.0-only' };
  expect(toLicence(TrivyLicence.parse(item), result)).toMatchObject({
    title: 'Licence GPL-3.0-only of p',
    path: 'web/package-lock.json',
    ruleId: 'license/GPL-3.0-only',
  });
});
