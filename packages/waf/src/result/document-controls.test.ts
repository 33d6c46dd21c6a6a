import { expect, it } from 'vitest';
import { scoredControlsOf } from './document-controls.ts';

const control = { id: 'A', pillar: 'cost', severity: 'low' };
const finding = (status: string, changes: object = {}) => ({
  control_id: 'A',
  pillar: 'security',
  severity: 'high',
  status,
  ...changes,
});

it.each([
  [[], 'SKIP'],
  [['SKIP'], 'SKIP'],
  [['SKIP', 'PASS'], 'PASS'],
  [['pass', 'Fail', 'PASS'], 'FAIL'],
  [['PASS', 'WAIVED'], 'WAIVED'],
  [['odd', 'ERROR', 'constructor'], 'SKIP'],
])('a control with the findings %j is %s', (statuses, status) => {
  const findings = statuses.map((word) => finding(word));
  expect(scoredControlsOf({ controls_meta: [control], findings })).toEqual([
    { pillar: 'cost', severity: 'low', status },
  ]);
});

it('fails while a failure is not covered by a waiver', () => {
  const covered = finding('FAIL', { waived: { reason: 'x', expires: '' } });
  const states = (...findings: ReturnType<typeof finding>[]) =>
    scoredControlsOf({ controls_meta: [], findings }).map(({ status }) => status);
  expect(states(covered, finding('PASS'))).toEqual(['WAIVED']);
  expect(states(covered, finding('FAIL', { waived: null }))).toEqual(['FAIL']);
});

it('counts controls that the document does not describe', () => {
  expect(scoredControlsOf({ controls_meta: [control], findings: [finding('FAIL', { control_id: 'B' })] })).toEqual([
    { pillar: 'cost', severity: 'low', status: 'SKIP' },
    { pillar: 'security', severity: 'high', status: 'FAIL' },
  ]);
});
