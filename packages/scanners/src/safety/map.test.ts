import { describe, expect, it } from 'vitest';
import { toRawFinding } from './map.ts';
import { SafetyRecord } from './schema.ts';

const file = { path: 'requirements.txt', text: '# tools\nflask\nRequests_Toolbelt==1\n  requests==2.19.0  # old\n' };
const typical = {
  vulnerability_id: '36546',
  package_name: 'requests',
  analyzed_version: '2.19.0',
  vulnerable_spec: ['<=2.19.1'],
  fixed_versions: ['2.20.0'],
  advisory: 'Requests before 2.20.0 sends a header.',
  CVE: 'CVE-2018-18074',
  severity: null,
  more_info_url: 'https://example.org/v/36546',
};

function map(record: unknown) {
  return toRawFinding(SafetyRecord.parse(record), file);
}

describe('a vulnerability', () => {
  it('stands at its requirement and names the fixed version', () => {
    expect(map(typical)).toEqual({
      severity: 'high',
      title: 'Vulnerable package: requests',
      description: 'Requests before 2.20.0 sends a header.',
      path: 'requirements.txt',
      lineStart: 4,
      lineEnd: 4,
      ruleId: 'safety/36546',
      remediation: 'Update requests to 2.20.0.',
      identity: 'pypi:requests@2.19.0',
      metadata: {
        package: 'requests',
        installed_version: '2.19.0',
        affected_versions: '<=2.19.1',
        fixed_version: '2.20.0',
        cve: 'CVE-2018-18074',
        references: ['https://example.org/v/36546'],
      },
    });
  });

  it.each([
    ['a word', { cvssv3: { base_severity: 'MEDIUM', base_score: 5.3 } }, 'medium'],
    ['a score', { cvssv3: { base_score: 9.8 } }, 'critical'],
    ['only an old score', { cvssv2: { base_score: 2.1 } }, 'low'],
    ['nothing', {}, 'high'],
  ])('is rated by %s', (_name, severity, expected) => {
    expect(map({ ...typical, severity }).severity).toBe(expected);
  });

  it('is found under any spelling of its name', () => {
    expect(map({ ...typical, package_name: 'requests-toolbelt' }).lineStart).toBe(3);
    expect(map({ ...typical, package_name: 'absent' }).lineStart).toBeNull();
  });
});

it('a row of the first version is read too', () => {
  expect(map(['flask', '<2', '1.0', 'Old advisory', '999', null])).toMatchObject({
    title: 'Vulnerable package: flask',
    description: 'Old advisory',
    lineStart: 2,
    ruleId: 'safety/999',
    identity: 'pypi:flask@1.0',
  });
  expect(map(['flask'])).toMatchObject({ ruleId: null, description: 'Vulnerability found' });
});
