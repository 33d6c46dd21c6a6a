import { describe, expect, it } from 'vitest';
import {
  buildDocument,
  checkInfrastructure,
  type CheckRequest,
  type InfrastructureCheck,
  loadControls,
  terraformReader,
  type Waiver,
} from '../src/index.ts';

const CONTROL = `id: WAF-SEC-900
title: Switches are on
pillar: security
severity: high
checks:
  - {id: sw, engine: terraform, provider: aws, automated: true, severity: low, remediation: Turn it on., scope: {resource_types: [aws_x]}, assertions: [{attribute: v, op: is_true, message: Off.}]}
`;
const CODE = `resource "aws_x" "a" { v = true }
resource "aws_x" "b" {
  v = false
}
resource "aws_x" "c" {}
`;
const { controls } = loadControls([{ path: 'c.yml', text: CONTROL }]);

function check(waivers: readonly Partial<Waiver>[], more: Partial<CheckRequest> = {}): InfrastructureCheck {
  const blank = { id: 'waf-sec-900', reason: 'Why.', owner: '', expires: '', project: '', resource: '', check: '' };
  return checkInfrastructure({
    reader: terraformReader,
    files: [{ path: 'main.tf', text: CODE }],
    controls,
    waivers: waivers.map((waiver) => ({ ...blank, ...waiver })),
    today: '2026-06-15',
    ...more,
  });
}

function outcome(result: InfrastructureCheck): readonly [status: string | undefined, waived: string] {
  const waived = result.evaluations.flatMap(({ results }) => results.filter(({ waiver }) => waiver !== undefined));
  return [result.evaluations[0]?.status, waived.map(({ resource }) => resource).join(' ')];
}

describe('waivers', () => {
  it.each<
    readonly [name: string, waivers: readonly Partial<Waiver>[], status: string, waived: string, note: RegExp | null]
  >([
    ['none', [], 'FAIL', '', null],
    ['a control', [{}], 'WAIVED', 'aws_x.b aws_x.c', null],
    ['one until today', [{ expires: '2026-06-15' }], 'WAIVED', 'aws_x.b aws_x.c', null],
    [
      'one until yesterday',
      [{ expires: '2026-06-14' }],
      'FAIL',
      '',
      /WAF-SEC-900 .*expired on 2026-06-14; it does not/i,
    ],
    ['another control', [{ id: 'WAF-SEC-901' }], 'FAIL', '', /WAF-SEC-901 is not used: no control of this id/],
    ['another project', [{ project: 'other' }], 'FAIL', '', null],
    ['this project', [{ project: 'shop' }], 'WAIVED', 'aws_x.b aws_x.c', null],
    ['one resource', [{ resource: 'aws_x.b' }], 'FAIL', 'aws_x.b', null],
    ['resources by pattern', [{ resource: 'aws_*.?' }, { resource: '*' }], 'WAIVED', 'aws_x.b aws_x.c', /not used/],
    ['each resource', [{ resource: 'aws_x.b' }, { resource: '*c' }], 'WAIVED', 'aws_x.b aws_x.c', null],
    ['a check', [{ check: 'SW' }], 'WAIVED', 'aws_x.b aws_x.c', null],
    ['another check', [{ check: 'other' }], 'FAIL', '', /check other is not used: nothing fails/],
  ])('of %s', (_name, waivers, status, waived, note) => {
    const result = check(waivers, { project: 'shop' });
    expect(outcome(result)).toEqual([status, waived]);
    if (note === null) expect(result.waiverNotes).toEqual([]);
    else expect(result.waiverNotes.join('\n')).toMatch(note);
  });

  it('that are expired still hold where that is asked for, and it is said', () => {
    const result = check([{ expires: '2020-01-01' }], { expiredWaivers: 'warn' });
    expect(outcome(result)[0]).toBe('WAIVED');
    expect(result.waiverNotes).toEqual(['The waiver of waf-sec-900 (Why.) expired on 2020-01-01; it still holds.']);
  });

  it('of the project come before those for all', () => {
    const result = check([{ project: 'shop', reason: 'Own.' }, { reason: 'All.' }], { project: 'shop' });
    expect(result.evaluations[0]?.waiver).toEqual({ reason: 'Own.', expires: '' });
  });

  it('come after the severity filter, and a waived control without results is one finding', () => {
    const result = check([{}], { severity: 'high' });
    const document = buildDocument(result, {
      project: 'shop',
      branch: '',
      gitSha: '',
      triggeredBy: 'local',
      isCicd: false,
      stage: '',
      iacFramework: 'terraform',
      sourcePaths: ['a', 'b'],
    });
    expect(document.findings).toMatchObject([
      { check_id: 'WAF-SEC-900-WAIVED', resource: '', status: 'WAIVED', message: 'Why.', waived: { reason: 'Why.' } },
    ]);
    expect(document).toMatchObject({ path: 'a | b', score: 0, posture: { waived: 1, score: null } });
  });
});

describe('the result document', () => {
  const metadata = { project: '', branch: '', gitSha: '', triggeredBy: '', isCicd: false, stage: '', iacFramework: '' };

  it('says where each finding stands, and marks failures that are waived', () => {
    const { findings } = buildDocument(check([{ resource: '*.c' }]), { ...metadata, sourcePaths: [] });
    expect(
      findings.map(({ resource, status, file, line, end_line, message, waived }) => [
        `${resource} ${status} ${file}:${line}-${end_line}`,
        message,
        waived?.reason,
      ]),
    ).toEqual([
      ['aws_x.a PASS main.tf:1-1', 'All assertions passed.', undefined],
      ['aws_x.b FAIL main.tf:3-3', 'Off.', undefined],
      ['aws_x.c FAIL main.tf:5-5', 'Off.', 'Why.'],
    ]);
  });

  it('gives findings an identity that lines and order do not change', () => {
    const moved = check([], { files: [{ path: 'main.tf', text: `\n\n${CODE.split('\n').toReversed().join('\n')}` }] });
    const identities = (one: InfrastructureCheck): readonly string[] =>
      buildDocument(one, { ...metadata, sourcePaths: [] })
        .findings.filter(({ resource }) => resource !== 'aws_x.b')
        .map(({ fingerprint }) => fingerprint)
        .toSorted();
    expect(identities(check([]))).toHaveLength(2);
    expect(identities(moved)).toEqual(identities(check([])));
    expect(identities(moved)[0]).toMatch(/^[\da-f]{64}$/);
  });
});
