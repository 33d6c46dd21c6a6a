import { describe, expect, it } from 'vitest';
import { toRawFinding } from './map.ts';
import { CheckovCheck, CheckovReport } from './schema.ts';
import { findCheckSeverity, RATED_CHECKS } from './severities.ts';

const typical = {
  check_id: 'CKV_AWS_24',
  check_name: 'Ensure no security groups allow ingress from 0.0.0.0:0 to port 22',
  file_path: '/infra/main.tf',
  file_line_range: [1, 9],
  resource: 'aws_security_group.open',
  guideline: 'https://example.org/guide',
  severity: null,
  check_result: { result: 'FAILED' },
};

function map(change: Record<string, unknown> = {}, type = 'terraform') {
  return toRawFinding(CheckovCheck.parse({ ...typical, ...change }), type);
}

describe('a failed check', () => {
  it('says what is not met, and where', () => {
    expect(map()).toEqual({
      severity: 'high',
      title: 'Not met: no security groups allow ingress from 0.0.0.0:0 to port 22 (aws_security_group.open)',
      description: 'Ensure no security groups allow ingress from 0.0.0.0:0 to port 22',
      path: '/infra/main.tf',
      lineStart: 1,
      lineEnd: 9,
      ruleId: 'CKV_AWS_24',
      cwe: null,
      remediation: 'https://example.org/guide',
      metadata: { check_type: 'terraform', resource: 'aws_security_group.open' },
    });
  });

  it.each([
    ['with the severity of the platform', { severity: 'LOW' }, 'low'],
    [
      'with a severity in its result',
      { check_result: { evaluated_keys_severity: 'critical' }, severity: 'LOW' },
      'critical',
    ],
    ['with another word', { severity: 'INFO' }, 'medium'],
    ['that we have not rated', { check_id: 'CKV_OTHER_1' }, 'medium'],
    ['of a public bucket', { check_id: 'CKV_AWS_57' }, 'critical'],
  ])('%s', (_name, change, severity) => {
    expect(map(change).severity).toBe(severity);
  });

  it.each([
    ['an empty range', [], null, null],
    ['no range', null, null, null],
    ['a range that starts at 0', [0, 0], null, null],
    ['one line', [4], 4, 4],
    ['a range the wrong way round', [9, 3], 9, 9],
  ])('with %s', (_name, range, lineStart, lineEnd) => {
    expect(map({ file_line_range: range })).toMatchObject({ lineStart, lineEnd });
  });

  it('of a secret is a hard-coded credential', () => {
    expect(map({ check_id: 'CKV_SECRET_2' }, 'secrets').cwe).toBe('CWE-798');
  });
});

it('rates many checks, each once', () => {
  expect(RATED_CHECKS).toBeGreaterThan(700);
  expect(findCheckSeverity('CKV_DOCKER_3')).toBe('medium');
  expect(findCheckSeverity('CKV_DOCKER_')).toBeNull();
});

it.each([
  ['one block', { check_type: 'x' }, 1],
  ['a list', [{}, {}], 2],
  ['an empty list', [], 0],
])('a report may be %s', (_name, report, blocks) => {
  expect(CheckovReport.parse(report)).toHaveLength(blocks);
});
