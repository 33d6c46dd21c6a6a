import { describe, expect, it } from 'vitest';
import { parseWaivers } from '../src/waivers/parse-waivers.ts';
import { waiverStatus } from '../src/waivers/waiver-status.ts';

const none = { owner: '', expires: '', project: '', resource: '', check: '' };

describe('a file of waivers', () => {
  it.each([
    ['waivers', 'waivers:\n  - {id: a, reason: r}\n', [{ ...none, id: 'a', reason: 'r' }]],
    ['the older key', 'skips:\n  - {id: a, reason: r}\n', [{ ...none, id: 'a', reason: 'r' }]],
    [
      'a date without quotes',
      'waivers:\n  - {id: a, reason: r, expires: 2031-09-30}\n',
      [{ ...none, id: 'a', reason: 'r', expires: '2031-09-30' }],
    ],
    [
      'a timestamp',
      'waivers:\n  - {id: a, reason: r, expires: "2031-09-30T10:00:00Z"}\n',
      [{ ...none, id: 'a', reason: 'r', expires: '2031-09-30' }],
    ],
    ['an id twice', 'waivers:\n  - {id: a, reason: r}\n  - {id: A, reason: s}\n', [{ ...none, id: 'A', reason: 's' }]],
    [
      'one id for two resources',
      'waivers:\n  - {id: a, reason: r, resource: x}\n  - {id: a, reason: s, resource: y}\n',
      [
        { ...none, id: 'a', reason: 'r', resource: 'x' },
        { ...none, id: 'a', reason: 's', resource: 'y' },
      ],
    ],
    ['no entries', 'waivers:\n', []],
    ['an empty mapping', '{}', []],
  ])('may have %s', (_, text, waivers) => {
    expect(parseWaivers(text, 'w.yml')).toMatchObject({ waivers, problems: [] });
  });

  it.each([
    ['- a\n', 'error', 1, 1],
    ['waivers: {a: 1}\n', 'error', 1, 10],
    ['waivers:\n  - id: a\n', 'error', 2, 5],
    ['waivers:\n  - id: a\n    reason: r\n    expires: soon\n', 'error', 4, 14],
    ['waivers:\n  - id: a\n    reason: r\n    expires: 2031-02-30\n', 'error', 4, 14],
    ['waivers:\n  - text\n', 'warning', 2, 5],
    ['waivers:\n  - reason: r\n', 'warning', 2, 5],
    ['a: [\n', 'error', 2, 1],
    ['', 'error', 1, 1],
  ])('%j has a problem at its place', (text, severity, line, column) => {
    const { waivers, problems } = parseWaivers(text, 'w.yml');
    expect(waivers).toEqual([]);
    expect(problems).toMatchObject([{ severity, file: 'w.yml', line, column }]);
  });

  it('tells what is known about the risk', () => {
    const { risks } = parseWaivers('waivers:\n  - {id: a, reason: r, approver: jo, rfc: 12}\n', 'risk_acceptance.yml');
    expect(risks).toMatchObject([
      { id: 'a', approver: 'jo', rfc: '12', risk_level: 'accepted', residual_risk: 'medium' },
    ]);
  });
});

describe('the status of a waiver', () => {
  it.each([
    ['', 'permanent'],
    ['2026-11-24', 'expired'],
    ['2026-11-25', 'expiring'],
    ['2026-12-25', 'expiring'],
    ['2026-12-26', 'active'],
    ['2026-11-24T23:59:59Z', 'expired'],
    ['someday', 'permanent'],
  ])('until %j on 2026-11-25 is %s', (expires, status) => {
    expect(waiverStatus(expires, '2026-11-25')).toBe(status);
  });
});
